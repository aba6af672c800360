"""Mixtures are what they say they are, and a network learns from them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from intromark.soundprint import BANDS, STEP_RATE
from recipes.lite_model.soundtrack import CREDITS, OPENING, STORY, Heard, Score
from recipes.sound import mixing
from recipes.sound.corpus import Corpus, Recording
from recipes.sound.learning import STEPS, Mixtures, mixtures, report, train
from recipes.sound.mixing import Mixer, joined, silence
from recipes.sound.network import SoundNetwork

LOW, MIDDLE, HIGH = slice(0, 8), slice(12, 18), slice(22, 32)


def tone(seconds: float, bands: slice, spoken: float = 0.0) -> Recording:
    steps = round(seconds * STEP_RATE)
    power = np.full((steps, BANDS), 1e-9, np.float32)
    power[:, bands] = 1e-2
    return Recording(power, np.full(steps, spoken, np.float32))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Speech is low, music high, and noise between."""
    return Corpus(
        {
            "voices": {"one": [tone(2, LOW, 1.0)], "two": [tone(3, LOW, 1.0)]},
            "acted": {"one": [tone(4, LOW, 1.0)], "two": [tone(5, LOW, 1.0)]},
            "songs": {"one": [tone(4, LOW, 1.0)], "two": [tone(5, LOW, 1.0)]},
            "music": {"band": [tone(30, HIGH)], "orchestra": [tone(25, HIGH)]},
            "noise": {"game": [tone(1, MIDDLE)]},
        }
    )


@pytest.fixture
def mixer(corpus: Corpus) -> Mixer:
    return Mixer(corpus, np.random.default_rng(3))


def test_layers_add_up_and_the_faint_one_is_not_heard(mixer: Mixer) -> None:
    talk = mixer.speech(160, mixer.speakers(1), 0.0)
    music = mixer.music(160, mixer.tune())
    both, masked = talk + music, talk.louder(-40) + music
    np.testing.assert_allclose(both.power, talk.power + music.power)
    spoken = talk.heard()[:, 0]
    assert spoken.mean() > 0.8
    np.testing.assert_array_equal(both.heard()[:, 0], spoken)
    assert not masked.heard()[:, 0].any()
    assert masked.heard()[:, 2].all()
    assert not (both.louder(-120)).heard().any(), "what is below -60 dB is silence"


@pytest.mark.parametrize("echoing", [0.0, 1.0])
def test_pauses_are_no_speech(mixer: Mixer, monkeypatch: pytest.MonkeyPatch, echoing: float) -> None:
    monkeypatch.setattr(mixing, "ECHOING", echoing)
    talk = mixer.speech(800, mixer.speakers(2), 3.0)
    assert len(talk) == 800
    spoken, there = talk.heard()[:, 0], talk.power.sum(axis=1) > 1e-6
    assert 0.2 < spoken.mean() < 0.8
    if echoing:
        assert there[spoken].all()
        assert there.sum() > spoken.sum(), "an echo is nobody who speaks"
    else:
        np.testing.assert_array_equal(spoken, there)


def test_a_song_is_sung_and_not_spoken_and_sounds_on_in_its_room(mixer: Mixer) -> None:
    song = mixer.song(800, mixer.singers(2))
    assert len(song) == 800
    sung, there = song.heard()[:, 1], song.power.sum(axis=1) > 1e-6
    assert sung.mean() > 0.5
    assert there[sung].all()
    assert not song.heard()[:, [0, 2]].any()
    assert there.sum() > sung.sum(), "an echo is nobody who sings"


def test_over_music_a_song_is_both(mixer: Mixer) -> None:
    both = (mixer.music(160, mixer.tune()) + mixer.song(160, mixer.singers(1))).heard()
    assert both[:, 2].all()
    assert both[:, 1].any()
    assert not both[:, 0].any()


def test_silence_is_nobody_elses(mixer: Mixer) -> None:
    empty = silence(5)
    empty.speech[0] = 1
    assert not empty.music[0]
    assert len(joined([empty, silence(3)])) == 8


def test_a_network_learns_what_it_hears(corpus: Corpus) -> None:
    torch.manual_seed(0)
    drawn = mixtures(corpus, 24, (7,))
    assert drawn.power.shape == (24, STEPS, BANDS)
    assert drawn.heard.shape == (24, STEPS, 3)
    again = mixtures(corpus, 24, (7,))
    np.testing.assert_array_equal(drawn.power, again.power)
    network = train(corpus, 3, 96, drawn)
    assert right(network, drawn) > right(SoundNetwork(), drawn) + 0.1
    assert "speech" in report(network, drawn)


def right(network: SoundNetwork, drawn: Mixtures) -> float:
    network.eval()
    with torch.inference_mode():
        said = network(torch.from_numpy(drawn.power)).numpy() > 0
    return float((said == drawn.heard.astype(bool)).mean())


def test_a_theme_stands_over_the_opening_more_often_than_not(corpus: Corpus) -> None:
    parts = [Heard(STORY, 40 * STEP_RATE), Heard(OPENING, 20 * STEP_RATE), Heard(CREDITS, 10 * STEP_RATE)]
    story, opening = slice(0, 38 * STEP_RATE), slice(41 * STEP_RATE, 59 * STEP_RATE)
    shares = []
    for seed in range(30):
        talk, music, noise = Score(corpus, np.random.default_rng(seed)).layers(parts)
        assert len(talk) == len(music) == len(noise) == 70 * STEP_RATE
        whole = (talk + music + noise).heard()
        shares.append([whole[opening, 2].mean(), whole[opening, 0].mean(), whole[story, 0].mean()])
    played, spoken_over, spoken = np.mean(shares, axis=0)
    assert played > 0.75
    assert spoken_over < 0.3 < spoken
