"""A season's features -> what recurs in it, where in each episode, and by what evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, cast

from threadpoolctl import threadpool_limits

from intromark.detectors.elements import Element, Pairs, find_elements
from intromark.detectors.matching import Alignment, Pair
from intromark.detectors.pairing import chosen_pairs
from intromark.detectors.settling import agree, settle
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.features import Features
from intromark.segment import Source
from intromark.segmentation import Place


def compare(
    features: Sequence[Features],
    on_pair: Callable[[int, int], None],
    executor: Executor = LOCAL,
    known: Mapping[tuple[int, int], Alignment] | None = None,
) -> dict[tuple[int, int], Pair]:
    """Compare episodes with each other, several pairs at once.

    Args:
        features: One for each episode, all read with the same encoder and rate.
        on_pair: Called with the number of pairs done, first with those that are known, then after each that is
            aligned, and with how many there are.
        executor: What runs it.
        known: What was found of some pairs before; they are not aligned again.
    """
    chosen = chosen_pairs(len(features))
    pairs = {
        (a, b): Pair(features[a], features[b], known[a, b]) for a, b in chosen if known and (a, b) in known
    }
    new = [pair for pair in chosen if pair not in pairs]
    if pairs:
        on_pair(len(pairs), len(chosen))
    shared = _shared(features, new, executor)
    # Pairs are what is done at once: threads inside of one would only wait for each other.
    with one_thread():
        aligned = executor.map(Pair, [shared[a] for a, _ in new], [shared[b] for _, b in new])
        for (a, b), pair in zip(new, aligned, strict=True):
            pair.attach(features[a], features[b])
            pairs[a, b] = pair
            on_pair(len(pairs), len(chosen))
    return {pair: pairs[pair] for pair in chosen}


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
    shared = _shared(features, concerned, executor)
    with one_thread():
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


def _shared(
    features: Sequence[Features], pairs: Sequence[tuple[int, int]], executor: Executor
) -> dict[int, Features]:
    """What stands for the episodes of some pairs, each shared once."""
    return {episode: executor.share(features[episode]) for episode in sorted({*chain(*pairs)})}


def one_thread() -> AbstractContextManager[Any]:
    """Arithmetic without threads of its own: it is the same to the last bit wherever it is done."""
    return cast("AbstractContextManager[Any]", threadpool_limits(1, "blas"))


def set_copies_apart(pairs: dict[tuple[int, int], Pair]) -> list[tuple[int, int]]:
    """Take out the pairs that are twice the same episode, which would recur from end to end.

    Returns:
        (kept, copy) numbers of episodes, one for each episode that is a copy of an earlier one.
    """
    with one_thread():
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
    with one_thread():  # pairs that were known are reckoned here, when they are asked
        return [
            agree(Element(tuple(settle(one, pairs, features[one.episode]) for one in element.occurrences)))
            for element in find_elements(pairs)
        ]
