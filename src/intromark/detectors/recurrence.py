"""A season's features -> what recurs in it, where in each episode, and by what evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.elements import Element, Link, Occurrence, Pairs, find_elements
from intromark.detectors.matching import Pair
from intromark.features import Features
from intromark.fuse import best_span, fuse
from intromark.segment import Source
from intromark.segmentation import Place
from intromark.soundprint import STEP_RATE

MARGIN = 4.0  # seconds beyond its links that an occurrence may reach


def compare(features: Sequence[Features], on_pair: Callable[[int], None]) -> dict[tuple[int, int], Pair]:
    """Compare every two episodes.

    Args:
        features: One for each episode, all read with the same encoder and rate.
        on_pair: Called with the number of pairs done, after each.
    """
    pairs = {}
    for a, b in combinations(range(len(features)), 2):
        pairs[a, b] = Pair(features[a], features[b])
        on_pair(len(pairs))
    return pairs


def set_copies_apart(pairs: dict[tuple[int, int], Pair]) -> list[tuple[int, int]]:
    """Take out the pairs that are twice the same episode, which would recur from end to end.

    Returns:
        (kept, copy) numbers of episodes, one for each episode that is a copy of an earlier one.
    """
    found = sorted(pair for pair in pairs if pairs[pair].is_copy())
    for pair in found:
        del pairs[pair]
    return list({copy: (kept, copy) for kept, copy in reversed(found)}.values())


def places(element: Element, features: Sequence[Features]) -> list[Place]:
    """What segmentation is told of an element."""
    return [
        Place(
            occurrence.episode,
            occurrence.span,
            features[occurrence.episode].duration,
            len(occurrence.siblings_by(Source.PICTURE)),
            len(occurrence.siblings_by(Source.SOUND)),
        )
        for occurrence in element.occurrences
    ]


def recurring(pairs: Pairs) -> list[Element]:
    """What recurs, most significant first, each occurrence with the edges that most of its siblings say."""
    return [
        replace(element, occurrences=tuple(_settled(occurrence, pairs) for occurrence in element.occurrences))
        for element in find_elements(pairs)
    ]


def _settled(occurrence: Occurrence, pairs: Pairs) -> Occurrence:
    links = _one_a_sibling(occurrence.links)
    reach = occurrence.span
    for link in links:
        reach = reach.join(link.span)
    times = (
        np.arange(round((reach.start - MARGIN) * STEP_RATE), round((reach.end + MARGIN) * STEP_RATE))
        / STEP_RATE
    )
    times = times[times >= 0]
    seen = [
        _evidence(occurrence.episode, link, pairs, times, Source.PICTURE)
        for link in links
        if link.match.picture
    ]
    heard = [
        _evidence(occurrence.episode, link, pairs, times, Source.SOUND) for link in links if link.match.sound
    ]
    span = best_span(times, fuse(seen, heard))
    return replace(occurrence, span=span or occurrence.span)


def _one_a_sibling(links: Sequence[Link]) -> list[Link]:
    best: dict[int, Link] = {}
    for link in links:
        best.setdefault(link.sibling, link)
    return list(best.values())


def _evidence(episode: int, link: Link, pairs: Pairs, times: Floats, source: Source) -> Floats:
    """(T,) nats that this episode at these seconds is its sibling where the link says."""
    first = episode < link.sibling
    pair = pairs[(episode, link.sibling) if first else (link.sibling, episode)]
    return pair.evidence(source, times if first else link.in_sibling(times), link.match.lag)
