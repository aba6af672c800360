"""A recap is judged by what was looked at, not by what happened to be known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from intromark import Label, detect
from intromark.encoders import load_encoder
from intromark.keeping import known_footage
from intromark.recaps import BEGINS
from intromark.span import Span
from intromark.store import Store
from small_library import draw_episode

TOLD = [(1, place) for place in (20, 21, 3, 12, 13, 7, 27)]


@dataclass(frozen=True)
class Drawn:
    """An episode, a second each shot: its seed and its number."""

    shots: list[tuple[int, int]]


def story(seed: int) -> list[tuple[int, int]]:
    """With the intro late, so that nobody looks at the beginning because of it."""
    intro = [(-1, place) for place in range(6)]
    return [*((seed, place) for place in range(28)), *intro, *((seed, place) for place in range(28, 36))]


def test_all_beginnings_are_looked_at_where_one_may_be_a_recap(tmp_path: Path) -> None:
    """An ident that is known of two episodes and stands in all of them is told again by none."""
    for number, shots in enumerate([story(1), [*TOLD, *story(2)], story(3)], start=1):
        draw_episode(tmp_path / f"S01E0{number}.mkv", Drawn(shots))
    store = Store(tmp_path / "cache")
    found = detect([tmp_path], labels=[Label.RECAP], model="none", store=store)
    recaps = [one.first(Label.RECAP) for one in found]
    assert recaps[0] is recaps[2] is None
    assert recaps[1] is not None
    assert (recaps[1].start, recaps[1].end) == pytest.approx((0, 7), abs=0.5)
    encoder = load_encoder()
    for one in found:
        footage = known_footage(one.path, encoder, None, store)
        assert footage is not None
        assert footage.has_seen(Span(0.0, BEGINS))
