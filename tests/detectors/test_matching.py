"""Two episodes are compared as far as they are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detectors.timeline import Stretch, episode, season, story, theme
from intromark.arrays import Floats
from intromark.detectors.matching import Pair
from intromark.features import Features
from intromark.held import Held
from intromark.segment import Source
from intromark.soundprint import STEP_RATE


def heard_only(features: Features, first: int, last: int) -> Features:
    """The same, where only some seconds of the sound are known."""
    part = features.heard.part(slice(first * STEP_RATE, last * STEP_RATE))
    return replace(features, heard=part, heard_from=float(first))


@pytest.mark.parametrize("stretches", [((20, 90), (45, 115)), ((0, 70), (45, 115)), ((20, 90), (0, 130))])
def test_a_stretch_of_sound_stands_where_it_is(stretches: tuple[tuple[int, int], ...]) -> None:
    whole = episode(1, story(40), theme(30), story(60)), episode(2, story(65), theme(30), story(35))
    parts = [heard_only(one, *stretch) for one, stretch in zip(whole, stretches, strict=True)]
    match = Pair(*whole).matches[0]
    pair = Pair(parts[0], parts[1])
    found = pair.matches[0]
    assert found.lag == match.lag == 25.0
    assert (found.a.start, found.a.end) == pytest.approx((match.a.start, match.a.end), abs=0.51)
    assert found.sound > 10
    nats = pair.evidence(Source.SOUND, np.array([45.0, 60.0, 5.0, 128.0]), match.lag)
    assert (nats > 0).tolist() == [True, True, False, False]


@pytest.mark.parametrize("speed", [1.0, 25 / 24], ids=["one speed", "PAL"])
@pytest.mark.parametrize("glimpsed", [2, 8], ids=["one in two", "one in eight"])
@pytest.mark.parametrize("tone", ["theme", ""], ids=["theme", "dubbed"])
def test_a_pair_that_is_seen_closer_is_as_one_that_was_seen_so(
    speed: float, glimpsed: int, tone: str
) -> None:
    intro = Stretch(14, "theme", tone)
    a, b = season([story(10), intro, story(40)], [story(25), intro, story(30)])
    b = b.at_speed(speed)
    glimpsed_a, glimpsed_b = (replace(one, shown=held_for(one.pictures, glimpsed)) for one in (a, b))
    before, pair = Pair(glimpsed_a, glimpsed_b), Pair(a, b)
    closer = before.seen_closer(a, b)
    assert (closer.alignment, closer.matches) == (pair.alignment, pair.matches)
    again = Pair(glimpsed_a, glimpsed_b, before.alignment).seen_closer(a, b)
    assert (again.alignment, again.matches) == (pair.alignment, pair.matches)
    times = np.arange(0, 60, 0.5)
    for source in Source:
        expected = pair.evidence(source, times, pair.matches[0].lag)
        for one in (closer, again):
            np.testing.assert_array_equal(one.evidence(source, times, pair.matches[0].lag), expected)


def held_for(rows: Floats, steps: int) -> Held:
    """The first of each so many rows, which stands for the others."""
    return Held.of(rows[np.arange(len(rows)) // steps * steps])
