"""A closer look is taken only where something may be an intro."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawing import Drawing, draw_video, every
from intromark.closer import AROUND, look_closer, worth_a_look
from intromark.detectors.elements import Element, Link, Occurrence
from intromark.detectors.matching import Match
from intromark.events import Listener, Progress
from intromark.footage import Footage, read_footage
from intromark.span import Span
from toy_encoder import ToyEncoder

PLACE = Span(12.0, 15.0)


def element(*episodes: int) -> Element:
    match = Match(PLACE, 0.0, 3.0, 3.0)
    return Element(
        tuple(
            Occurrence(episode, PLACE, (Link(1 - episode, PLACE, 1.0, 0.0, match),)) for episode in episodes
        )
    )


@pytest.fixture
def season(tmp_path: Path) -> list[Footage]:
    drawing = Drawing(every(25, 25 * 30), options={"x264-params": "keyint=25:scenecut=0"})
    return [
        read_footage(draw_video(tmp_path / f"S01E0{number}.mkv", drawing), ToyEncoder()) for number in (1, 2)
    ]


def test_what_is_no_intro_is_not_looked_at(season: list[Footage]) -> None:
    wanted = worth_a_look([element(0), element(0, 1)], [0.01, 0.5], season)
    assert wanted == {0: [PLACE.widen(AROUND)], 1: [PLACE.widen(AROUND)]}
    assert worth_a_look([element(0)], [0.01], season) == {}


def test_what_was_looked_at_is_not_looked_at_again(season: list[Footage]) -> None:
    steps: list[Progress] = []
    wanted = worth_a_look([element(0, 1)], [0.5], season)
    look_closer(season, wanted, ToyEncoder(), Listener(lambda _: None, steps.append))
    assert all(footage.has_seen(PLACE) for footage in season)
    assert not any(footage.has_seen(Span(0.0, 30.0)) for footage in season)
    assert worth_a_look([element(0, 1)], [0.5], season) == {}
    assert [(step.stage, step.done, step.total) for step in steps] == [("look", 1, 2), ("look", 2, 2)]
