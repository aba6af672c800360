"""Of a video that lies elsewhere the key frames are fetched, and the sound where it is wanted."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.footage import read_footage
from intromark.span import Span
from storage.web import serving
from toy_encoder import ToyEncoder

pytest.importorskip("aiohttp", reason="needs the storage extra")

DRAWN = Drawing(
    every(5, 5 * 80),
    size=(320, 176),
    rate=Fraction(5),
    options={"x264-params": "keyint=10:scenecut=0"},
    sounds=[Sound(length=80)],
    grain=30,
)


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4"])
def test_a_fraction_of_the_bytes_tells_the_same(tmp_path: Path, name: str) -> None:
    path = draw_video(tmp_path / name, DRAWN)
    size, here = path.stat().st_size, read_footage(path, ToyEncoder())
    with serving(tmp_path) as web:
        there = read_footage(Path(f"{web.address}/{name}"), ToyEncoder(), sparing=True)
        assert there.fetched < 0.25 * size
        there.listen(Span(2.0, 4.0))
        assert there.fetched < 0.6 * size
    np.testing.assert_array_equal(there.features().pictures, here.features().pictures)
    np.testing.assert_allclose(there.sound[16:32], here.sound[16:32], atol=0.02)
