import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.soundprint import BANDS, HOP, SOUND_RATE, STEP_RATE, SoundPrinter, played_at, soundprint


def melody(seconds: float, seed: int = 0, speed: float = 1.0) -> Floats:
    """Two voices of plucked notes, a new one every quarter of a second; drawn at any speed as it is."""
    random = np.random.default_rng(seed)
    count = int(seconds * 4) + 8
    time = np.arange(int(seconds * SOUND_RATE / speed)) / SOUND_RATE * speed
    sound = np.zeros(len(time))
    for _ in range(2):
        hertz = 200 * 2 ** (random.integers(0, 36, count) / 12)
        note = (time * 4).astype(int)
        decay = np.exp(-6 * (time * 4 - note) / 4)
        for overtone, level in ((1, 0.15), (2, 0.08), (3, 0.04)):
            sound += level * decay * np.sin(2 * np.pi * overtone * hertz[note] * time)
    return sound.astype(np.float32)


def likeness(one: Floats, other: Floats) -> float:
    """The median cosine of the rows that both have, without the ends."""
    rows = slice(4, min(len(one), len(other)) - 4)
    lengths = np.linalg.norm(one[rows], axis=1) * np.linalg.norm(other[rows], axis=1)
    return float(np.median((one[rows] * other[rows]).sum(axis=1) / np.maximum(lengths, 1e-9)))


def filtered(sound: Floats, octave_gain: float) -> Floats:
    """The sound through an equaliser that turns every octave up by this many dB more than the one below."""
    spectrum = np.fft.rfft(sound)
    hertz = np.maximum(np.fft.rfftfreq(len(sound), 1 / SOUND_RATE), 50)
    return np.fft.irfft(spectrum * 10 ** (octave_gain * np.log2(hertz / 800) / 20), len(sound))


SOUND = melody(20)
PRINT = soundprint(SOUND)


def test_shape_and_length_of_rows() -> None:
    assert PRINT.shape == (20 * STEP_RATE, BANDS)
    assert PRINT.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(PRINT, axis=1), 1, atol=1e-4)


@pytest.mark.parametrize(("samples", "steps"), [(0, 0), (1, 0), (HOP - 1, 0), (HOP, 1), (5 * HOP + 1, 5)])
def test_a_step_is_whole(samples: int, steps: int) -> None:
    assert soundprint(SOUND[:samples]).shape == (steps, BANDS)


def test_refuses_stereo() -> None:
    with pytest.raises(ValueError, match=r"\(n,\)"):
        soundprint(np.zeros((100, 2)))


def test_another_sound_is_unlike() -> None:
    assert abs(likeness(PRINT, soundprint(melody(20, seed=1)))) < 0.3


@pytest.mark.parametrize(
    ("changed", "least"),
    [
        pytest.param(SOUND * 0.3, 0.9, id="10 dB quieter"),
        pytest.param(SOUND * 2, 0.95, id="6 dB louder"),
        pytest.param(-SOUND, 0.999, id="polarity"),
        pytest.param(filtered(SOUND, 3), 0.9, id="bright"),
        pytest.param(filtered(SOUND, -3), 0.9, id="dull"),
        pytest.param(SOUND + 0.01 * np.random.default_rng(5).standard_normal(len(SOUND)), 0.8, id="hiss"),
        pytest.param(np.round(SOUND * 127) / 127, 0.9, id="8 bits"),
    ],
)
def test_level_and_tone_do_not_matter(changed: Floats, least: float) -> None:
    assert likeness(PRINT, soundprint(changed)) > least


def test_half_a_step_out_of_step_is_still_alike() -> None:
    late = np.concatenate([np.zeros(HOP // 2, np.float32), SOUND])
    assert likeness(PRINT, soundprint(late)) > 0.75


def test_whole_steps_out_of_step_are_the_same_rows() -> None:
    late = soundprint(np.concatenate([melody(3, seed=9), SOUND]))[3 * STEP_RATE :]
    rows = slice(3 * STEP_RATE, -3 * STEP_RATE)  # beyond reach of what stands before
    np.testing.assert_allclose(late[rows], PRINT[rows], atol=1e-3)


def test_silence_says_nothing() -> None:
    assert not soundprint(np.zeros(5 * SOUND_RATE)).any()
    sound = SOUND.copy()
    sound[8 * SOUND_RATE : 12 * SOUND_RATE] = 0
    heard = np.linalg.norm(soundprint(sound), axis=1) > 0
    assert not heard[8 * STEP_RATE + 1 : 12 * STEP_RATE - 1].any()
    assert heard[: 8 * STEP_RATE].all()
    assert heard[12 * STEP_RATE :].all()


def test_a_steady_tone_says_little() -> None:
    tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(10 * SOUND_RATE) / SOUND_RATE)
    middle = soundprint(tone)[3 * STEP_RATE : -3 * STEP_RATE]
    assert np.linalg.norm(middle, axis=1).max() < 0.1


@pytest.mark.parametrize("speed", [25 / 24, 24 / 25])
def test_played_at_is_what_the_faster_sound_gives(speed: float) -> None:
    faster = soundprint(melody(20, speed=speed))
    guessed = played_at(PRINT, speed)
    assert abs(len(guessed) - len(faster)) <= 1
    assert likeness(guessed, faster) > 0.85
    assert likeness(guessed, faster) > likeness(PRINT, faster) + 0.3


def test_played_at_1_changes_nothing() -> None:
    np.testing.assert_allclose(played_at(PRINT, 1.0), PRINT, atol=1e-4)
    assert played_at(PRINT[:0], 25 / 24).shape == (0, BANDS)


@pytest.mark.parametrize("part", [1, 700, 5000, len(SOUND)])
def test_parts_make_the_print_of_the_whole(part: int) -> None:
    printer, sound = SoundPrinter(), SOUND[: 40 * part]
    for first in range(0, len(sound), part):
        printer.add(sound[first : first + part])
    np.testing.assert_allclose(printer.finish(), soundprint(sound), atol=1e-6)
