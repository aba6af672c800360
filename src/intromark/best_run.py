"""A curve of probabilities -> the span for which it speaks most, or none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.diagonals import best_stretch
from intromark.span import Span

MOST = 4.0  # nats that one moment says for or against: none outweighs all others
STEP = 0.5  # nats by which the level is raised while a span is too long


@dataclass(frozen=True, slots=True)
class SpanRule:
    """What a span must be.

    Attributes:
        level: Log-odds above which a moment speaks for it, and below which against it.
        evidence: Least sum of all that speaks for it, less what speaks against: nats x seconds, > 0.
        shortest: Seconds: a shorter span is none.
        longest: Seconds: a longer span is no intro.
    """

    level: float = 0.0
    evidence: float = 1.0
    shortest: float = 2.0
    longest: float = 120.0

    def __post_init__(self) -> None:
        """Check the order."""
        if not (abs(self.level) < MOST and self.evidence > 0):
            raise ValueError(f"need a level within {MOST} of 0 and evidence > 0, got {self}")
        if not 0 < self.shortest < self.longest:
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


def best_scored(scores: Floats, rule: SpanRule, rate: float = 1.0) -> ScoredSpan | None:
    """The span with the largest sum of log-odds above the level; None where none has evidence enough.

    A short dip costs less than the span would lose by ending there, so that a shot which looks like the story does not
    part an intro.

    Args:
        scores: (T,) in [0, 1]; scores[i] covers the seconds [i, i + 1) / rate.
        rule: What it must be.
        rate: Scores a second.

    Raises:
        ValueError: The scores are not one-dimensional, or hold NaN.
    """
    if scores.ndim != 1 or np.isnan(scores).any():
        raise ValueError(f"scores must be numbers of shape (T,), not {scores.shape} or NaN")
    nats = log_odds(scores)
    for level in np.arange(rule.level, MOST, STEP):
        best = best_stretch((nats - level) / rate)
        if best.score < rule.evidence:
            return None
        length = (best.end - best.start) / rate
        if length <= rule.longest:
            inside = scores[best.start : best.end]
            span = Span(best.start / rate, best.end / rate)
            return ScoredSpan(span, float(inside.mean())) if length >= rule.shortest else None
    return None


def log_odds(scores: Floats, most: float = MOST) -> NDArray[np.float64]:
    """Of probabilities, within `most` of 0."""
    least = 1 / (1 + np.exp(most))
    inside = np.clip(np.asarray(scores, np.float64), least, 1 - least)
    return np.asarray(np.log(inside / (1 - inside)))
