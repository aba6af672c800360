"""What a file is said to be, without decoding it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.media import MediaInfo, frames, probe

FILM = Fraction(24000, 1001)


def test_what_is_known(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=[Sound()]))
    assert probe(path) == MediaInfo(path, duration=4.0, frame_rate=25.0, width=96, height=64, has_sound=True)
    assert probe(str(path)).path == path


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts", "a.avi", "a.webm", "a.mpg", "a.flv", "a.h264"])
@pytest.mark.parametrize("count", [1, 25, 100])
def test_duration_is_the_end_of_the_last_frame(tmp_path: Path, name: str, count: int) -> None:
    codec = {"a.webm": "libvpx-vp9", "a.avi": "mpeg4", "a.mpg": "mpeg2video"}.get(name, "libx264")
    path = draw_video(tmp_path / name, Drawing(every(25, count), codec=codec))
    assert probe(path).duration == pytest.approx(count / 25, abs=0.002)
    assert len(list(frames(path, 0, 10))) == count


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts"])
@pytest.mark.parametrize("start", [0.0, 5.0])
@pytest.mark.parametrize("length", [1.0, 12.0, 30.0])
def test_sound_does_not_count(tmp_path: Path, name: str, start: float, length: float) -> None:
    drawing = Drawing(every(25, 100, start), sounds=[Sound(length=length, codec="aac")])
    assert probe(draw_video(tmp_path / name, drawing)).duration == pytest.approx(4, abs=0.002)


def test_film_rate(tmp_path: Path) -> None:
    info = probe(draw_video(tmp_path / "a.mkv", Drawing(every(FILM, 100), rate=FILM)))
    assert info.frame_rate == pytest.approx(23.976, abs=0.001)
    assert info.duration == pytest.approx(100 / 23.976, abs=0.002)
