"""What the library has, how sure it is, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from statistics import median

from intromark.detection import Detection
from intromark.library.values import Entry
from intromark.segment import Label, Segment

BINS = 10  # of the histogram, over [0, 1]
UNSURE = 0.6  # confidence below which a person should look
ENOUGH = 4  # intros of a season that tell what is usual in it
LENGTH_RATIO = 1.3  # times the season's median length, or less than one of it, that is odd
LENGTH_SLACK = 2.0  # seconds off the median length that are never odd
PLACE_SPREADS = 6.0  # times the season's median distance from its median start that is odd
PLACE_SLACK = 60.0  # seconds off the median start that are never odd
MOST_HAVE = 0.75  # share of a season with an intro at which one without is odd


@dataclass(frozen=True, slots=True)
class ShowStats:
    """The counts of one show.

    Attributes:
        show: Its name.
        episodes: That are there.
        analysed: Of these have an answer, be it a person's.
        intros: Of these have an intro.
        confirmed: Of these were edited or locked.
        failed: Cannot be read.
        missing: Are in the catalog and not on the disk; counted nowhere else.
    """

    show: str
    episodes: int
    analysed: int
    intros: int
    confirmed: int
    failed: int
    missing: int

    @property
    def coverage(self) -> float:
        """Share of the episodes that have an intro, in [0, 1]."""
        return self.intros / self.episodes if self.episodes else 0.0


class Doubt(StrEnum):
    """Why a person should look at an episode, the gravest first."""

    FAILED = "failed"  # it cannot be read
    CHANGED = "changed"  # the file is another one than what a person spoke of
    MISSING_INTRO = "none"  # it has no intro, or it is not sure that it has none
    UNSURE = "unsure"  # the confidence is low
    LENGTH = "length"  # is odd for its season
    PLACE = "place"  # is odd for its season
    NEW = "new"  # it was not analysed yet


@dataclass(frozen=True, slots=True)
class Look:
    """An episode that a person should look at.

    Attributes:
        entry: The episode.
        reason: Why, in words.
        doubt: The kind of reason.
    """

    entry: Entry
    reason: str
    doubt: Doubt


def by_show(entries: Iterable[Entry]) -> list[ShowStats]:
    """Count each show; entries come show after show."""
    return [_count(show, list(group)) for show, group in groupby(entries, lambda entry: entry.show)]


def _count(show: str, entries: Sequence[Entry]) -> ShowStats:
    there = [entry for entry in entries if not entry.episode.missing]
    return ShowStats(
        show,
        len(there),
        sum(bool(entry.detection or entry.edits) for entry in there),
        sum(entry.segment(Label.INTRO) is not None for entry in there),
        sum(bool(entry.edits) for entry in there),
        sum(bool(entry.episode.failure) for entry in there),
        len(entries) - len(there),
    )


def histogram(entries: Iterable[Entry]) -> list[int]:
    """How many intros were detected with a confidence in each tenth of [0, 1]; people's are not counted."""
    counts = [0] * BINS
    for entry in entries:
        intro = entry.segment(Label.INTRO)
        if intro is not None and intro.confidence is not None and not entry.episode.missing:
            counts[min(int(intro.confidence * BINS), BINS - 1)] += 1
    return counts


def needing_a_look(entries: Iterable[Entry]) -> list[Look]:
    """The episodes that may be wrong, the most doubtful reason of each; entries come season after season.

    What a person said is believed, unless the file has changed since.
    """
    there = [entry for entry in entries if not entry.episode.missing]
    looks = []
    for _, group in groupby(there, lambda entry: entry.episode.season_id):
        season = list(group)
        usual = _usual(season)
        for entry in season:
            reason = _reason(entry, usual)
            if reason is not None:
                looks.append(Look(entry, reason[1], reason[0]))
    return looks


Reason = tuple[Doubt, str]


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual in a season: how many episodes and intros it has; medians in seconds, 0 without intros."""

    episodes: int
    intros: int
    length: float = 0.0
    start: float = 0.0
    spread: float = 0.0


def _usual(season: Sequence[Entry]) -> _Usual:
    intros = [intro for entry in season if (intro := entry.segment(Label.INTRO))]
    if not intros:
        return _Usual(len(season), 0)
    start = median(one.start for one in intros)
    spread = median(abs(one.start - start) for one in intros)
    return _Usual(len(season), len(intros), median(one.length for one in intros), start, spread)


def _reason(entry: Entry, usual: _Usual) -> Reason | None:
    if any(entry.is_stale(edit) for edit in entry.edits):
        return Doubt.CHANGED, "the file changed since it was edited"
    if entry.edit(Label.INTRO):
        return None
    if entry.episode.failure:
        return Doubt.FAILED, entry.episode.failure
    if entry.detection is None:
        return Doubt.NEW, "not analysed yet"
    return _of_detection(entry.detection, usual)


def _of_detection(detection: Detection, usual: _Usual) -> Reason | None:
    intro = detection.first(Label.INTRO)
    if intro is None:
        absence = _absence(detection.absence, usual)
        return (Doubt.MISSING_INTRO, absence) if absence else None
    if intro.confidence is not None and intro.confidence < UNSURE:
        return Doubt.UNSURE, f"unsure ({intro.confidence:.2f})"
    return _oddity(intro, usual) if usual.intros >= ENOUGH else None


def _absence(absence: float | None, usual: _Usual) -> str:
    if usual.intros >= ENOUGH and usual.intros >= MOST_HAVE * usual.episodes:
        return f"no intro, and {usual.intros} of {usual.episodes} in its season have one"
    return f"unsure that it has none ({absence:.2f})" if absence is not None and absence < UNSURE else ""


def _oddity(intro: Segment, usual: _Usual) -> Reason | None:
    off = abs(intro.length - usual.length)
    if off > LENGTH_SLACK and not usual.length / LENGTH_RATIO <= intro.length <= usual.length * LENGTH_RATIO:
        return Doubt.LENGTH, f"lasts {intro.length:.1f} s, in its season {usual.length:.1f} s"
    if abs(intro.start - usual.start) > max(PLACE_SLACK, PLACE_SPREADS * usual.spread):
        return Doubt.PLACE, f"starts at {intro.start:.0f} s, in its season about {usual.start:.0f} s"
    return None
