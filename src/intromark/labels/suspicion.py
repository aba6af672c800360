"""What looks wrong in labels, in words, for a person to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from intromark.labels.rows import LabelRow, by_show
from intromark.labels.writing import edges
from intromark.segment import Label

LONGEST_INTRO = 180.0  # seconds
LEAST_OF_A_SHOW = 4  # intros of a show, before one may be unlike the others
FAR = 3.0  # times longer or shorter than the show's median


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A row that looks wrong.

    Attributes:
        row: As it was given: before or after a repair.
        reason: What looks wrong, to be read after the episode's name.
        is_unusable: Whether nothing can be learnt from it.
    """

    row: LabelRow
    reason: str
    is_unusable: bool


def suspicions(rows: Sequence[LabelRow], durations: Mapping[str, float] | None = None) -> list[Suspicion]:
    """All that looks wrong, in the order of the rows.

    Args:
        rows: Of one file.
        durations: Seconds of the videos whose length is known, by id.
    """
    found = [Suspicion(row, row.wrong, is_unusable=True) for row in rows if row.wrong]
    for reasons, is_unusable in (
        (_contradictions(rows), True),
        (_past_the_end(rows, durations or {}), True),
        (_odd_lengths(rows), False),
        (_odd_titles(rows), False),
    ):
        found += [Suspicion(row, reason, is_unusable) for row, reason in reasons]
    place = {id(row): number for number, row in enumerate(rows)}
    return sorted(found, key=lambda one: place[id(one.row)])


Reasons = Iterator[tuple[LabelRow, str]]


def _contradictions(rows: Sequence[LabelRow]) -> Reasons:
    """Rows of an episode that cannot both be right: only a person knows which is."""
    episodes: dict[str, list[LabelRow]] = defaultdict(list)
    for row in rows:
        if row not in episodes[row.id]:  # the same thing said twice contradicts nothing
            episodes[row.id].append(row)
    for several in episodes.values():
        for first, second in combinations(several, 2):
            if not first.wrong and not second.wrong:
                yield from _contradiction(first, second)


def _contradiction(first: LabelRow, second: LabelRow) -> Reasons:
    overlap = first.span.overlap(second.span) if first.span and second.span else 0.0
    for row, other in ((first, second), (second, first)):
        if overlap:
            yield row, f"overlaps the {other.label} of the same episode, {edges(other)}"
        elif first.label is second.label:
            yield row, f"is one of two: the {other.label} of the same episode is {edges(other)}, too"


def _past_the_end(rows: Sequence[LabelRow], durations: Mapping[str, float]) -> Reasons:
    for row in rows:
        duration = durations.get(row.id)
        # The last second of a label is often begun and not full.
        if row.span is not None and duration is not None and row.span.end >= duration + 1:
            yield row, f"ends after the video, which lasts {duration:.0f} s"


def _odd_lengths(rows: Sequence[LabelRow]) -> Reasons:
    intros = [row for row in rows if row.label is Label.INTRO]
    for show in by_show(intros).values():
        lengths = [row.span.length for row in show if row.span is not None]
        usual = median(lengths) if len(lengths) >= LEAST_OF_A_SHOW else None
        for row in show:
            length = row.span.length if row.span is not None else None
            if length is None:
                continue
            if length > LONGEST_INTRO:
                yield row, f"lasts {length:g} s, which is long for an intro"
            elif usual is not None and not usual / FAR <= length <= usual * FAR:
                yield row, f"lasts {length:g} s, and the show's usual intro {usual:g} s"


def _odd_titles(rows: Sequence[LabelRow]) -> Reasons:
    ids: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        ids[row.title].add(row.id)
    for row in rows:
        others = sorted(ids[row.title] - {row.id})
        if others and row.title:
            yield row, f"has the title of `{others[0]}`"
        if not row.show_name:
            yield row, "has no title that tells its show"
