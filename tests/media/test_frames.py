"""Reaching a frame by seeking gives the same frame and the same time as decoding up to it."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from drawing import Drawing, draw_video, every, number_in
from intromark.media import frames

OPEN = {"x264-params": "keyint=30:open-gop=1:bframes=3:b-adapt=0:scenecut=0"}
REFRESHED = {"x264-params": "keyint=1000:intra-refresh=1"}
LONG = every(25, 300)
UNEVEN = tuple(Fraction(i * 40 + (i * 7 % 5) * 7, 1000) for i in range(300))
FILM = Fraction(24000, 1001)
STARTS = (0.5, 1.0, 1.04, 3.0, 7.19, 8.0, 11.9, 30.0)


def read(path: Path, start: float, end: float) -> list[tuple[float, int]]:
    return [(time, number_in(picture)) for time, picture in frames(path, start, end)]


@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        pytest.param("a.mkv", Drawing(LONG, options=OPEN), id="mkv, open groups of pictures"),
        pytest.param("a.mp4", Drawing(LONG, options=OPEN), id="mp4"),
        pytest.param("a.mp4", Drawing(every(25, 300, -1), options=OPEN), id="mp4, begun by an edit list"),
        pytest.param("a.mkv", Drawing(every(25, 300, 5), options=OPEN), id="starts late"),
        pytest.param("a.mkv", Drawing(UNEVEN, options=OPEN), id="variable rate"),
        pytest.param("a.mkv", Drawing(every(FILM, 300), rate=FILM, options=OPEN), id="23.976"),
        pytest.param("a.ts", Drawing(LONG, options=OPEN), id="transport stream"),
        pytest.param("a.ts", Drawing(LONG, options=REFRESHED), id="one key frame only"),
        pytest.param("a.ts", Drawing(LONG, codec="mpeg2video", options={"bf": "2"}), id="ts with MPEG-2"),
        pytest.param("a.mpg", Drawing(LONG, codec="mpeg2video", options={"bf": "2"}), id="program stream"),
        pytest.param("a.avi", Drawing(LONG, options=OPEN), id="avi"),
        pytest.param(
            "a.avi", Drawing(LONG, codec="mpeg4", options={"bf": "2", "g": "30"}), id="avi with MPEG-4"
        ),
        pytest.param(
            "a.webm", Drawing(LONG, codec="libvpx-vp9", options={"g": "30", "cpu-used": "8"}), id="webm"
        ),
        pytest.param("a.flv", Drawing(LONG, options=OPEN), id="flv"),
        pytest.param("a.h264", Drawing(LONG, options=OPEN), id="cannot seek, no times"),
        pytest.param(
            "a.mkv",
            Drawing(LONG, codec="libx265", options={"x265-params": "keyint=30:open-gop=1:log-level=none"}),
            id="hevc",
        ),
    ],
)
def test_seeking_changes_nothing(tmp_path: Path, name: str, drawing: Drawing) -> None:
    path = draw_video(tmp_path / name, drawing)
    everything = read(path, 0, 100)
    hidden = sum(time < 0 for time in drawing.times) if name == "a.mp4" else 0
    assert [number for _, number in everything] == list(range(hidden, 300))
    first = drawing.times[hidden]
    for time, number in everything:
        assert time == pytest.approx(float(drawing.times[number] - first), abs=0.0011)
    for start in STARTS:
        assert read(path, start, start + 0.3) == [row for row in everything if start <= row[0] < start + 0.3]


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="PyAV has no Theora encoder")
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        pytest.param("a.ogv", ["-c:v", "libtheora", "-g", "30"], id="ogg with Theora"),
        pytest.param("a.mp4", ["-c", "copy", "-movflags", "frag_keyframe+empty_moov"], id="fragmented mp4"),
    ],
)
def test_seeking_in_what_ffmpeg_writes(tmp_path: Path, name: str, encoding: list[str]) -> None:
    drawn = draw_video(tmp_path / "drawn.mkv", Drawing(LONG, options=OPEN))
    path = tmp_path / name
    command = ["ffmpeg", "-v", "error", "-i", str(drawn), *encoding, str(path)]
    if subprocess.run(command, check=False).returncode:
        pytest.skip("this ffmpeg has no such encoder")
    everything = read(path, 0, 100)
    assert [number for _, number in everything] == list(range(300))
    for start in STARTS:
        assert read(path, start, start + 0.3) == [row for row in everything if start <= row[0] < start + 0.3]


def test_half_open(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(LONG))
    assert read(path, 2.0, 2.08) == [(2.0, 50), (2.04, 51)]
    assert read(path, 2.0, 2.0) == []


def test_scaled_down(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv")
    assert {picture.shape for _, picture in frames(path, 1, 2, max_height=32)} == {(32, 48, 3)}


def test_arguments_are_checked_at_the_call(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="start"):
        frames(tmp_path / "none.mkv", -1, 1)
