"""An episode alone is scored, and its intro found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from intromark.detectors.transformer import Answer, read_curve, score_curves
from intromark.model import Model
from intromark.model_card import Calibration
from intromark.segment import Label
from intromark.span import Span
from toy_model import MODEL, WIDTH, toy


@pytest.fixture(scope="module")
def model() -> Model:
    """Says that a frame is an intro where its first number is above 0."""
    return Model(MODEL, toy(), Path("detector.onnx"), threads=1)


def drawn(rows: int, *spans: tuple[int, int]) -> np.ndarray:
    frames = np.full((rows, WIDTH), -4.0)
    for first, last in spans:
        frames[first:last] = 4.0
    return frames


def score_curve(pictures: np.ndarray, rate: float, model: Model) -> np.ndarray:
    return score_curves(pictures, rate, model)[Label.INTRO]


def find_intro(pictures: np.ndarray, rate: float, model: Model) -> Answer:
    return read_curve(score_curve(pictures, rate, model), rate, model)


def test_the_curve(model: Model) -> None:
    curve = score_curve(drawn(30, (4, 12)), 1.0, model)
    assert ((curve > 0.5) == (drawn(30, (4, 12))[:, 0] > 0)).all()


def test_two_rows_a_second_give_edges_of_half_a_second(model: Model) -> None:
    found = find_intro(drawn(60, (9, 24)), 2.0, model)
    assert found.found is not None
    assert found.found.span == Span(4.5, 12.0)
    assert found.found.score > 0.95
    assert found.confidence == pytest.approx(found.found.score)


def test_each_row_is_seen_among_those_a_second_apart(model: Model) -> None:
    frames = drawn(61, (9, 24))
    curve = score_curve(frames, 2.0, model)
    assert (curve[::2] == model.scores(frames[::2])[Label.INTRO]).all()
    assert (curve[1::2] == model.scores(frames[1::2])[Label.INTRO]).all()


def test_no_intro(model: Model) -> None:
    assert find_intro(drawn(30), 1.0, model).found is None
    assert find_intro(drawn(30, (5, 6)), 1.0, model).found is None  # too short
    assert find_intro(drawn(0), 1.0, model).found is None
    assert find_intro(drawn(30), 1.0, model).confidence > 0.95
    assert find_intro(drawn(30, (5, 6)), 1.0, model).confidence < 0.05  # something is there


def test_confidence_is_what_the_card_makes_of_the_score() -> None:
    modestly = replace(
        MODEL.heads[Label.INTRO], certainty=Calibration(0.5, -1.0), absence=Calibration(0.5, -2.0)
    )
    card = replace(MODEL, heads={Label.INTRO: modestly})
    modest = Model(card, toy(), Path("detector.onnx"), threads=1)
    there, absent = (find_intro(rows, 1.0, modest) for rows in (drawn(60, (9, 24)), drawn(60)))
    assert there.found is not None
    log_odds = np.log(there.found.score / (1 - there.found.score))
    assert there.confidence == pytest.approx(1 / (1 + np.exp(1 - 0.5 * log_odds)))
    assert 0.5 < absent.confidence < find_intro(drawn(60), 1.0, Model(MODEL, toy(), Path("a"))).confidence


def test_the_longer_of_two(model: Model) -> None:
    found = find_intro(drawn(60, (3, 8), (20, 40)), 1.0, model)
    assert found.found is not None
    assert found.found.span == Span(20, 40)


@pytest.mark.parametrize("rate", [0.5, 1.5])
def test_a_rate_that_does_not_fit(rate: float, model: Model) -> None:
    with pytest.raises(ValueError, match="multiple"):
        score_curve(drawn(30), rate, model)
