"""A season's features -> what recurs in it, where in each episode, and by what evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

from threadpoolctl import threadpool_limits

from intromark.detectors.elements import Element, Pairs, find_elements
from intromark.detectors.matching import Pair
from intromark.detectors.pairing import chosen_pairs
from intromark.detectors.settling import agree, settle
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.features import Features
from intromark.segment import Source
from intromark.segmentation import Place


def compare(
    features: Sequence[Features], on_pair: Callable[[int, int], None], executor: Executor = LOCAL
) -> dict[tuple[int, int], Pair]:
    """Compare episodes with each other, several pairs at once.

    Args:
        features: One for each episode, all read with the same encoder and rate.
        on_pair: Called with the number of pairs done, after each, and with how many there are.
        executor: What runs it.
    """
    chosen = chosen_pairs(len(features))
    shared = [executor.share(one) for one in features]
    pairs: dict[tuple[int, int], Pair] = {}
    # Pairs are what is done at once: threads inside of one would only wait for each other.
    with threadpool_limits(1, "blas"):
        aligned = executor.map(Pair, [shared[a] for a, _ in chosen], [shared[b] for _, b in chosen])
        for (a, b), pair in zip(chosen, aligned, strict=True):
            pair.attach(features[a], features[b])
            pairs[a, b] = pair
            on_pair(len(pairs), len(chosen))
    return pairs


def compare_closer(
    pairs: Mapping[tuple[int, int], Pair],
    features: Sequence[Features],
    looked: Set[int],
    executor: Executor = LOCAL,
) -> dict[tuple[int, int], Pair]:
    """The same pairs when more is known of the pictures of some episodes.

    Args:
        pairs: As they were.
        features: One for each episode.
        looked: Numbers of those of which more is known.
        executor: What runs it.
    """
    concerned = [pair for pair in pairs if looked & set(pair)]
    shared = {episode: executor.share(features[episode]) for pair in concerned for episode in pair}
    with threadpool_limits(1, "blas"):
        seen = executor.map(
            Pair.seen_closer,
            [pairs[pair] for pair in concerned],
            [shared[a] for a, _ in concerned],
            [shared[b] for _, b in concerned],
        )
        closer = dict(zip(concerned, seen, strict=True))
    for (a, b), pair in closer.items():
        pair.attach(features[a], features[b])
    return {**pairs, **closer}


def set_copies_apart(pairs: dict[tuple[int, int], Pair]) -> list[tuple[int, int]]:
    """Take out the pairs that are twice the same episode, which would recur from end to end.

    Returns:
        (kept, copy) numbers of episodes, one for each episode that is a copy of an earlier one.
    """
    found = sorted(pair for pair in pairs if pairs[pair].is_copy())
    for pair in found:
        del pairs[pair]
    return list({copy: (kept, copy) for kept, copy in reversed(found)}.values())


def places(element: Element, durations: Sequence[float]) -> list[Place]:
    """What segmentation is told of an element; durations are those of the episodes, in seconds."""
    return [
        Place(
            occurrence.episode,
            occurrence.span,
            durations[occurrence.episode],
            len(occurrence.siblings_by(Source.PICTURE)),
            len(occurrence.siblings_by(Source.SOUND)),
            max(link.match.surprise for link in occurrence.links),
        )
        for occurrence in element.occurrences
    ]


def recurring(pairs: Pairs, features: Sequence[Features]) -> list[Element]:
    """What recurs, most significant first, each occurrence with the edges that most of its siblings say."""
    return [
        agree(Element(tuple(settle(one, pairs, features[one.episode]) for one in element.occurrences)))
        for element in find_elements(pairs)
    ]
