"""A curve of scores -> the spans in which it is high, and the one of them that is best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intromark.arrays import Floats
from intromark.span import Span


@dataclass(frozen=True, slots=True)
class SpanRule:
    """When a span starts and ends.

    Attributes:
        onset: Score in [0, 1] at which a span starts.
        offset: Score below which it ends; at most the onset.
        bridge: Seconds: a shorter gap between two spans does not part them.
        shortest: Seconds: a shorter span is none.
        longest: Seconds: a longer span is no intro.
    """

    onset: float = 0.5
    offset: float = 0.5
    bridge: float = 3.0
    shortest: float = 2.0
    longest: float = 120.0

    def __post_init__(self) -> None:
        """Check the order."""
        if not 0 <= self.offset <= self.onset <= 1:
            raise ValueError(f"need 0 <= offset <= onset <= 1, got {self.offset} and {self.onset}")
        if not 0 < self.shortest < self.longest or self.bridge < 0:
            raise ValueError(f"lengths must be positive and in order, got {self}")


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """A span, and how high the curve is in it.

    Attributes:
        span: Where it is.
        score: Mean of the curve over the span, in [0, 1].
    """

    span: Span
    score: float


def spans_above(scores: Floats, rule: SpanRule, rate: float = 1.0) -> list[ScoredSpan]:
    """Threshold a curve with hysteresis, bridge short gaps, drop what is too short or too long.

    Args:
        scores: (T,) in [0, 1]; scores[i] covers the seconds [i, i + 1) / rate.
        rule: Thresholds, and lengths in seconds.
        rate: Scores a second.

    Returns:
        Spans in order of time, disjoint, inside [0, T / rate); empty when nothing reaches the onset.

    Raises:
        ValueError: The scores are not one-dimensional, or hold NaN.

    Source:
        Gelly & Gauvain, Minimum word error training of RNN-based voice activity detection, Interspeech 2015.
    """
    if scores.ndim != 1 or np.isnan(scores).any():
        raise ValueError(f"scores must be numbers of shape (T,), not {scores.shape} or NaN")
    found: list[Span] = []
    for first, last in _runs(scores, rule):
        span = Span(first / rate, last / rate)
        if found and found[-1].gap(span) < rule.bridge:
            span = found.pop().join(span)
        found.append(span)
    return [
        ScoredSpan(span, float(scores[round(span.start * rate) : round(span.end * rate)].mean()))
        for span in found
        if rule.shortest <= span.length <= rule.longest
    ]


def best_scored(scores: Floats, rule: SpanRule, rate: float = 1.0) -> ScoredSpan | None:
    """The span with the most expected seconds of intro, its length times its score; None where there is none.

    Arguments and errors are those of `spans_above`.
    """
    found = spans_above(scores, rule, rate)
    return max(found, key=lambda one: one.span.length * one.score, default=None)


def _runs(scores: Floats, rule: SpanRule) -> list[tuple[int, int]]:
    """First and behind-last index of each run that starts at the onset and goes on to below the offset."""
    # What the state becomes at each index, where that is decided; else it stays what it was.
    starts, ends = scores >= rule.onset, scores < rule.offset
    decided = np.maximum.accumulate(np.where(starts | ends, np.arange(len(scores)), -1))
    inside = (decided >= 0) & starts[decided] if len(scores) else starts
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
