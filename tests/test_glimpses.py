"""A key frame stands for what follows, until more is known."""

import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.glimpses import STANDS_FOR, Glimpses, follow_cuts

RATE = 2.0


def keys(*numbers: float) -> Floats:
    return np.array(numbers, np.float16)[:, None]


def shown(glimpses: Glimpses) -> list[float]:
    return [float(row[0]) for row in glimpses.held().expanded()]


def test_a_key_frame_stands_until_the_next() -> None:
    assert shown(Glimpses.of_keys(np.array([0.0, 1.2]), keys(1, 2), 3.0, RATE)) == [1, 1, 1, 2, 2, 2]


def test_nothing_is_known_before_the_first_and_long_after_the_last() -> None:
    rows = shown(Glimpses.of_keys(np.array([1.0]), keys(7), 30.0, RATE))
    known = [number for number, row in enumerate(rows) if row]
    assert known[0] == 2
    assert known[-1] == pytest.approx((1 + STANDS_FOR) * RATE, abs=1)


def test_what_was_read_counts_more() -> None:
    glimpses = Glimpses.of_keys(np.array([0.0]), keys(1), 3.0, RATE).with_rows(2, keys(5, 6))
    assert shown(glimpses) == [1, 1, 5, 6, 1, 1]
    assert glimpses.seen.tolist() == [False, False, True, True, False, False]


def test_rows_beyond_the_end_are_left_out() -> None:
    assert shown(Glimpses.of_keys(np.array([0.0]), keys(1), 1.0, RATE).with_rows(1, keys(5, 6))) == [1, 5]


def test_all_may_be_known() -> None:
    glimpses = Glimpses.of_all(keys(3, 0, 4), RATE)
    assert shown(glimpses) == [3, 0, 4]
    assert glimpses.seen.all()


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="rate"):
        Glimpses(RATE, np.zeros(2), keys(1), np.zeros(3, np.bool_), keys(1, 2, 3))


@pytest.mark.parametrize(
    ("times", "follow"),
    [
        pytest.param([0, 3.1, 4.7, 9.9, 12, 20], True, id="at cuts"),
        pytest.param([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20], True, id="by the clock, and close"),
        pytest.param([0, 5, 10, 15, 20, 25], False, id="by the clock"),
        pytest.param([0, 3, 17, 20], False, id="a long gap"),
        pytest.param([0, 3, 5], False, id="none for a long time at the end"),
        pytest.param([], False, id="none"),
    ],
)
def test_whether_key_frames_show_the_shots(times: list[float], follow: bool) -> None:
    assert follow_cuts(np.array(times, float), 25.0) is follow
