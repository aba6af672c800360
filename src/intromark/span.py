"""Arithmetic of spans of time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """[start, end) in seconds of one episode; start may be negative where it stands before the first frame."""

    start: float
    end: float

    def __post_init__(self) -> None:
        """Check the order."""
        if not self.start < self.end:
            raise ValueError(f"need start < end, got [{self.start}, {self.end})")

    @property
    def length(self) -> float:
        """Seconds."""
        return self.end - self.start

    def overlap(self, other: Span) -> float:
        """Seconds that both cover."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))

    def iou(self, other: Span) -> float:
        """Overlap over union, in [0, 1]."""
        shared = self.overlap(other)
        return shared / (self.length + other.length - shared)

    def gap(self, other: Span) -> float:
        """Seconds between the two; negative when they overlap."""
        return max(self.start, other.start) - min(self.end, other.end)

    def join(self, other: Span) -> Span:
        """The shortest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def shift(self, seconds: float) -> Span:
        """The same, later."""
        return Span(self.start + seconds, self.end + seconds)

    def widen(self, seconds: float) -> Span:
        """The same, longer at both ends."""
        return Span(self.start - seconds, self.end + seconds)
