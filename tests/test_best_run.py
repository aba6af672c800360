"""Curves of scores become one span, or none."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.best_run import MOST, ScoredSpan, SpanRule, best_scored, log_odds

# second            0    1    2    3    4    5    6    7
SCORES = np.array([0.1, 0.9, 0.8, 0.4, 0.4, 0.9, 0.2, 0.1])
LONG = np.concatenate([np.full(50, 0.1), np.full(100, 0.6), np.full(60, 0.9), np.full(50, 0.1)])


def told(found: ScoredSpan | None) -> tuple[float, float, float] | None:
    return (found.span.start, found.span.end, round(found.score, 4)) if found else None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param({}, (1, 6), id="a dip is bridged where it costs less"),
        pytest.param({"level": 1.2}, (1, 3), id="a higher level parts there"),
        pytest.param({"level": -3.0}, (0, 8), id="a low level takes all"),
        pytest.param({"evidence": 6.0}, None, id="too little evidence"),
        pytest.param({"shortest": 5.5}, None, id="too short"),
        pytest.param({"longest": 3.0}, (1, 3), id="too long: the level is raised"),
    ],
)
def test_the_span(rule: dict[str, float], expected: tuple[float, float] | None) -> None:
    found = best_scored(SCORES, SpanRule(**rule))
    assert (found and (found.span.start, found.span.end)) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([], None), ([0.9], None), ([0.9, 0.9], (0, 2)), ([0.1, 0.9, 0.9], (1, 3)), ([0.6] * 4, (0, 4))],
)
def test_spans_at_the_ends(scores: list[float], expected: tuple[float, float] | None) -> None:
    found = best_scored(np.array(scores), SpanRule())
    assert (found and (found.span.start, found.span.end)) == expected


def test_two_scores_a_second() -> None:
    found = best_scored(SCORES, SpanRule(level=1.2, shortest=0.5, evidence=0.5), rate=2.0)
    assert told(found) == (0.5, 1.5, 0.85)
    assert told(best_scored(np.repeat(SCORES, 2), SpanRule(), rate=2.0)) == told(
        best_scored(SCORES, SpanRule())
    )


def test_what_is_too_long_is_cut_to_its_best_part() -> None:
    assert told(best_scored(LONG, SpanRule(longest=200))) == (50, 210, 0.7125)
    assert told(best_scored(LONG, SpanRule(longest=100))) == (150, 210, 0.9)


def test_no_moment_outweighs_all_others() -> None:
    assert log_odds(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([-MOST, 0, MOST])
    sure = np.full(30, 0.3)
    sure[10] = 1.0
    assert best_scored(sure, SpanRule()) is None


@pytest.mark.parametrize("scores", [np.zeros((2, 2)), np.array([0.5, np.nan])])
def test_what_is_no_curve(scores: np.ndarray) -> None:
    with pytest.raises(ValueError, match="shape"):
        best_scored(scores, SpanRule())


@pytest.mark.parametrize(
    "rule", [{"level": 4.0}, {"evidence": 0.0}, {"shortest": 0.0}, {"shortest": 9.0, "longest": 5.0}]
)
def test_rules_that_cannot_be(rule: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"level|lengths"):
        SpanRule(**rule)
