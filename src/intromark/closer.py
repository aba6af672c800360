"""A closer look at what may be an intro: all pictures there, where so far only key frames were known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from intromark.detectors.elements import Element
from intromark.encoders.base import Encoder
from intromark.events import Listener, Progress
from intromark.footage import Footage
from intromark.intake import workers_for
from intromark.media import shown_name
from intromark.parallel import in_order
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
    season: Sequence[Footage], wanted: Mapping[int, Sequence[Span]], encoder: Encoder, listener: Listener
) -> None:
    """Read all pictures of these spans, several episodes at once.

    Args:
        season: The episodes.
        wanted: Spans by number of the episode.
        encoder: Turns pictures into embeddings.
        listener: Told of progress.

    Raises:
        MediaError: A file cannot be read any more.
    """

    def look(number: int, check: Callable[[], None]) -> None:
        season[number].look(wanted[number], encoder, check, threads=1)

    numbers = sorted(wanted)
    for done, _ in enumerate(in_order(look, numbers, workers_for(numbers)), start=1):
        listener.on_progress(Progress("look", done, len(numbers), shown_name(season[numbers[done - 1]].path)))
