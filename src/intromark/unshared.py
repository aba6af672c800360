"""Credits that an episode shares with none of its siblings are left to the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intromark.alone import alone_segments, find_alone
from intromark.encoders.base import Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.model import Model
from intromark.segment import Label, Segment
from intromark.segmentation import IDENT
from intromark.sought import Sought

AT_THE_END = Sought((Label.CREDITS,), search=0.0)  # and nowhere else
LIKELY = 0.5  # confidence from which credits are more likely right than wrong
CARD_AFTER = 3.0  # seconds between credits and a studio's card that belongs to them


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
