import math

import numpy as np
import pytest

from intromark.metrics import (
    Bin,
    Tally,
    always,
    calibration_by_chance,
    calibration_error,
    everything,
    is_right,
    macro,
    median_span,
    reliability,
    tally,
)
from intromark.span import Span


def drawn(line: str) -> Span | None:
    """The span of `#` in a line with one character a second; None where there is none."""
    return Span(line.index("#"), line.rindex("#") + 1) if "#" in line else None


@pytest.mark.parametrize(
    ("truth", "answer", "expected"),
    [
        pytest.param(
            "...#####..",
            "...#####..",
            Tally(intros=1, hits=1, start_errors=(0,), end_errors=(0,), iou=1),
            id="exact",
        ),
        pytest.param(
            "...#####..",
            "....####..",
            Tally(intros=1, hits=1, missed=1, start_errors=(1,), end_errors=(0,), iou=4 / 5),
            id="late start misses a second of intro",
        ),
        pytest.param(
            "...#####..",
            "...######.",
            Tally(
                intros=1, hits=1, skipped=1, worst_skipped=1, start_errors=(0,), end_errors=(1,), iou=5 / 6
            ),
            id="late end skips a second of story",
        ),
        pytest.param(
            "..####....",
            "####......",
            Tally(intros=1, skipped=2, worst_skipped=2, missed=2, iou=1 / 3),
            id="a third is no hit and has no edges",
        ),
        pytest.param(
            "..####....",
            "..##......",
            Tally(intros=1, hits=1, missed=2, start_errors=(0,), end_errors=(-2,), iou=1 / 2),
            id="exactly half is a hit",
        ),
        pytest.param(
            "###.......",
            ".......###",
            Tally(intros=1, skipped=3, worst_skipped=3, missed=3),
            id="elsewhere",
        ),
        pytest.param("..####....", "..........", Tally(intros=1, missed=4), id="not found"),
        pytest.param(
            "..........",
            "..####....",
            Tally(without=1, false_intros=1, skipped=4, worst_skipped=4),
            id="false intro",
        ),
        pytest.param("..........", "..........", Tally(without=1), id="rightly none"),
    ],
)
def test_one_episode(truth: str, answer: str, expected: Tally) -> None:
    assert tally(drawn(truth), drawn(answer)) == expected


def test_tallies_add() -> None:
    one = tally(Span(0, 10), Span(1, 12))
    other = tally(None, Span(0, 5))
    total = one + other + tally(Span(3, 5), None)
    assert (total.intros, total.hits, total.without, total.false_intros) == (2, 1, 1, 1)
    assert (total.skipped, total.worst_skipped, total.missed) == (7, 5, 3)
    assert (total.start_errors, total.end_errors) == ((1,), (2,))
    assert sum([one, other], Tally()) == one + other == other + one


def test_figures_of_hits() -> None:
    total = sum(
        [
            tally(Span(10, 20), Span(10, 20.5)),
            tally(Span(10, 20), Span(9, 23)),
            tally(Span(10, 20), None),
            tally(None, Span(1, 2)),
            tally(None, None),
        ],
        Tally(),
    )
    assert total.episodes == 5
    assert total.hit_rate() == pytest.approx(2 / 3)
    assert total.false_rate() == 0.5
    assert total.median_edge() == 0.75
    assert total.worst_edge() == 3
    assert total.mean_iou() == pytest.approx((10 / 10.5 + 10 / 14) / 3)


@pytest.mark.parametrize(
    ("tolerance", "share"), [(0, 1 / 6), (0.1, 1 / 6), (0.5, 2 / 6), (1, 3 / 6), (3, 4 / 6)]
)
def test_edges_within_count_a_miss_as_two_unmet(tolerance: float, share: float) -> None:
    total = tally(Span(10, 20), Span(10, 20.5)) + tally(Span(10, 20), Span(9, 23)) + tally(Span(10, 20), None)
    assert total.edges_within(tolerance) == pytest.approx(share)


def test_a_figure_of_nothing_is_nan() -> None:
    for figure in (Tally.hit_rate, Tally.false_rate, Tally.median_edge, Tally.worst_edge, Tally.mean_iou):
        assert math.isnan(figure(Tally()))
    assert math.isnan(Tally().edges_within(1))
    assert math.isnan(calibration_error([]))
    assert math.isnan(macro([Tally(without=3)], Tally.hit_rate))


def test_macro_counts_every_show_the_same() -> None:
    large, small = Tally(intros=100, hits=100), Tally(intros=2, hits=1)
    assert macro([large, small, Tally(without=1)], Tally.hit_rate) == 0.75
    assert (large + small).hit_rate() == pytest.approx(101 / 102)


@pytest.mark.parametrize(
    ("truth", "answer", "right"),
    [
        ("..####....", "..###.....", True),
        ("..####....", "..#.......", False),
        ("..####....", "..........", False),
        ("..........", "..####....", False),
        ("..........", "..........", True),
    ],
)
def test_what_is_right(truth: str, answer: str, right: bool) -> None:
    assert is_right(drawn(truth), drawn(answer)) is right


def test_reliability() -> None:
    bins = reliability([0.05, 0.9375, 0.9625, 1.0, 0.9], [False, True, True, False, True], bins=10)
    assert bins == [Bin(1, 0.05, 0), Bin(4, 0.95, 0.75)]
    assert calibration_error(bins) == pytest.approx((0.05 + 4 * 0.2) / 5)


def test_a_calibrated_answer_has_no_error() -> None:
    bins = reliability([0.75] * 4 + [0.0, 1.0], [True, True, True, False, False, True])
    assert calibration_error(bins) == 0


@pytest.mark.parametrize(
    ("confidences", "right", "bins"),
    [([0.5, 0.5], [True], 10), ([1.1], [True], 10), ([math.nan], [True], 10), ([0.5], [True], 0)],
)
def test_reliability_refuses(confidences: list[float], right: list[bool], bins: int) -> None:
    with pytest.raises(ValueError, match=r"need|zip"):
        reliability(confidences, right, bins)


def test_always_ends_with_the_episode() -> None:
    assert always(100) == Span(5, 15)
    assert always(12) == Span(5, 12)
    assert always(4) is None


def test_everything_finds_all_and_skips_the_story() -> None:
    counted = tally(Span(20, 50), everything(100))
    assert (counted.missed, counted.skipped, counted.hits) == (0, 70, 0)


def test_median_of_the_others() -> None:
    assert median_span([Span(0, 10), Span(5, 20), Span(50, 90)]) == Span(5, 20)
    assert median_span([Span(0, 10), None]) is None
    assert median_span([Span(0, 10), None, Span(2, 12)]) == Span(1, 11)
    assert median_span([]) is None


@pytest.mark.parametrize(("count", "share"), [(1, 0.5), (7, 0.3), (40, 0.95), (5, 0.2), (900, 0.71)])
def test_exact_confidence_is_off_by_chance(count: int, share: float) -> None:
    drawn = np.random.default_rng(0).binomial(count, share, 40000)
    expected = np.abs(drawn / count - share).mean()
    bins = [Bin(count, share, 0.0)]
    assert calibration_by_chance(bins) == pytest.approx(expected, rel=0.03)


def test_certain_answers_are_never_off_by_chance() -> None:
    bins = [Bin(5, 1.0, 1.0), Bin(5, 0.0, 0.0)]
    assert calibration_by_chance(bins) == 0
    assert math.isnan(calibration_by_chance([]))
