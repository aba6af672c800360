"""A season's pairs -> its recurring elements: what stands in several episodes, and where in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.matching import Match, Pair
from intromark.segment import Source
from intromark.span import Span

SAME_PLACE = 0.5  # IoU at which two spans of one episode are the same thing
FAINT = 0.15  # share of the strongest occurrence's significance below which one is dropped

Pairs = Mapping[tuple[int, int], Pair]
"""Each two episodes once, the lower number first."""


@dataclass(frozen=True, slots=True)
class Link:
    """One sibling's agreement with an occurrence, seen from the occurrence's episode.

    Second t of this episode is second t * speed + offset of the sibling.

    Attributes:
        sibling: Number of the other episode.
        span: Where the agreement stands in this episode.
        speed: Seconds of the sibling for each second of this episode.
        offset: Seconds.
        match: The match as the pair holds it, on the clock of the lower-numbered episode.
    """

    sibling: int
    span: Span
    speed: float
    offset: float
    match: Match

    def in_sibling(self, seconds: Floats) -> Floats:
        """The sibling's seconds that stand at these seconds."""
        return seconds * self.speed + self.offset

    def from_sibling(self, span: Span) -> Span:
        """Where a span of the sibling stands in this episode."""
        return Span((span.start - self.offset) / self.speed, (span.end - self.offset) / self.speed)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where an element stands.

    Attributes:
        episode: Number of the episode.
        span: As most of its siblings say.
        links: Agreements with other episodes, most significant first, at least one.
    """

    episode: int
    span: Span
    links: tuple[Link, ...]

    @property
    def surprise(self) -> float:
        """Significance of all its links together."""
        return sum(link.match.surprise for link in self.links)

    def siblings(self) -> set[int]:
        """Numbers of the episodes that share it."""
        return {link.sibling for link in self.links}

    def siblings_by(self, source: Source) -> set[int]:
        """Numbers of the episodes that share its pictures, or its sound."""
        return {link.sibling for link in self.links if link.match.by(source)}


@dataclass(frozen=True, slots=True)
class Element:
    """Something that recurs in a season: an intro, credits, an ident, an advert ...

    Attributes:
        occurrences: By episode, then by time.
    """

    occurrences: tuple[Occurrence, ...]

    def episodes(self) -> set[int]:
        """Numbers of the episodes it stands in."""
        return {occurrence.episode for occurrence in self.occurrences}

    def strongest(self) -> list[Occurrence]:
        """The most significant occurrence of each episode."""
        best: dict[int, Occurrence] = {}
        for occurrence in sorted(self.occurrences, key=lambda one: -one.surprise):
            best.setdefault(occurrence.episode, occurrence)
        return list(best.values())


def find_elements(pairs: Pairs) -> list[Element]:
    """Gather matches that mean the same thing, most significant element first.

    Two spans of one episode are the same when they cover each other by half; two spans of different episodes when a
    match joins them.
    """
    places = _places(pairs)
    parent = list(range(len(places)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    side: dict[int, int] = {}  # match -> the first of the two places that it joins
    for index, place in enumerate(places):
        for link in place.links:
            parent[root(index)] = root(side.setdefault(id(link.match), index))
    members: dict[int, list[Occurrence]] = defaultdict(list)
    for index, place in enumerate(places):
        members[root(index)].append(place)
    elements = [_element(occurrences) for occurrences in members.values()]
    return sorted(elements, key=lambda element: -sum(o.surprise for o in element.occurrences))


def _element(occurrences: list[Occurrence]) -> Element:
    strongest = max(occurrence.surprise for occurrence in occurrences)
    kept: list[Occurrence] = []
    for occurrence in sorted(occurrences, key=lambda one: -one.surprise):
        if occurrence.surprise < FAINT * strongest:
            break
        for index, other in enumerate(kept):
            if other.episode == occurrence.episode and other.span.overlap(occurrence.span):
                kept[index] = replace(other, links=other.links + occurrence.links)
                break
        else:
            kept.append(occurrence)
    return Element(tuple(sorted(kept, key=lambda one: (one.episode, one.span))))


def _places(pairs: Pairs) -> list[Occurrence]:
    """Each episode's links, those over each other together."""
    links: dict[int, list[Link]] = defaultdict(list)
    for (a, b), pair in pairs.items():
        for match in pair.matches:
            links[a].append(Link(b, match.a, pair.speed, match.lag * pair.speed, match))
            links[b].append(Link(a, pair.in_b(match.a, match.lag), 1 / pair.speed, -match.lag, match))
    places = []
    for episode, found in links.items():
        groups: list[list[Link]] = []
        for link in sorted(found, key=lambda link: -link.match.surprise):
            for group in groups:
                if group[0].span.iou(link.span) >= SAME_PLACE:
                    group.append(link)
                    break
            else:
                groups.append([link])
        places += [Occurrence(episode, _middle(group), tuple(group)) for group in groups]
    return places


def _middle(links: list[Link]) -> Span:
    start = float(np.median([link.span.start for link in links]))
    end = float(np.median([link.span.end for link in links]))
    return Span(start, end) if start < end else links[0].span
