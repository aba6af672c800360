"""What is sought in an episode, and how much of it has to be read for that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intromark.segment import Label
from intromark.span import Span

TAIL = 300.0
"""Seconds before the end of a video in which an episode alone is searched for credits."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought.

    Attributes:
        labels: At least one, in the order of `Label`, each once.
        search: Seconds from the start within which an intro begins; None is anywhere.
    """

    labels: tuple[Label, ...] = (Label.INTRO,)
    search: float | None = None

    def __post_init__(self) -> None:
        """Check that there is something."""
        if not self.labels or self.labels != tuple(label for label in Label if label in self.labels):
            raise ValueError(f"labels must be some of {tuple(Label)} in this order, got {self.labels}")

    @classmethod
    def of(cls, labels: Iterable[Label], search: float | None) -> Sought:
        """Labels in any order."""
        wanted = set(labels)
        return cls(tuple(label for label in Label if label in wanted), search)

    @property
    def read(self) -> float | None:
        """Seconds from the start that are read; None is all: credits are at the end, and a recap tells of anything."""
        return self.search if self.labels == (Label.INTRO,) else None

    def part(self, label: Label, duration: float) -> Span:
        """Where a model looks for a label in a video of so many seconds: one part, where the two would meet."""
        reach = duration if self.search is None else min(self.search, duration)
        if duration - TAIL <= reach:
            return Span(0.0, duration)
        return Span(duration - TAIL, duration) if label is Label.CREDITS else Span(0.0, reach)

    @property
    def recurring(self) -> tuple[Label, ...]:
        """What is found by what recurs; a recap is found beside the intro, and tells again what does not recur."""
        wanted = {Label.INTRO if label is Label.RECAP else label for label in self.labels}
        return tuple(label for label in Label if label in wanted)


ANY_INTRO = Sought()
