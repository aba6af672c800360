"""A season's features -> what recurs in it, where in each episode, and by what evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from intromark.detectors.elements import Element, Pairs, find_elements
from intromark.detectors.matching import Pair
from intromark.detectors.settling import settle
from intromark.features import Features
from intromark.segment import Source
from intromark.segmentation import Place


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
            max(link.match.surprise for link in occurrence.links),
        )
        for occurrence in element.occurrences
    ]


def recurring(pairs: Pairs, features: Sequence[Features]) -> list[Element]:
    """What recurs, most significant first, each occurrence with the edges that most of its siblings say."""
    return [
        Element(tuple(settle(one, pairs, features[one.episode]) for one in element.occurrences))
        for element in find_elements(pairs)
    ]
