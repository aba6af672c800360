"""A marked span as servers have it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intromark.segment import Label, Segment

SAME = 1  # milliseconds by which a mark may differ and still be the same: servers round


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A span of an episode.

    Attributes:
        start: Milliseconds, >= 0.
        end: Milliseconds, > start; None where the server knows a start only.
        label: What it is.
    """

    start: int
    end: int | None
    label: Label

    def __post_init__(self) -> None:
        """Refuse what is no span."""
        if self.start < 0 or (self.end is not None and self.end <= self.start):
            raise ValueError(f"need 0 <= start < end, got [{self.start}, {self.end})")

    def is_like(self, other: Mark) -> bool:
        """Whether two are the same, as far as a server can tell."""
        if self.label is not other.label or abs(self.start - other.start) > SAME:
            return False
        if self.end is None or other.end is None:
            return self.end is other.end
        return abs(self.end - other.end) <= SAME

    def without_end(self) -> Mark:
        """For a server that knows a start only."""
        return replace(self, end=None)


def mark_of(segment: Segment) -> Mark:
    """A segment in whole milliseconds, at least one long."""
    start = round(segment.start * 1000)
    return Mark(start, max(start + 1, round(segment.end * 1000)), segment.label)
