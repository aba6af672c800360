"""What recurs in a season that was read: each two episodes are compared, what may be sought is looked at closer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import median

from intromark.closer import look_closer, worth_a_look
from intromark.detectors.elements import Element
from intromark.detectors.recurrence import compare, compare_closer, places, recurring, set_copies_apart
from intromark.encoders.base import Encoder
from intromark.events import Listener, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.intake import is_a_copy
from intromark.pairs_kept import NOT_KEPT, PairsKept
from intromark.segment import Label
from intromark.segmentation import Place, judge
from intromark.sought import ANY_INTRO, Sought

LOOKS = 3  # closer looks at the most: one shows where an element ends, or that it goes on beyond what was looked at


def what_recurs(
    season: list[Footage],
    encoder: Encoder,
    listener: Listener,
    executor: Executor = LOCAL,
    sought: Sought = ANY_INTRO,
    kept: PairsKept = NOT_KEPT,
) -> list[Element]:
    """What recurs in a season: first by sound and key frames, then by all pictures of what may be sought.

    Args:
        season: The episodes; those that are looked at are replaced by what is known of them then.
        encoder: Turns pictures into embeddings.
        listener: Told of progress, and of copies.
        executor: What runs it.
        sought: What is sought.
        kept: What is known of pairs, and is told what is found.

    Raises:
        MediaError: A file cannot be read any more.
        PoisonError: A file kills the process that looks at it.
    """
    features = [footage.features() for footage in season]
    pairs = compare(features, partial(_matched, listener), executor, kept.known(features))
    for one, copy in set_copies_apart(pairs):
        listener.warn(season[copy].path, is_a_copy(season[copy].path, season[one].path))
    elements = recurring(pairs, features)
    for _ in range(LOOKS):
        wanted = worth_a_look(elements, promise(elements, season, sought), season)
        if not wanted:
            break
        look_closer(season, wanted, encoder, listener, executor)
        features = [footage.features() for footage in season]
        pairs = compare_closer(pairs, features, wanted.keys(), executor)
        elements = recurring(pairs, features)
    kept.note(features, pairs)
    return elements


def promise(elements: Sequence[Element], season: Sequence[Footage], sought: Sought) -> list[float]:
    """How likely each element is something that is sought."""
    best = [0.0] * len(elements)
    for label in sought.recurring:
        numbers = eligible(elements, label, sought)
        places_of_each = all_places([elements[number] for number in numbers], season)
        found = judge(places_of_each, len(season), label)
        for number, probability in zip(numbers, found, strict=True):
            best[number] = max(best[number], probability)
    return best


def eligible(elements: Sequence[Element], label: Label, sought: Sought) -> list[int]:
    """Numbers of the elements that may have a label: an intro begins within what is searched."""
    if label is not Label.INTRO or sought.search is None:
        return list(range(len(elements)))
    return [
        number
        for number, element in enumerate(elements)
        if median(one.span.start for one in element.occurrences) < sought.search
    ]


def all_places(elements: Sequence[Element], season: Sequence[Footage]) -> list[list[Place]]:
    """What segmentation is told of each element."""
    durations = [footage.duration for footage in season]
    return [places(element, durations) for element in elements]


def _matched(listener: Listener, done: int, total: int) -> None:
    listener.on_progress(Progress("match", done, total, ""))
