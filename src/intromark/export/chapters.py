"""Chapters that cover a whole episode, named so that players know which one to skip."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intromark.detection import Detection
from intromark.export.ticks import Span, duration_ticks, spans
from intromark.segment import Label

# Jellyfin's chapter-segments plugin searches names without word boundaries, for `intro|opening`, then for
# `break|ad` and others: 'Intro End' would be an intro to it, and 'Shadows' an advertisement.
SEGMENT_NAMES = {Label.INTRO: "Intro", Label.CREDITS: "Credits", Label.RECAP: "Recap"}
BEFORE_INTRO = "Cold Open"
OTHERWISE = "Episode"

# What XML 1.0 has no way to say, and the carriage return, which its readers turn into a line feed.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named span [start, end) in ticks.

    Attributes:
        start: Ticks, >= 0.
        end: Ticks, > start.
        name: Shown by players; not empty, without control characters but for tab and line feed.
    """

    start: int
    end: int
    name: str

    def __post_init__(self) -> None:
        """Refuse what no format could say."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"need 0 <= start < end, got [{self.start}, {self.end})")
        if not self.name or _UNWRITABLE.search(self.name):
            raise ValueError(f"not a chapter name: {self.name!r}")


def chapters(detection: Detection, ticks_per_second: int) -> tuple[Chapter, ...]:
    """A chapter for every segment, and one for everything between.

    What lies before the intro is its cold open, all else that is no segment is the episode.

    Args:
        detection: One episode.
        ticks_per_second: The clock of the format.

    Returns:
        In time order, each starting where the one before ends, the first at 0 and the last ending with the
        video; empty when the episode has no segment, as one chapter over everything would say nothing.
    """
    found = spans(detection, ticks_per_second)
    if not found:
        return ()
    # A gap lies between the end of a span and the start of the next one; the duration closes the last gap.
    gap_ends = [span.start for span in found] + [duration_ticks(detection, ticks_per_second)]
    covered: list[Chapter] = []
    at = 0
    for gap_end, span in zip(gap_ends, [*found, None], strict=True):
        if at < gap_end:
            covered.append(Chapter(at, gap_end, _gap_name(at, found)))
        if span is not None:
            covered.append(Chapter(span.start, span.end, SEGMENT_NAMES[span.label]))
            at = span.end
    return tuple(covered)


def _gap_name(at: int, found: tuple[Span, ...]) -> str:
    first_intro = next((span.start for span in found if span.label is Label.INTRO), 0)
    return BEFORE_INTRO if at < first_intro else OTHERWISE
