"""One labelled span of an episode as it stands in a file, right or wrong, and the file it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from intromark.labels.titles import one_spelling, show_name
from intromark.segment import Label
from intromark.span import Span


@dataclass(frozen=True)
class LabelRow:
    """What is said of an episode. Only `span` and `says_none` may be believed: the times can be wrong.

    Attributes:
        id: Of the episode, and what its video is found by.
        title: As people write it: show, season, episode. May be empty.
        start: Seconds from the first video frame; None where none is said.
        end: Seconds; None where none is said.
        label: What the span is.
        show: The show's name where it is stated; empty means that the title tells it.
        split: `train`, `val`, `test`, or empty where none is stated.
        flaw: Why the row cannot be read, in words; empty where it can. `others` then has what was written.
        others: What else stands in the row; it is written again as it was.
    """

    id: str
    title: str = ""
    start: float | None = None
    end: float | None = None
    label: Label = Label.INTRO
    show: str = ""
    split: str = ""
    flaw: str = ""
    others: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def says_none(self) -> bool:
        """Whether the episode is known to have no such span."""
        return self.start is None and self.end is None and not self.flaw

    @property
    def span(self) -> Span | None:
        """The span; None where there is none, or where the row is wrong."""
        if self.wrong or self.start is None or self.end is None:
            return None
        return Span(self.start, self.end)

    @property
    def is_backward(self) -> bool:
        """Whether it starts after its end."""
        return self.start is not None and self.end is not None and self.start > self.end

    @property
    def wrong(self) -> str:
        """Why the row cannot be used, in words; empty where it can."""
        if self.flaw or self.says_none:
            return self.flaw
        if self.start is None or self.end is None:
            return "has no start" if self.start is None else "has no end"
        if self.start < 0:
            return f"starts {-self.start:g} s before the video"
        if self.start == self.end:
            return "ends where it starts"
        return f"starts {self.start - self.end:g} s after its end" if self.is_backward else ""

    @cached_property
    def show_name(self) -> str:
        """The show's name: as stated, or as the title or else the file name tells."""
        return self.show or show_name(self.title) or show_name(self.id)

    @property
    def name(self) -> str:
        """What a person calls the episode."""
        return self.title or self.id


@dataclass(frozen=True, slots=True)
class LabelFile:
    """The rows of one file.

    Attributes:
        name: Of the file, or of the folder of shows.
        sha256: Of its content, hexadecimal.
        rows: In the file's order; an episode may have several.
    """

    name: str
    sha256: str
    rows: tuple[LabelRow, ...]


def by_show(rows: Iterable[LabelRow]) -> dict[str, list[LabelRow]]:
    """Rows by the name of their show, spelt one way, in the order of the names; the name may be empty."""
    known = list(rows)
    spelling = one_spelling(row.show_name for row in known)
    shows: dict[str, list[LabelRow]] = defaultdict(list)
    for row in known:
        shows[spelling[row.show_name]].append(row)
    return dict(sorted(shows.items()))
