"""Shots and parts of composed episodes are joined in ways that television has."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.light import LIGHT
from recipes.lite_model.editor import BLACK
from recipes.lite_model.stock import VARIANTS, Stock
from recipes.lite_model.transitions import Shots, joined

CLIPS, SECONDS = 6, 8
COLUMNS = max(one.stop for one in VARIANTS.values())


@pytest.fixture(scope="module")
def stock() -> Stock:
    numbers = np.arange(1, 1 + CLIPS * SECONDS * COLUMNS, dtype=np.int32).reshape(CLIPS, SECONDS, COLUMNS)
    card = np.arange(numbers.max() + 1, numbers.max() + 11, dtype=np.int32).reshape(2, 5)
    rows = np.random.default_rng(0).uniform(0.1, 0.9, (card.max() + 1, 3 + LIGHT)).astype(np.float16)
    rows[BLACK] = 0
    return Stock(rows, list(numbers), {"title card": card})


def plain(stock: Stock, *clips: int) -> np.ndarray:
    """Four seconds of each clip, as they are."""
    return np.concatenate([stock.clips[clip][:4, 0] for clip in clips])


def many(stock: Stock, rows: np.ndarray, begins: np.ndarray, tries: int = 60) -> list[Shots]:
    return [joined(rows, begins, stock, np.random.default_rng(seed)) for seed in range(tries)]


def test_owners_and_first_treatments_are_known(stock: Stock) -> None:
    assert stock.owner[BLACK] == 0
    assert len(set(stock.owner[1:].tolist())) == CLIPS + 2
    assert stock.first[stock.clips[2][3]].tolist() == [stock.clips[2][3, 0]] * COLUMNS
    assert stock.first[BLACK] == stock.first[stock.cards["title card"][0, 0]] == -1


def test_most_changes_are_cuts_and_some_are_not(stock: Stock) -> None:
    rows = plain(stock, 0, 1, 2, 3)
    shown = many(stock, rows, np.zeros(len(rows), np.bool_))
    changed = np.array([(one.rows != rows).sum() for one in shown])
    assert 0.02 < np.mean(changed > 0) < 0.4
    at = {int(second) for one in shown for second in np.flatnonzero(one.rows != rows)}
    assert at <= {3, 4, 7, 8, 11, 12}


def test_the_light_of_a_dissolve_is_between_its_shots(stock: Stock) -> None:
    rows = plain(stock, 0, 1)
    own = stock.rows[rows, -LIGHT:].astype(np.float32)
    shown = many(stock, rows, np.zeros(len(rows), np.bool_), 200)
    mixed = [
        (one, int(second)) for one in shown for second in np.flatnonzero((one.lights != own).any(axis=1))
    ]
    assert mixed
    for one, second in mixed:
        light = one.lights[second]
        assert (light >= np.minimum(own[3], own[4]) - 1e-6).all()
        assert (light <= np.maximum(own[3], own[4]) + 1e-6).all()


def test_parts_are_faded_and_stay_the_still_that_they_were(stock: Stock) -> None:
    rows = plain(stock, 0, 1)
    begins = np.zeros(len(rows), np.bool_)
    begins[[0, 4]] = True
    shown = many(stock, rows, begins)
    faded = [one for one in shown if (one.rows != rows).any()]
    assert faded
    for one in faded:
        assert np.array_equal(stock.first[one.rows], stock.first[rows])
        assert set(np.flatnonzero(one.rows != rows)) <= {3, 4}
        assert {int(row) for row in one.rows} <= {*rows, *stock.clips[0][3], *stock.clips[1][0]}


def test_cards_and_black_get_darker_and_stay_themselves(stock: Stock) -> None:
    rows = np.array([*stock.cards["title card"][0][:3], BLACK, BLACK], np.int32)
    begins = np.array([True, False, False, True, False])
    for one in many(stock, rows, begins):
        assert np.array_equal(one.rows, rows)
