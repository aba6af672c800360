"""A closer look at what may be an intro: all pictures there, where so far only key frames were known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

from intromark.detectors.elements import Element
from intromark.encoders.base import Encoder
from intromark.errors import PoisonError
from intromark.events import Listener, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.media import shown_name
from intromark.parallel import check
from intromark.span import Span

PROMISING = 0.05  # probability of an intro from which an element is worth a closer look
AROUND = 8.0  # seconds on either side that are looked at
ENOUGH = 2.0  # seconds on either side that must have been


def worth_a_look(
    elements: Sequence[Element], probabilities: Sequence[float], season: Sequence[Footage]
) -> dict[int, list[Span]]:
    """What has to be looked at before it can be judged, by number of the episode.

    Args:
        elements: What recurs.
        probabilities: Of each element, that it is an intro.
        season: The episodes.
    """
    wanted: dict[int, list[Span]] = defaultdict(list)
    for element, probability in zip(elements, probabilities, strict=True):
        if probability < PROMISING:
            continue
        for occurrence in element.occurrences:
            if not season[occurrence.episode].has_seen(occurrence.span.widen(ENOUGH)):
                wanted[occurrence.episode].append(occurrence.span.widen(AROUND))
    return dict(wanted)


def look_closer(
    season: list[Footage],
    wanted: Mapping[int, Sequence[Span]],
    encoder: Encoder,
    listener: Listener,
    executor: Executor = LOCAL,
) -> None:
    """Read all pictures of these spans, several episodes at once.

    Args:
        season: The episodes; those that are looked at are replaced by what is known of them then.
        wanted: Spans by number of the episode.
        encoder: Turns pictures into embeddings.
        listener: Told of progress.
        executor: What runs it.

    Raises:
        MediaError: A file cannot be read any more.
        PoisonError: A file kills the process that looks at it.
    """
    numbers = sorted(wanted)

    def lost(number: int, reason: str) -> Footage:
        raise PoisonError(season[numbers[number]].path, reason)

    looked = executor.map(
        partial(look, encoder=encoder),
        [season[number] for number in numbers],
        [list(wanted[number]) for number in numbers],
        lost=lost,
        reads=True,
    )
    for done, (number, footage) in enumerate(zip(numbers, looked, strict=True), start=1):
        season[number] = footage
        listener.on_progress(Progress("look", done, len(numbers), shown_name(footage.path)))


def look(footage: Footage, spans: Sequence[Span], encoder: Encoder) -> Footage:
    """Read all pictures of some spans of one episode; what is known of it then.

    Raises:
        MediaError: The file cannot be read any more.
    """
    footage.look(spans, encoder, check, threads=1)
    return footage
