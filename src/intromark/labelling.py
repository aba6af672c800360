"""All that is sought in a season -> the segments of each of its episodes."""

from __future__ import annotations

from collections.abc import Mapping

from intromark.alone import alone_segments, find_alone
from intromark.comparing import what_recurs
from intromark.encoders.base import Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.model import Model
from intromark.recaps import recap_segments
from intromark.recurring import recurring_segments
from intromark.segment import Label, Segment
from intromark.sought import Sought


def season_segments(
    season: list[Footage],
    sought: Sought,
    encoder: Encoder,
    listener: Listener,
    model: Model | None = None,
    executor: Executor = LOCAL,
) -> list[list[Segment]]:
    """What the episodes of a season say of each other: the segments of each, those of one label after another."""
    elements = what_recurs(season, encoder, listener, executor, sought)
    found = {
        label: recurring_segments(
            label, elements, season, sought, encoder, listener, model=model, executor=executor
        )
        for label in sought.recurring
    }
    if Label.CREDITS in found and model is not None:
        found[Label.CREDITS] |= credits_alone(
            season, found[Label.CREDITS], sought, encoder, model, listener, executor=executor
        )
    if Label.RECAP in sought.labels:
        found[Label.RECAP] = recap_segments(season, found, encoder, listener, executor)
    return [
        [found[label][number] for label in sought.labels if number in found[label]]
        for number in range(len(season))
    ]


def credits_alone(  # noqa: PLR0913 - as `detect_season`
    season: list[Footage],
    found: Mapping[int, Segment],
    sought: Sought,
    encoder: Encoder,
    model: Model,
    listener: Listener,
    *,
    executor: Executor = LOCAL,
) -> dict[int, Segment]:
    """The credits of the episodes that share none with others, by what they look and sound like."""
    lacking = [number for number in range(len(season)) if number not in found]
    own = Sought((Label.CREDITS,), sought.search)
    answers = find_alone(season, encoder, model, own, listener, executor, episodes=lacking)
    return {
        number: segment
        for number, answer in zip(lacking, answers, strict=True)
        for segment in alone_segments(answer)
    }
