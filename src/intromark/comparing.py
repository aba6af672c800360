"""What recurs in a season that was read: each two episodes are compared, what may be an intro is looked at closer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from intromark.closer import look_closer, worth_a_look
from intromark.detectors.elements import Element
from intromark.detectors.recurrence import compare, compare_closer, places, recurring, set_copies_apart
from intromark.encoders.base import Encoder
from intromark.events import Listener, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.intake import is_a_copy
from intromark.segmentation import Place, judge

LOOKS = 3  # closer looks at the most: one shows where an element ends, or that it goes on beyond what was looked at


def what_recurs(
    season: list[Footage], encoder: Encoder, listener: Listener, executor: Executor = LOCAL
) -> list[Element]:
    """What recurs in a season: first by sound and key frames, then by all pictures of what may be an intro."""
    features = [footage.features() for footage in season]
    pairs = compare(features, partial(_matched, listener), executor)
    for kept, copy in set_copies_apart(pairs):
        listener.warn(season[copy].path, is_a_copy(season[copy].path, season[kept].path))
    elements = recurring(pairs, features)
    for _ in range(LOOKS):
        wanted = worth_a_look(elements, judge(all_places(elements, season), len(season)), season)
        if not wanted:
            break
        look_closer(season, wanted, encoder, listener, executor)
        features = [footage.features() for footage in season]
        pairs = compare_closer(pairs, features, wanted.keys(), executor)
        elements = recurring(pairs, features)
    return elements


def all_places(elements: Sequence[Element], season: Sequence[Footage]) -> list[list[Place]]:
    """What segmentation is told of each element."""
    durations = [footage.duration for footage in season]
    return [places(element, durations) for element in elements]


def _matched(listener: Listener, done: int, total: int) -> None:
    listener.on_progress(Progress("match", done, total, ""))
