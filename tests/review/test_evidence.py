"""Score curves, with those of a model where one comes with the encoder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("fastapi", reason="needs the review extra")

from intromark.detectors.transformer import score_curves
from intromark.embedded import PICTURE_RATE
from intromark.library.catalog import Catalog
from intromark.library.queries import entry_of
from intromark.model import Model
from intromark.model_card import EncoderStamp
from intromark.review.evidence import TRANSFORMER, evidence_of
from intromark.review.known import Known, known_of
from intromark.segment import Label
from toy_model import MODEL, toy

from .stage import Shelf


def known(shelf: Shelf, id: int) -> Known:
    with Catalog(shelf.catalog) as catalog, catalog.reading() as connection:
        entry = entry_of(connection, id)
    assert entry is not None
    found = known_of(shelf.catalog, shelf.store, entry)
    assert found is not None
    return found


def test_a_model_has_a_curve_of_its_own(shelf: Shelf) -> None:
    seen = replace(known(shelf, 1), model=None)
    assert TRANSFORMER not in evidence_of(seen, shelf.store).curves
    stamp = EncoderStamp("lite", seen.encoder.fingerprint, 512)
    card = replace(MODEL, encoder=stamp)
    model = Model(card, toy(inputs=card.inputs), Path("toy"))
    told = evidence_of(replace(seen, model=model), shelf.store)
    rows = seen.footage[0].glimpses.held().expanded()
    wanted = score_curves(rows, PICTURE_RATE, model, seen.footage[0].duration)[Label.INTRO]
    assert told.rates[TRANSFORMER] == PICTURE_RATE
    assert np.abs(told.curves[TRANSFORMER] - wanted).max() < 0.001
    again = evidence_of(replace(seen, model=model), shelf.store)
    assert {name: list(curve) for name, curve in again.curves.items()} == {
        name: list(curve) for name, curve in told.curves.items()
    }
    assert again.ties == told.ties


def test_the_episode_comes_first_and_its_neighbours_next(shelf: Shelf) -> None:
    assert [entry.episode.id for entry in known(shelf, 3).entries] == [3, 2, 4, 1]


def test_ties_say_where_it_stands_in_the_others(shelf: Shelf) -> None:
    seen = known(shelf, 1)
    for tie in evidence_of(seen, shelf.store).ties:
        other = seen.entries[tie.sibling].detection
        own = seen.entries[0].detection
        assert other is not None
        assert own is not None
        if tie.picture and tie.sound:
            assert tie.there(own.segments[0].start) == pytest.approx(other.segments[0].start, abs=0.3)
