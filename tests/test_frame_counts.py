"""Counts of frames and the precision-recall curve, against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from intromark.frame_counts import FrameCounts, average_precision, count_frames, frames_in, precision_recall
from intromark.span import Span


def drawn(line: str) -> np.ndarray:
    """True where a line has `#`, one character a frame."""
    return np.array([character == "#" for character in line])


@pytest.mark.parametrize(
    ("intro", "expected"),
    [
        ((2, 4), [2, 3]),
        ((1.5, 3.5), [1, 2]),
        ((1.6, 3.4), [2]),
        ((-1, 1), [0]),
        ((4, 9), [4]),
        ((1.6, 2.4), []),
    ],
)
def test_frames_of_a_span(intro: tuple[float, float], expected: list[int]) -> None:
    assert np.flatnonzero(frames_in(Span(*intro), 5, 1.0)).tolist() == expected


def test_counts_and_figures() -> None:
    counts = count_frames(drawn("..####...."), drawn("...####..."))
    assert counts == FrameCounts(hits=3, false=1, missed=1, rest=5)
    assert counts.frames == 10
    assert counts.accuracy() == 0.8
    assert counts.precision() == counts.recall() == counts.f1() == 0.75
    assert counts + FrameCounts(hits=1) == FrameCounts(4, 1, 1, 5)


def test_frames_may_count_several_times() -> None:
    counts = count_frames(drawn("##.."), drawn("#.#."), np.array([1, 2, 3, 4]))
    assert counts == FrameCounts(hits=1, false=3, missed=2, rest=4)


def test_a_figure_of_no_frames_is_nan() -> None:
    none = FrameCounts()
    assert all(math.isnan(figure) for figure in (none.accuracy(), none.precision(), none.recall(), none.f1()))
    silent = FrameCounts(missed=2, rest=8)
    assert math.isnan(silent.precision())
    assert (silent.recall(), silent.f1(), silent.accuracy()) == (0, 0, 0.8)


def test_counting_refuses_unlike_lengths() -> None:
    with pytest.raises(ValueError, match="shape"):
        count_frames(drawn("##"), drawn("###"))


def test_the_precision_recall_curve() -> None:
    curve = precision_recall(np.array([0.9, 0.8, 0.8, 0.1]), np.array([1, 0, 1, 0]))
    assert curve.thresholds.tolist() == [0.9, 0.8, 0.1]
    assert curve.precision.tolist() == pytest.approx([1, 2 / 3, 1 / 2])
    assert curve.recall.tolist() == pytest.approx([0.5, 1, 1])


@pytest.mark.parametrize(
    ("scores", "targets", "expected"),
    [
        pytest.param([4, 3, 2, 1], [1, 1, 0, 0], 1.0, id="all first"),
        pytest.param([4, 3, 2, 1], [0, 0, 1, 1], (1 / 3 + 1 / 2) / 2, id="all last"),
        pytest.param([4, 3, 2, 1], [1, 0, 1, 0], (1 + 2 / 3) / 2, id="mixed"),
        pytest.param([1, 1, 1, 1], [1, 0, 0, 0], 0.25, id="one score is the prevalence, in any order"),
        pytest.param([1, 1, 1, 1], [0, 0, 0, 1], 0.25, id="one score is the prevalence, in another order"),
    ],
)
def test_average_precision(scores: list[float], targets: list[float], expected: float) -> None:
    assert average_precision(np.array(scores, float), np.array(targets, float)) == pytest.approx(expected)


def test_average_precision_without_an_intro() -> None:
    assert math.isnan(average_precision(np.ones(3), np.zeros(3)))
    assert math.isnan(average_precision(np.ones(0), np.zeros(0)))
