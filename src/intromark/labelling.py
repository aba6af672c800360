"""All that is sought in a season -> the segments of each of its episodes."""

from __future__ import annotations

from intromark.comparing import what_recurs
from intromark.detectors.elements import Element
from intromark.earshot import listen_to, worth_hearing
from intromark.encoders.base import Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.model import Model
from intromark.pairs_kept import NOT_KEPT, PairsKept
from intromark.recaps import recap_segments
from intromark.recurring import recurring_segments, standing
from intromark.segment import Label, Segment
from intromark.sought import Sought
from intromark.unshared import credits_alone


def season_segments(  # noqa: PLR0913 - what, how, where
    season: list[Footage],
    sought: Sought,
    encoder: Encoder,
    listener: Listener,
    model: Model | None = None,
    executor: Executor = LOCAL,
    *,
    kept: PairsKept = NOT_KEPT,
) -> list[list[Segment]]:
    """What the episodes of a season say of each other: the segments of each, those of one label after another."""
    elements = compared(season, sought, encoder, listener, model, executor, kept=kept)
    found = {
        label: recurring_segments(
            label, elements, season, sought, encoder, listener, model=model, executor=executor
        )
        for label in sought.recurring
    }
    if Label.CREDITS in found and model is not None:
        found[Label.CREDITS] |= credits_alone(
            season, found[Label.CREDITS], encoder, model, listener, executor
        )
    if Label.RECAP in sought.labels:
        found[Label.RECAP] = recap_segments(season, found[Label.INTRO], encoder, listener, executor)
    return [
        [found[label][number] for label in sought.labels if number in found[label]]
        for number in range(len(season))
    ]


def compared(  # noqa: PLR0913 - as `season_segments`
    season: list[Footage],
    sought: Sought,
    encoder: Encoder,
    listener: Listener,
    model: Model | None = None,
    executor: Executor = LOCAL,
    *,
    kept: PairsKept = NOT_KEPT,
) -> list[Element]:
    """What recurs in a season, when the sound was heard of what lies elsewhere as far as it matters."""
    listener = listener.once()
    elements = what_recurs(season, encoder, listener, executor, sought, kept)
    while not all(footage.has_heard() for footage in season):
        stands = standing(Label.INTRO, elements, season, sought, model)
        wanted = worth_hearing(season, {episode: occurrence for episode, (occurrence, _) in stands.items()})
        if not wanted:
            break
        listen_to(season, wanted, listener, executor)
        elements = what_recurs(season, encoder, listener, executor, sought, kept)
    return elements
