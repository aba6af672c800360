"""The picture of second i / fps is the one shown then, whatever the container does with time and shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every, number_in
from intromark.errors import MediaError
from intromark.media import pictures, probe

FILM = Fraction(24000, 1001)
UNEVEN = [Fraction(ms, 1000) for ms in (0, 40, 900, 1000, 1001, 1990, 2010, 3500, 3600)]


def shown(
    path: Path, fps: float = 1.0, start: float = 0.0, end: float | None = None
) -> list[tuple[int, int]]:
    return [(i, number_in(picture)) for i, picture in pictures(path, fps, start, end)]


def last_begun(times: Sequence[Fraction], seconds: Fraction) -> int:
    return max((n for n, time in enumerate(times) if time - times[0] <= seconds), default=0)


@pytest.mark.parametrize("fps", [1, 2, 8, 0.5])
@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        pytest.param("a.mkv", Drawing(), id="25 frames a second"),
        pytest.param("a.mp4", Drawing(), id="B-frames behind an edit list"),
        pytest.param("a.avi", Drawing(), id="avi, which keeps no times of showing"),
        pytest.param("a.avi", Drawing(codec="mpeg4", options={"bf": "2"}), id="avi with MPEG-4"),
        pytest.param("a.h264", Drawing(), id="no timestamps at all"),
        pytest.param("a.mkv", Drawing(times=every(FILM, 100), rate=FILM), id="23.976"),
        pytest.param("a.mp4", Drawing(times=UNEVEN), id="variable rate, mp4"),
        pytest.param("a.mkv", Drawing(times=UNEVEN), id="variable rate, mkv"),
        pytest.param("a.mkv", Drawing(times=every(25, 100, 5), sounds=[Sound(length=9)]), id="starts late"),
        pytest.param(
            "a.mp4", Drawing(times=every(25, 100, 5), sounds=[Sound(length=9, codec="aac")]), id="late mp4"
        ),
        pytest.param(
            "a.ts",
            Drawing(times=every(25, 100, -1), muxing={"avoid_negative_ts": "disabled"}),
            id="starts before time 0",
        ),
        pytest.param(
            "a.mkv",
            Drawing(times=every(25, 100, -1), muxing={"avoid_negative_ts": "disabled"}),
            id="a quarter of the timestamps missing",
        ),
        pytest.param(
            "a.ts",
            Drawing(options={"x264-params": "keyint=20:open-gop=1:bframes=3:b-adapt=0"}),
            id="open groups of pictures",
        ),
        pytest.param("a.mpg", Drawing(codec="mpeg2video", options={"bf": "2"}), id="program stream"),
        pytest.param("a.webm", Drawing(codec="libvpx-vp9", options={"cpu-used": "8"}), id="webm"),
        pytest.param("a.mkv", Drawing(times=(Fraction(0),)), id="one frame"),
        pytest.param("a.mp4", Drawing(times=every(25, 25)), id="one second"),
        pytest.param(
            "a.mkv", Drawing(times=(*every(25, 30), *every(25, 30, 6))), id="a gap repeats the picture"
        ),
    ],
)
def test_each_picture_is_the_one_shown(tmp_path: Path, name: str, drawing: Drawing, fps: float) -> None:
    path = draw_video(tmp_path / name, drawing)
    found = shown(path, fps)
    assert [i for i, _ in found] == list(range(math.ceil(round(probe(path).duration * fps, 2))))
    assert len(found) > (drawing.times[-1] - drawing.times[0]) * Fraction(fps)
    for i, number in found:
        second, rounding = i / Fraction(fps), Fraction(7, 10000)  # containers round to milliseconds
        assert last_begun(drawing.times, second - rounding) <= number
        assert number <= last_begun(drawing.times, second + rounding)


@pytest.mark.parametrize(("start", "end"), [(0, 2), (0.5, 3), (1, 1), (2.5, None), (3.9, 9), (100, None)])
def test_part_of_a_video_is_the_part_of_all(tmp_path: Path, start: float, end: float | None) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(options={"x264-params": "keyint=20:open-gop=1:bframes=3"}))
    last = float("inf") if end is None else end
    assert shown(path, 4, start, end) == [row for row in shown(path, 4) if start <= row[0] / 4 < last]


def test_edit_list_hides_frames(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mp4", Drawing(times=every(25, 100, -1)))
    assert shown(path) == [(0, 25), (1, 50), (2, 75)]
    assert probe(path).duration == pytest.approx(3)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_rotated(tmp_path: Path, name: str, turned: int) -> None:
    path = draw_video(tmp_path / name, Drawing(turned=turned))
    assert shown(path) == [(0, 0), (1, 25), (2, 50), (3, 75)]
    size = (96, 64) if turned == 180 else (64, 96)
    assert next(pictures(path))[1].shape == (*size[::-1], 3)
    assert (probe(path).width, probe(path).height) == size


@pytest.mark.parametrize(
    ("drawing", "size"),
    [
        pytest.param(Drawing(pixel=Fraction(4, 3)), (128, 64), id="wide pixels"),
        pytest.param(Drawing(pixel=Fraction(1, 2)), (48, 64), id="narrow pixels"),
        pytest.param(Drawing(pixel=Fraction(4, 3), turned=90), (64, 128), id="wide pixels, turned"),
        pytest.param(Drawing(pixel=Fraction(200, 1)), (96, 64), id="a nonsense shape is ignored"),
        pytest.param(Drawing(size=(97, 63), pix_fmt="yuv444p"), (97, 63), id="odd"),
    ],
)
def test_size_as_shown(tmp_path: Path, drawing: Drawing, size: tuple[int, int]) -> None:
    path = draw_video(tmp_path / "a.mkv", drawing)
    assert (probe(path).width, probe(path).height) == size
    assert next(pictures(path))[1].shape == (*size[::-1], 3)
    assert shown(path) == [(0, 0), (1, 25), (2, 50), (3, 75)]


@pytest.mark.parametrize(
    ("codec", "pix_fmt"),
    [
        *(("libx264", "yuv420p10le"), ("libx264", "gray"), ("libx265", "yuv422p10le"), ("mjpeg", "yuvj420p")),
        *(("ffv1", pix_fmt) for pix_fmt in ("rgba64le", "gray10le", "yuva420p", "bgra")),
    ],
)
def test_pixel_formats(tmp_path: Path, codec: str, pix_fmt: str) -> None:
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    path = draw_video(tmp_path / "a.mkv", Drawing(codec=codec, pix_fmt=pix_fmt, options=options))
    assert shown(path) == [(0, 0), (1, 25), (2, 50), (3, 75)]
    picture = next(pictures(path))[1]
    assert picture.dtype == np.uint8
    assert picture.flags.c_contiguous


def test_interlaced(tmp_path: Path) -> None:
    path = draw_video(
        tmp_path / "a.ts", Drawing(codec="mpeg2video", options={"flags": "+ildct+ilme", "top": "1"})
    )
    assert shown(path) == [(0, 0), (1, 25), (2, 50), (3, 75)]


@pytest.mark.parametrize(("limit", "size"), [(32, (48, 32)), (63, (94, 63)), (64, (96, 64)), (500, (96, 64))])
def test_scaled_down_and_never_up(tmp_path: Path, limit: int, size: tuple[int, int]) -> None:
    path = draw_video(tmp_path / "a.mkv")
    found = list(pictures(path, max_height=limit))
    assert [(i, number_in(picture)) for i, picture in found] == [(0, 0), (1, 25), (2, 50), (3, 75)]
    assert {picture.shape for _, picture in found} == {(*size[::-1], 3)}


def test_scaled_height_is_the_one_shown(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mp4", Drawing(turned=90))
    assert next(pictures(path, max_height=48))[1].shape == (48, 32, 3)


def test_file_is_closed_when_the_reader_stops_early(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv")
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("needs /proc")
    before = len(list(descriptors.iterdir()))
    reading = pictures(path)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert len(list(descriptors.iterdir())) == before


@pytest.mark.parametrize("wrong", [{"fps": 0.0}, {"fps": float("nan")}, {"start": -1.0}, {"max_height": 0}])
def test_arguments_are_checked_at_the_call(tmp_path: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        pictures(tmp_path / "none.mkv", **wrong)  # type: ignore[arg-type]


def test_a_missing_file_is_an_error_at_the_first_picture(tmp_path: Path) -> None:
    reading = pictures(tmp_path / "none.mkv")
    with pytest.raises(MediaError):
        next(reading)
