"""Curves of scores are cut into spans."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.hysteresis import ScoredSpan, SpanRule, best_scored, spans_above
from intromark.span import Span

EXACT = {"bridge": 0.0, "shortest": 1.0}

# second            0    1    2    3    4    5    6    7
SCORES = np.array([0.1, 0.9, 0.8, 0.4, 0.4, 0.9, 0.2, 0.1])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param({}, [(1, 3), (5, 6)], id="one threshold parts at the dip"),
        pytest.param({"offset": 0.3}, [(1, 6)], id="hysteresis goes on over the dip"),
        pytest.param({"offset": 0.0}, [(1, 8)], id="offset 0 never ends a span"),
        pytest.param({"onset": 0.85, "offset": 0.85}, [(1, 2), (5, 6)], id="a higher threshold"),
        pytest.param({"onset": 0.95}, [], id="nothing reaches the onset"),
        pytest.param({"bridge": 2.5}, [(1, 6)], id="a gap is bridged"),
        pytest.param({"bridge": 2.0}, [(1, 3), (5, 6)], id="a gap as long as the bridge is not"),
        pytest.param({"shortest": 2.0}, [(1, 3)], id="too short"),
        pytest.param({"longest": 1.5}, [(5, 6)], id="too long"),
        pytest.param({"bridge": 2.5, "shortest": 4.0}, [(1, 6)], id="bridged before it is measured"),
    ],
)
def test_spans(rule: dict[str, float], expected: list[tuple[float, float]]) -> None:
    found = spans_above(SCORES, SpanRule(**{**EXACT, **rule}))
    assert [(one.span.start, one.span.end) for one in found] == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([], []), ([0.9], [(0, 1)]), ([0.9, 0.1], [(0, 1)]), ([0.1, 0.9], [(1, 2)]), ([0.6] * 4, [(0, 4)])],
)
def test_spans_at_the_ends(scores: list[float], expected: list[tuple[float, float]]) -> None:
    found = spans_above(np.array(scores), SpanRule(**EXACT))
    assert [(one.span.start, one.span.end) for one in found] == expected


def test_two_scores_a_second() -> None:
    (first, second) = spans_above(SCORES, SpanRule(bridge=0.0, shortest=0.5), rate=2.0)
    assert (first.span, second.span) == (Span(0.5, 1.5), Span(2.5, 3.0))
    assert first.score == pytest.approx(0.85)


def test_the_best_has_most_expected_seconds() -> None:
    scores = np.array([0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.6, 0.6, 0.6, 0.6, 0.0])
    best = best_scored(scores, SpanRule())
    assert best is not None
    assert best.span == Span(6, 10)
    assert best.score == pytest.approx(0.6)
    assert best_scored(scores, SpanRule(onset=0.7, offset=0.7)) == ScoredSpan(Span(1, 3), 1.0)
    assert best_scored(scores * 0.1, SpanRule()) is None


@pytest.mark.parametrize("scores", [np.zeros((2, 2)), np.array([0.1, np.nan])])
def test_what_is_no_curve(scores: np.ndarray) -> None:
    with pytest.raises(ValueError, match="scores must be"):
        spans_above(scores, SpanRule())


@pytest.mark.parametrize("rule", [{"onset": 0.2}, {"onset": 1.2}, {"shortest": 0.0}, {"bridge": -1.0}])
def test_what_is_no_rule(rule: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"offset|lengths"):
        SpanRule(**rule)
