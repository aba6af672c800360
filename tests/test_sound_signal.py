"""What is told of the sound."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.sound_signal import COLUMNS, LEVEL, MUSIC, SPEECH, WIDTH, sound_columns
from intromark.soundprint import STEP_RATE

SECONDS = np.arange(60, dtype=np.float64)


def episode(seconds: int = 60) -> Floats:
    """Somebody talks; from 20 to 35 s there is music and nobody does."""
    sounds = np.zeros((seconds * STEP_RATE, WIDTH), np.float32)
    sounds[:, SPEECH] = 0.9
    sounds[:, LEVEL] = -2
    theme = slice(20 * STEP_RATE, 35 * STEP_RATE)
    sounds[theme, SPEECH], sounds[theme, MUSIC], sounds[theme, LEVEL] = 0.0, 1.0, -1
    return sounds


def test_each_second_has_its_own_sound() -> None:
    columns = sound_columns(episode(), SECONDS)
    assert columns.shape == (60, COLUMNS)
    assert columns.dtype == np.float32
    np.testing.assert_allclose(columns[:20, SPEECH], 0.9, atol=1e-6)
    np.testing.assert_allclose(columns[20:35, MUSIC], 1)
    assert not columns[35:, MUSIC].any()


def test_a_run_without_talk_is_known_in_all_of_its_seconds() -> None:
    talk_free = sound_columns(episode(), SECONDS)[:, 9:13]
    inside = slice(21, 34)
    np.testing.assert_allclose(talk_free[inside, 0], np.log1p(15) / 4, atol=0.03)
    np.testing.assert_allclose(talk_free[inside, 1], 1)
    assert (np.diff(talk_free[inside, 2]) < 0).all(), "farther from its beginning"
    assert (np.diff(talk_free[inside, 3]) > 0).all(), "nearer to its end"
    assert not talk_free[:18].any()


def test_one_word_over_the_theme_does_not_part_it() -> None:
    sounds = episode()
    sounds[25 * STEP_RATE : 25 * STEP_RATE + 4, SPEECH] = 1
    free = sound_columns(sounds, SECONDS)[:, 10]
    np.testing.assert_allclose(free[21:34], 1)


def test_where_there_is_no_sound_it_is_said() -> None:
    columns = sound_columns(np.zeros((0, WIDTH), np.float32), SECONDS)
    np.testing.assert_array_equal(columns[:, -1], 1)
    assert not columns[:, :-1].any()
    shorter = sound_columns(episode(40), SECONDS)
    np.testing.assert_array_equal(shorter[:, -1], SECONDS >= 40)


def test_silence_is_no_pause_in_the_talk() -> None:
    sounds = episode()
    sounds[40 * STEP_RATE : 50 * STEP_RATE] = 0
    sounds[40 * STEP_RATE : 50 * STEP_RATE, LEVEL] = -8
    columns = sound_columns(sounds, SECONDS)
    np.testing.assert_array_equal(columns[41:49, -2], 1)
    assert not columns[41:49, 9:13].any()


def test_louder_as_a_whole_is_the_same() -> None:
    louder = episode()
    louder[:, LEVEL] += 1
    np.testing.assert_allclose(sound_columns(louder, SECONDS), sound_columns(episode(), SECONDS), atol=1e-5)


def test_what_was_not_read_is_no_sound_and_changes_nothing_else() -> None:
    sounds = episode()
    sounds[: 10 * STEP_RATE] = sounds[50 * STEP_RATE :] = np.nan
    columns, whole = sound_columns(sounds, SECONDS), sound_columns(episode(), SECONDS)
    assert not columns[:10, :-1].any()
    assert not columns[50:, :-1].any()
    np.testing.assert_array_equal(columns[:, -1], [*[1] * 10, *[0] * 40, *[1] * 10])
    np.testing.assert_allclose(columns[15:45], whole[15:45], atol=1e-5)


def test_other_rows_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(S, 4\)"):
        sound_columns(np.zeros((10, 3), np.float32), SECONDS)
