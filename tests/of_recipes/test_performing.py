"""Speech becomes song, on the notes of a scale, or is acted, and glides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import parselmouth
import pytest
from numpy.typing import NDArray

from intromark.soundprint import SOUND_RATE
from recipes.sound.corpus import make_corpus
from recipes.sound.mixing import Mixer
from recipes.sound.performing import SCALES, acted, perform, sung

Samples = NDArray[np.float64]


def speech(seconds: float, seed: int = 0) -> Samples:
    """Buzzing syllables whose pitch glides between 90 and 150 Hz, with hisses and silences between them."""
    chance = np.random.default_rng(seed)
    parts: list[Samples] = []
    while sum(map(len, parts)) < seconds * SOUND_RATE:
        count = int(chance.uniform(0.08, 0.18) * SOUND_RATE)
        first, last = chance.uniform(90, 150, 2)
        hertz = np.linspace(first, last, count)
        phase = 2 * np.pi * np.cumsum(hertz) / SOUND_RATE
        buzz = sum(np.sin(phase * harmonic) / harmonic for harmonic in range(1, 15))
        parts += [
            buzz * np.hanning(count) * 0.3,
            chance.normal(0, 0.02, int(0.06 * SOUND_RATE)),
            np.zeros(int(chance.uniform(0, 0.3) * SOUND_RATE)),
        ]
    return np.concatenate(parts)


def semitones(samples: Samples) -> Samples:
    pitch = parselmouth.Sound(samples, SOUND_RATE).to_pitch(0.01, 70, 800).selected_array["frequency"]
    return np.asarray(12 * np.log2(pitch[pitch > 0] / 100))


def off_a_scale(pitches: Samples) -> float:
    """Mean distance to the nearest note, in semitones, of the key and scale that it fits best; 0.5 or less."""
    return min(
        float(np.abs((pitches[:, None] - key - np.array(scale) + 6) % 12 - 6).min(axis=1).mean())
        for scale in SCALES
        for key in np.arange(0, 12, 0.05)
    )


def test_the_notes_of_a_song_are_those_of_a_scale() -> None:
    spoken = speech(6)
    songs = [sung(spoken, np.random.default_rng(seed)) for seed in range(4)]
    off = []
    for song in songs:
        assert song is not None
        assert len(song) > 1.2 * len(spoken), "vowels are held"
        off.append(off_a_scale(semitones(song)))
    assert np.mean(off) < 0.75 * off_a_scale(semitones(spoken))


def test_who_acts_draws_out_and_glides() -> None:
    spoken = speech(6)
    lively = [acted(spoken, np.random.default_rng(seed)) for seed in range(4)]
    assert all(one is not None for one in lively)
    off, lengths = zip(
        *((off_a_scale(semitones(one)), len(one)) for one in lively if one is not None), strict=True
    )
    assert np.mean(off) > 0.85 * off_a_scale(semitones(spoken)), "it keeps to no notes"
    assert max(lengths) > 1.1 * len(spoken)


@pytest.mark.parametrize("kind", [sung, acted])
def test_it_is_the_same_each_time(kind: Callable[[Samples, np.random.Generator], Samples | None]) -> None:
    once, again = (kind(speech(3), np.random.default_rng(1)) for _ in range(2))
    assert once is not None
    assert again is not None
    np.testing.assert_array_equal(once, again)


@pytest.mark.parametrize("kind", [sung, acted])
def test_what_has_no_voice_is_not_performed(
    kind: Callable[[Samples, np.random.Generator], Samples | None],
) -> None:
    assert kind(np.random.default_rng(0).normal(0, 0.1, 5 * SOUND_RATE), np.random.default_rng(0)) is None


def test_a_folder_of_speech_is_sung_and_acted(tmp_path: Path) -> None:
    voice = tmp_path / "voices" / "somebody"
    voice.mkdir(parents=True)
    for number in range(12):
        parselmouth.Sound(speech(1.5, number), SOUND_RATE).save(str(voice / f"{number}.wav"), "WAV")
    (voice / "broken.wav").write_bytes(b"no sound")
    told = perform(voice, tmp_path)
    songs = sorted((tmp_path / "songs" / "somebody").iterdir())
    assert 2 <= len(songs) <= 6, "short recordings are joined into phrases"
    assert told.startswith(f"{len(songs)} songs, ")
    first = songs[0].read_bytes()
    assert perform(voice, tmp_path) == told
    assert songs[0].read_bytes() == first
    with av.open(str(tmp_path / "acted" / "somebody" / "000.wav")) as opened:
        assert opened.streams.audio[0].rate == SOUND_RATE


def test_a_corpus_knows_where_is_sung(tmp_path: Path) -> None:
    voice = tmp_path / "songs" / "somebody"
    voice.mkdir(parents=True)
    silent = np.zeros(2 * SOUND_RATE)
    parselmouth.Sound(np.concatenate([speech(2), silent]), SOUND_RATE).save(str(voice / "0.wav"), "WAV")
    corpus = make_corpus(tmp_path, tmp_path / "corpus.npz", 1)
    (recording,) = corpus.kinds["songs"]["somebody"]
    assert recording.spoken[:12].mean() > 0.6
    assert not recording.spoken[-12:].any()
    mixer = Mixer(corpus, np.random.default_rng(0))
    assert mixer.song(64, mixer.singers(1)).singing.any()
