"""A model has its say on what recurs; here one to which black is the intro."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from intromark.embedded import PICTURE_RATE, STORED
from intromark.footage import Footage
from intromark.glimpses import Glimpses
from intromark.light import LIGHT
from intromark.model import Model
from intromark.model_card import Calibration, EncoderStamp
from intromark.opinion import lack_of_intro, with_opinion
from intromark.segment import Label
from intromark.segmentation import Place, choose
from intromark.signals import LAGS, TEXT
from intromark.sought import ANY_INTRO
from intromark.span import Span
from toy_model import MODEL, toy

WIDTH = 2 * len(LAGS) + 1
SECONDS = 60


@pytest.fixture
def model() -> Model:
    card = replace(
        MODEL,
        encoder=EncoderStamp("lite", "0123", 4),
        signals={"change": WIDTH},
        heads={Label.INTRO: replace(MODEL.heads[Label.INTRO], calibration=Calibration(12.0, -6.0))},
    )
    return Model(card, toy(inputs=WIDTH, number=WIDTH - 1), Path("toy"))


def episode(black: tuple[float, float]) -> Footage:
    """Pictures of length 1, and none from one second to another."""
    rows = np.zeros((round(SECONDS * PICTURE_RATE), 4 + TEXT + LIGHT), STORED)
    rows[:, 0] = 1
    rows[round(black[0] * PICTURE_RATE) : round(black[1] * PICTURE_RATE)] = 0
    return Footage(Path("a"), SECONDS, np.zeros((0, 32), np.float32), Glimpses.of_all(rows, PICTURE_RATE))


def place(number: int, start: float, end: float) -> Place:
    return Place(number, Span(start, end), SECONDS, pictures=2, sounds=2, surprise=8)


def test_it_is_for_what_it_takes_for_an_intro_and_against_the_rest(model: Model) -> None:
    season = [episode((10, 20)), episode((30, 40))]
    ours, others = [place(0, 10, 20), place(1, 30, 40)], [place(0, 40, 50), place(1, 5, 15)]
    opinions = [[one.opinion for one in places] for places in with_opinion([ours, others], season, model)]
    assert opinions[0] == pytest.approx([1.0, 1.0])
    assert opinions[1] == pytest.approx([-1.0, -1.0])


def test_it_is_silent_where_it_finds_no_intro_at_all(model: Model) -> None:
    """Shows of a kind that it never saw would else speak against all that recurs."""
    ((judged,),) = with_opinion([[place(0, 10, 20)]], [episode((10, 10))], model)
    assert judged.opinion == 0


def test_without_a_model_places_stay_what_they_are() -> None:
    places = [place(0, 10, 20)]
    assert with_opinion([places], [episode((0, 1))], None) == [places]


def test_what_was_not_searched_says_nothing(model: Model) -> None:
    ((judged,),) = with_opinion([[place(0, 70, 80)]], [episode((10, 20))], model)
    assert judged.opinion == 0


def test_it_decides_between_two_that_recur_alike() -> None:
    def twice(opinion: float, start: float) -> list[Place]:
        return [replace(place(number, start, start + 15), opinion=opinion) for number in range(3)]

    assert list(choose([twice(-0.5, 5), twice(0.5, 9)], 3)) == [1]
    assert list(choose([twice(0.5, 5), twice(-0.5, 9)], 3)) == [0]


def test_it_does_not_outvote_strong_siblings() -> None:
    strong = [replace(place(number, 8, 30), surprise=30, opinion=-1) for number in range(5)]
    assert list(choose([strong], 5)) == [0]


def test_it_knows_of_an_intro_that_nobody_shares(model: Model) -> None:
    with_one, without = (lack_of_intro(episode(black), model, ANY_INTRO) for black in ((10, 20), (10, 10)))
    assert with_one is not None
    assert without is not None
    assert with_one < 0 < without
    assert lack_of_intro(episode((10, 20)), None, ANY_INTRO) is None
