"""A card that is shared belongs to credits that are not."""

from __future__ import annotations

import pytest

from intromark.segment import Evidence, Label, Segment, Source
from intromark.unshared import with_card


@pytest.mark.parametrize(
    ("card", "joined"),
    [
        pytest.param(None, (50.0, 60.0), id="no card"),
        pytest.param((62.0, 66.0), (50.0, 66.0), id="a card after them"),
        pytest.param((59.0, 64.0), (50.0, 64.0), id="a card that begins before they end"),
        pytest.param((70.0, 74.0), (70.0, 74.0), id="a card far from them"),
        pytest.param((40.0, 45.0), (40.0, 45.0), id="a card before them"),
    ],
)
def test_a_studios_card_belongs_to_the_credits_before_it(
    card: tuple[float, float] | None, joined: tuple[float, float]
) -> None:
    credits = Segment(50.0, 60.0, Label.CREDITS, 0.8, (Evidence.of_model(),))
    shared = Segment(*card, Label.CREDITS, 0.9, (Evidence(Source.SOUND, 2),)) if card else None
    answer = with_card(credits, shared)
    assert (answer.start, answer.end) == joined
