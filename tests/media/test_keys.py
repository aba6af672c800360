"""Key frames come with the time at which they are shown, without decoding what is between."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every, number_in
from intromark.errors import MediaError
from intromark.media import CutOff, key_pictures

EVERY_SECOND = {"x264-params": "keyint=25:min-keyint=25:scenecut=0:bframes=3"}


def keys(path: Path, end: float | None = None) -> list[tuple[float, int]]:
    return [(round(time, 3), number_in(picture)) for time, picture in key_pictures(path, end)]


@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        pytest.param("a.mkv", Drawing(options=EVERY_SECOND), id="mkv"),
        pytest.param("a.mp4", Drawing(options=EVERY_SECOND), id="B-frames behind an edit list"),
        pytest.param(
            "a.mkv",
            Drawing(times=every(25, 100, 5), options=EVERY_SECOND, sounds=[Sound(length=9)]),
            id="starts late",
        ),
        pytest.param("a.mkv", Drawing(codec="libx265", options=EVERY_SECOND | {"x265-params": "keyint=25"}), id="HEVC"),
        pytest.param("a.webm", Drawing(codec="libvpx-vp9", options={"g": "25"}), id="VP9"),
    ],
)  # fmt: skip
def test_a_key_frame_shows_what_is_shown_then(tmp_path: Path, name: str, drawing: Drawing) -> None:
    found = keys(draw_video(tmp_path / name, drawing))
    assert len(found) >= 4
    assert all(abs(time * 25 - number) < 0.01 for time, number in found)
    assert found == sorted(set(found))


def test_only_what_begins_before_the_end(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(options=EVERY_SECOND))
    assert keys(path, 2.0) == [(0.0, 0), (1.0, 25)]


def test_of_key_frames_alone_not_every_one(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(codec="mjpeg", pix_fmt="yuvj420p"))
    times = [time for time, _ in keys(path)]
    assert 4 / 0.6 < len(times) < 4 / 0.3
    assert min(np.diff(times)) > 0.399


@pytest.mark.parametrize("name", ["a.avi", "a.h264", "a.ts"])
def test_where_packets_do_not_tell_when_they_are_shown_nothing_comes(tmp_path: Path, name: str) -> None:
    assert keys(draw_video(tmp_path / name, Drawing(options=EVERY_SECOND))) == []


def test_a_cut_off_file_is_told(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(every(25, 250), options=EVERY_SECOND, grain=20))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    cuts: list[CutOff] = []
    last = [time for time, _ in key_pictures(path, on_cut_off=cuts.append)][-1]
    assert [round(cut.declared) for cut in cuts] == [10]
    assert last <= cuts[0].decoded <= last + 1.2


@pytest.mark.parametrize(
    ("name", "options", "muxing"),
    [
        pytest.param("a.mkv", {}, {}, id="mkv"),
        pytest.param("a.mp4", {}, {}, id="index at the end, B-frames behind an edit list"),
        pytest.param("a.mp4", {}, {"movflags": "faststart"}, id="index at the front"),
        pytest.param("a.mkv", {}, {"live": "1"}, id="no index"),
        pytest.param("a.mp4", {"keyint": "3"}, {}, id="close to each other"),
        pytest.param("a.mkv", {"keyint": "270"}, {}, id="far from each other"),
    ],
)
def test_by_the_index_the_same_come(
    tmp_path: Path, name: str, options: dict[str, str], muxing: dict[str, str]
) -> None:
    params = {"keyint": "25", "min-keyint": "1", "scenecut": "0", "bframes": "3"} | options
    coding = {"x264-params": ":".join(f"{key}={value}" for key, value in params.items())}
    drawing = Drawing(every(25, 400), options=coding, muxing=muxing, sounds=[Sound(length=16)])
    path = draw_video(tmp_path / name, drawing)
    read = [(round(time, 3), number_in(picture)) for time, picture in key_pictures(path, 14.0, by_index=True)]
    assert read == keys(path, 14.0)


def test_by_the_index_a_cut_off_file_is_told_as_well(tmp_path: Path) -> None:
    drawing = Drawing(every(25, 250), options=EVERY_SECOND, muxing={"movflags": "faststart"}, grain=20)
    path = draw_video(tmp_path / "a.mp4", drawing)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    cuts: list[list[CutOff]] = [[], []]
    read = [
        [time for time, _ in key_pictures(path, by_index=by_index, on_cut_off=cuts[by_index].append)]
        for by_index in (False, True)
    ]
    assert read[0] == read[1]
    assert cuts[0] == cuts[1] != []


def test_a_file_without_a_picture_is_an_error(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing((), sounds=[Sound()]))
    with pytest.raises(MediaError):
        keys(path)


def test_pictures_are_no_higher_than_wanted(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(every(Fraction(25), 30), options=EVERY_SECOND))
    assert {picture.shape for _, picture in key_pictures(path, max_height=32)} == {(32, 48, 3)}
