"""What is heard of videos that lie elsewhere: sound lies between the pictures, and costs all bytes round it.

So such a season is compared by its pictures first. Where these find an intro, sound is read round it; an episode in
which they find none is heard as a whole, and so is one whose intro is elsewhere when it was heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intromark.detectors.elements import Occurrence
from intromark.errors import PoisonError
from intromark.events import Listener, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.media import shown_name
from intromark.parallel import check
from intromark.span import Span

AROUND = 20.0  # seconds on either side that are heard: pictures may show less than all of it
ENOUGH = 6.0  # seconds on either side that must have been: settling looks so far

Wanted = Mapping[int, Span | None]
"""What is to be heard, by number of the episode; None is all that is searched."""


def worth_hearing(season: Sequence[Footage], intros: Mapping[int, Occurrence]) -> dict[int, Span | None]:
    """What has to be heard before it is answered where the intros are.

    Args:
        season: The episodes.
        intros: As far as is known, by number of the episode.
    """
    wanted: dict[int, Span | None] = {}
    for number, footage in enumerate(season):
        place = intros[number].span if number in intros else None
        if footage.has_heard() or (place and footage.has_heard(place.widen(ENOUGH))):
            continue
        wanted[number] = place.widen(AROUND) if place and not footage.hears else None
    return wanted


def listen_to(season: list[Footage], wanted: Wanted, listener: Listener, executor: Executor = LOCAL) -> None:
    """Read the sound that is wanted, several episodes at once.

    Args:
        season: The episodes; those that are heard are replaced by what is known of them then.
        wanted: What of each.
        listener: Told of progress.
        executor: What runs it.

    Raises:
        MediaError: A file cannot be read any more.
        PoisonError: A file kills the process that hears it.
    """
    numbers = sorted(wanted)

    def lost(number: int, reason: str) -> Footage:
        raise PoisonError(season[numbers[number]].path, reason)

    heard = executor.map(
        listen,
        [season[number] for number in numbers],
        [wanted[number] for number in numbers],
        lost=lost,
        reads=True,
    )
    for done, (number, footage) in enumerate(zip(numbers, heard, strict=True), start=1):
        season[number] = footage
        listener.on_progress(Progress("listen", done, len(numbers), shown_name(footage.path)))


def listen(footage: Footage, span: Span | None) -> Footage:
    """Read the sound of a span of one episode; what is known of it then.

    Raises:
        MediaError: The file cannot be read any more.
    """
    check()
    footage.listen(span)
    return footage
