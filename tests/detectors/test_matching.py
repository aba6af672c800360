"""Two episodes are compared as far as they are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detectors.timeline import episode, story, theme
from intromark.detectors.matching import Pair
from intromark.features import Features
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
    pair = Pair(*parts)
    found = pair.matches[0]
    assert found.lag == match.lag == 25.0
    assert (found.a.start, found.a.end) == pytest.approx((match.a.start, match.a.end), abs=0.51)
    assert found.sound > 10
    nats = pair.evidence(Source.SOUND, np.array([45.0, 60.0, 5.0, 128.0]), match.lag)
    assert (nats > 0).tolist() == [True, True, False, False]
