"""Light tells black, white, shot changes, fades and dissolves apart."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.light import COLUMNS, FIELDS, LIGHT, REACHES, cut_columns, light_of

BLACK, WHITE, LEVEL, CONTRAST, BEFORE, AFTER = range(6)
PACE = 6
SINCE, UNTIL, FADING_OUT, FADING_IN, DISSOLVE = range(PACE + len(REACHES), COLUMNS)


def pictures(count: int, seed: int = 0) -> Floats:
    """Pictures that have nothing in common."""
    return np.random.default_rng(seed).uniform(0.05, 0.95, (count, LIGHT))


def shots(*lengths: int) -> Floats:
    """Pictures that stand for some rows each."""
    return np.repeat(pictures(len(lengths)), lengths, axis=0)


def test_each_field_has_its_mean() -> None:
    rows, columns = FIELDS
    grey = np.zeros((2, 5 * rows + 3, 7 * columns + 2), np.float32)
    grey[1] = 255
    grey[0, : 5 * rows // 2] = 102
    lights = light_of(grey).reshape(2, rows, columns)
    assert lights[0, 0] == pytest.approx(0.4)
    assert lights[0, -1] == pytest.approx(0)
    assert lights[1] == pytest.approx(1)


def test_the_fields_are_not_turned_round() -> None:
    grey = np.zeros((1, 40, 80), np.float32)
    grey[0, 30:, :10] = 255  # lower left
    assert np.flatnonzero(light_of(grey)[0]).tolist() == [3 * FIELDS[1]]


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_there_is_a_row_for_each_picture(count: int) -> None:
    columns = cut_columns(pictures(count))
    assert columns.shape == (count, COLUMNS)
    assert columns.dtype == np.float32
    assert np.isfinite(columns).all()


def test_black_and_white_are_told_from_what_shows_something() -> None:
    lights = np.stack([np.zeros(LIGHT), np.ones(LIGHT), np.full(LIGHT, 0.5), pictures(1)[0]])
    told = cut_columns(lights)
    assert told[:, BLACK] == pytest.approx([1, 0, 0, 0])
    assert told[:, WHITE] == pytest.approx([0, 1, 0, 0])
    assert told[3, CONTRAST] > 0.1 > told[:3, CONTRAST].max()


def test_shots_change_where_light_does() -> None:
    told = cut_columns(shots(6, 4, 8))
    assert np.flatnonzero(told[:, BEFORE] > 0.5).tolist() == [6, 10]
    assert np.flatnonzero(told[:, AFTER] > 0.5).tolist() == [5, 9]
    assert np.flatnonzero(told[:, SINCE] == 1).tolist() == [6, 10]
    assert told[0, SINCE] == told[-1, UNTIL] == 0
    assert (np.diff(told[:6, UNTIL]) > 0).all()


def test_quick_shots_have_a_higher_pace() -> None:
    told = cut_columns(shots(*[2] * 20, *[20] * 2))
    quick, slow = told[:40], told[50:]
    assert quick[:, PACE].min() > slow[:, PACE].max()


@pytest.mark.parametrize("to", [0.0, 1.0])
def test_fades_go_to_and_come_from_one_light(to: float) -> None:
    one, other = pictures(2)
    shares = np.array([1, 1, 0.7, 0.3, 0])[:, None]
    out, into = shares * one + (1 - shares) * to, shares[::-1] * other + (1 - shares[::-1]) * to
    told = cut_columns(np.concatenate([out, into]))
    assert (told[[2, 3], FADING_OUT] > 0.1).all()
    assert (told[[6, 7], FADING_IN] > 0.1).all()
    assert told[[0, 1, 8, 9], FADING_OUT] == pytest.approx(0, abs=0.05)


def test_a_dissolve_lies_between_two_shots_and_a_cut_does_not() -> None:
    one, other = pictures(2)
    dissolve = cut_columns(np.stack([one, one, 0.5 * one + 0.5 * other, other, other]))
    assert np.argmax(dissolve[:, DISSOLVE]) == 2
    assert dissolve[2, DISSOLVE] > 0.5
    assert cut_columns(shots(3, 1, 3))[:, DISSOLVE].max() < 0.2  # a third shot between two
    assert cut_columns(np.repeat(one[None], 5, axis=0))[:, DISSOLVE].max() == pytest.approx(0)


def test_a_darker_episode_is_the_same_to_the_level() -> None:
    lights = 0.4 + 0.3 * pictures(30)
    np.testing.assert_allclose(cut_columns(lights)[:, LEVEL], cut_columns(lights - 0.2)[:, LEVEL], atol=1e-6)
