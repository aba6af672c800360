"""Sound is read where pictures find an intro, and else all of it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.detectors.elements import Link, Occurrence
from intromark.detectors.matching import Match
from intromark.earshot import AROUND, ENOUGH, listen_to, worth_hearing
from intromark.events import Listener, Progress
from intromark.footage import Footage, read_footage
from intromark.span import Span
from toy_encoder import ToyEncoder

PLACE = Span(30.0, 35.0)
LENGTH = 80
DRAWN = Drawing(
    every(5, 5 * LENGTH),
    rate=Fraction(5),
    options={"x264-params": "keyint=10:scenecut=0"},
    sounds=[Sound(length=LENGTH)],
)


def intro(episode: int, place: Span = PLACE) -> Occurrence:
    link = Link(1 - episode, place, 1.0, 0.0, Match(place, 0.0, 3.0, 0.0))
    return Occurrence(episode, place, (link,))


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_video(tmp_path_factory.mktemp("earshot") / "S01E01.mkv", DRAWN)


@pytest.fixture
def season(video: Path) -> list[Footage]:
    """Two episodes of which no sound was read."""
    return [read_footage(video, ToyEncoder(), sparing=True) for _ in range(2)]


def test_round_an_intro_and_else_all(season: list[Footage]) -> None:
    assert not any(footage.hears for footage in season)
    wanted = worth_hearing(season, {1: intro(1)})
    assert wanted == {0: None, 1: PLACE.widen(AROUND)}
    steps: list[Progress] = []
    listen_to(season, wanted, Listener(lambda _: None, steps.append))
    assert season[0].has_heard()
    assert season[1].has_heard(PLACE.widen(AROUND))
    assert not season[1].has_heard()
    assert [(step.stage, step.done, step.total) for step in steps] == [("listen", 1, 2), ("listen", 2, 2)]


def test_what_was_heard_is_not_heard_again(season: list[Footage]) -> None:
    listen_to(season, {0: None, 1: PLACE.widen(ENOUGH)}, Listener(lambda _: None, lambda _: None))
    assert worth_hearing(season, {0: intro(0), 1: intro(1)}) == {}
    assert worth_hearing(season, {1: intro(1)}) == {}


@pytest.mark.parametrize(
    "intros",
    [
        pytest.param({}, id="no intro any more"),
        pytest.param({1: intro(1, Span(50.0, 60.0))}, id="elsewhere"),
        pytest.param({1: intro(1, Span(20.0, 35.0))}, id="longer"),
    ],
)
def test_who_was_heard_in_the_wrong_place_is_heard_as_a_whole(
    season: list[Footage], intros: dict[int, Occurrence]
) -> None:
    listen_to(season, {0: None, 1: PLACE.widen(ENOUGH)}, Listener(lambda _: None, lambda _: None))
    assert worth_hearing(season, intros) == {1: None}


def test_a_stretch_of_sound_keeps_its_place(season: list[Footage]) -> None:
    season[0].listen()
    season[1].listen(PLACE)
    whole, part = season[0].features(), season[1].features()
    assert part.heard_from == PLACE.start
    np.testing.assert_allclose(part.sound, whole.sound[240:280], atol=0.02)
    season[1].listen(Span(10.0, 20.0))
    assert season[1].features().heard_from == 10.0
    assert season[1].has_heard(Span(20.0, 30.0))


def test_a_video_without_sound_is_heard(tmp_path: Path) -> None:
    silent = read_footage(draw_video(tmp_path / "S01E01.mkv", Drawing()), ToyEncoder(), sparing=True)
    assert silent.has_heard()
    assert worth_hearing([silent], {}) == {}
