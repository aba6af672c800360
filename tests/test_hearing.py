"""What kind of sound is heard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from intromark import hearing
from intromark.arrays import Floats
from intromark.compose.sounds.music import music
from intromark.compose.sounds.voice import RATE, speech
from intromark.hearing import heard
from intromark.sound_signal import LEVEL, MUSIC, SPEECH, WIDTH
from intromark.soundprint import SOUND_RATE, STEP_RATE, mel_power


def at_sound_rate(sound: Floats) -> Floats:
    return np.asarray(sound.reshape(-1, RATE // SOUND_RATE).mean(axis=1), np.float32)


def power_of(make: object, seconds: int = 24, level: float = 0.2) -> Floats:
    sounds = [at_sound_rate(make(seed, 8.0)[: 8 * RATE]) for seed in range(seconds // 8)]  # type: ignore[operator]
    return mel_power(level * np.concatenate(sounds))


def test_a_row_a_step() -> None:
    rows = heard(power_of(music))
    assert rows.shape == (24 * STEP_RATE, WIDTH)
    assert rows.dtype == np.float32
    assert ((rows[:, :LEVEL] >= 0) & (rows[:, :LEVEL] <= 1)).all()


def test_no_sound_has_no_rows() -> None:
    assert heard(np.zeros((0, 32), np.float32)).shape == (0, WIDTH)


def test_music_and_speech_are_told_apart() -> None:
    played, said = heard(power_of(music)), heard(power_of(speech))
    assert played[:, MUSIC].mean() > 0.9
    assert said[:, MUSIC].mean() < 0.75
    assert said[:, SPEECH].mean() > 0.5
    assert played[:, SPEECH].mean() < 0.2


def test_silence_is_neither_and_its_level_the_lowest() -> None:
    rows = heard(np.zeros((80, 32), np.float32))
    assert rows[:, :LEVEL].max() < 0.2
    np.testing.assert_allclose(rows[:, LEVEL], -8, atol=1e-4)


def test_ten_times_the_amplitude_is_two_bel_more() -> None:
    power = power_of(music)
    np.testing.assert_allclose(heard(100 * power)[:, LEVEL] - heard(power)[:, LEVEL], 2, atol=0.05)


def test_a_long_sound_in_parts_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    power = power_of(music)
    whole = heard(power)
    monkeypatch.setattr(hearing, "AT_ONCE", 50)
    np.testing.assert_allclose(heard(power)[:, :LEVEL], whole[:, :LEVEL], atol=0.02)


def test_the_network_is_in_the_package() -> None:
    assert Path(hearing.NETWORK).stat().st_size < 1_000_000
