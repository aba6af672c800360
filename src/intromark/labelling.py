"""All that is sought in a season -> the segments of each of its episodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intromark.alone import alone_segments, find_alone
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
from intromark.segmentation import IDENT
from intromark.sought import Sought

AT_THE_END = Sought((Label.CREDITS,), search=0.0)  # and nowhere else
LIKELY = 0.5  # confidence from which credits are more likely right than wrong
CARD_AFTER = 3.0  # seconds between credits and a studio's card that belongs to them


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


def credits_alone(
    season: list[Footage],
    found: Mapping[int, Segment],
    encoder: Encoder,
    model: Model,
    listener: Listener,
    executor: Executor = LOCAL,
) -> dict[int, Segment]:
    """The credits of the episodes that share none with others, or nothing but a studio's card after their credits.

    They are found by what they look and sound like; a card that follows belongs to them.
    """
    asked = [n for n in range(len(season)) if n not in found or found[n].length < IDENT]
    answers = find_alone(season, encoder, model, AT_THE_END, listener, executor, episodes=asked)
    return {
        number: with_card(segment, found.get(number))
        for number, answer in zip(asked, answers, strict=True)
        for segment in alone_segments(answer)
        if (segment.confidence or 0.0) >= LIKELY
    }


def with_card(credits: Segment, card: Segment | None) -> Segment:
    """Credits up to the end of a card right behind them; the card where they are elsewhere."""
    if card is None:
        return credits
    if card.start - credits.end > CARD_AFTER or card.end <= credits.start:
        return card
    evidence = (*credits.evidence, *card.evidence)
    return replace(
        credits, start=min(credits.start, card.start), end=max(credits.end, card.end), evidence=evidence
    )
