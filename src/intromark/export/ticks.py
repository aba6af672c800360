"""Segments on a player's clock: whole ticks, inside the video, never empty."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from intromark.detection import Detection
from intromark.segment import Label


@dataclass(frozen=True, slots=True)
class Span:
    """A segment [start, end) in ticks.

    Attributes:
        start: Ticks from the first video frame, >= 0.
        end: Ticks, > start and <= the duration.
        label: What the span is.
    """

    start: int
    end: int
    label: Label


def _ticks(seconds: float, ticks_per_second: int, rounding: str) -> int:
    # In decimals, as 1.001 * 1000 is a little under 1001 in binary, and its floor a millisecond short.
    exact = Decimal(repr(float(seconds))) * ticks_per_second
    return int(exact.to_integral_value(rounding))


def duration_ticks(detection: Detection, ticks_per_second: int) -> int:
    """The duration in whole ticks, rounded down so that nothing ends after the video."""
    return _ticks(detection.duration, ticks_per_second, ROUND_FLOOR)


def spans(detection: Detection, ticks_per_second: int) -> tuple[Span, ...]:
    """The segments with their edges rounded to the nearest tick.

    Args:
        detection: Its segments may be shorter than a tick, and may end after its duration.
        ticks_per_second: 1000 for milliseconds.

    Returns:
        In time order and disjoint (they may touch), each at least a tick long; a segment for which no tick is
        left before the end of the video is dropped.
    """
    limit = duration_ticks(detection, ticks_per_second)
    found: list[Span] = []
    previous_end = 0
    for segment in detection.segments:
        start = max(_ticks(segment.start, ticks_per_second, ROUND_HALF_EVEN), previous_end)
        end = min(max(_ticks(segment.end, ticks_per_second, ROUND_HALF_EVEN), start + 1), limit)
        if start < end:
            found.append(Span(start, end, segment.label))
            previous_end = end
    return tuple(found)
