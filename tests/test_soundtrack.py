"""Of the sound of a video a stretch can be read, with the same features as if all had been."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.soundprint import BANDS
from intromark.soundtrack import all_sound, no_sound_yet, stretch, with_stretch

LENGTH = 40
DRAWN = Drawing(
    every(25, 25 * LENGTH), options={"x264-params": "keyint=50"}, sounds=[Sound(length=LENGTH - 2)]
)


@pytest.fixture(scope="module", params=["a.mkv", "a.mp4"])
def video(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds, of which the last two are silent."""
    return draw_video(tmp_path_factory.mktemp("soundtrack") / request.param, DRAWN)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(160, 240, id="in the middle"),
        pytest.param(0, 80, id="at the beginning"),
        pytest.param(16, 80, id="less before it than is read round it"),
    ],
)
def test_a_stretch_is_as_of_all(video: Path, first: int, last: int) -> None:
    prints, kinds = all_sound(video, None)
    part, parted = with_stretch(video, no_sound_yet(LENGTH), first, last)
    assert stretch(parted) == slice(first, last)
    assert not part[:first].any()
    assert not part[last:].any()
    np.testing.assert_allclose(part[first:last], prints[first:last], atol=0.02)
    np.testing.assert_allclose(parted[first:last], kinds[first:last], atol=0.1)


def test_where_the_sound_has_ended_it_is_silent(video: Path) -> None:
    part, kinds = with_stretch(video, no_sound_yet(LENGTH), 8 * (LENGTH - 5), 8 * LENGTH)
    assert stretch(kinds) == slice(8 * (LENGTH - 5), 8 * LENGTH)
    assert not part[8 * (LENGTH - 1) :].any()
    np.testing.assert_array_equal(kinds[8 * (LENGTH - 1) :], [[0, 0, 0, -8]] * 8)


def test_nothing_was_read() -> None:
    prints, kinds = no_sound_yet(2.0)
    assert prints.shape == (16, BANDS)
    assert stretch(kinds) == slice(0, 0)
