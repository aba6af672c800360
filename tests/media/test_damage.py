"""What is left of a broken file is read, and it is said where it ends."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from drawing import Drawing, Sound, draw_video, every, number_in
from intromark.errors import MediaError
from intromark.media import CutOff, frames, pictures, probe, sound

TEN = Drawing(
    every(25, 250),
    options={"x264-params": "keyint=25"},
    sounds=[Sound((1.0, 2.5), length=10, codec="aac")],
    grain=20,
)
HEADER_FIRST = replace(TEN, muxing={"movflags": "faststart"})
DURATION = b"\x44\x89\x88"
"""Matroska's element for the length of the file: eight bytes of milliseconds follow."""

LONG_SOUND = Drawing(every(25, 100), sounds=[Sound(length=20)])


Ten = Callable[[str], Path]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    folder = tmp_path_factory.mktemp("drawn")

    @cache
    def content(name: str) -> bytes:
        return draw_video(folder / name, HEADER_FIRST if name == "a.mp4" else TEN).read_bytes()

    return content


@pytest.fixture
def ten(tmp_path: Path, drawn: Callable[[str], bytes]) -> Ten:
    """Ten seconds with sound in the container of this name, in a file of the test's own."""

    def write(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(drawn(name))
        return path

    return write


def read(path: Path) -> tuple[list[tuple[int, int]], list[CutOff]]:
    cuts: list[CutOff] = []
    return [(i, number_in(picture)) for i, picture in pictures(path, on_cut_off=cuts.append)], cuts


def cut(path: Path, share: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts", "a.avi", "a.flv"])
def test_whole_file_is_not_cut_off(ten: Ten, name: str) -> None:
    found, cuts = read(ten(name))
    assert [i for i, _ in found] == list(range(10)) if name != "a.avi" else len(found) >= 10
    assert cuts == []


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.flv"])
@pytest.mark.parametrize("share", [0.75, 0.4])
def test_cut_in_the_middle(ten: Ten, name: str, share: float) -> None:
    path = cut(ten(name), share)
    found, cuts = read(path)
    assert 3 <= len(found) <= 8
    assert found == [(i, i * 25) for i in range(len(found))]
    assert probe(path).duration == pytest.approx(10, abs=0.1)
    (told,) = cuts
    assert told.declared == pytest.approx(10, abs=0.1)
    assert len(found) - 1 < told.decoded <= len(found) + 0.1
    assert 8000 < sound(path).size < 76000


@pytest.mark.parametrize("name", ["a.ts", "a.avi"])
def test_a_container_that_does_not_know_its_length_ends_where_it_is_cut(tmp_path: Path, name: str) -> None:
    path = cut(draw_video(tmp_path / name, replace(TEN, sounds=())), 0.5)
    found, cuts = read(path)
    assert found == [(i, i * 25) for i in range(len(found))]
    assert 3 <= len(found) <= 7
    assert cuts == []
    assert probe(path).duration == pytest.approx(len(found), abs=1.1)


def test_sound_longer_than_the_video_is_no_cut(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", LONG_SOUND)
    found, cuts = read(path)
    assert len(found) == 4
    assert cuts == []
    assert probe(path).duration == pytest.approx(4, abs=0.01)


def test_a_part_that_ends_before_the_cut_is_whole(ten: Ten) -> None:
    path = cut(ten("a.mkv"), 0.75)
    cuts: list[CutOff] = []
    assert len(list(pictures(path, end=2.0, on_cut_off=cuts.append))) == 2
    assert cuts == []


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts"])
def test_frames_after_the_cut_are_none(ten: Ten, name: str) -> None:
    path = cut(ten(name), 0.5)
    assert list(frames(path, 9.0, 9.5)) == []
    assert [round(time, 3) for time, _ in frames(path, 2.0, 2.1)] == [2.0, 2.04, 2.08]


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts"])
def test_damage_in_the_middle_is_passed_over(ten: Ten, name: str) -> None:
    path = ten(name)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = bytes(i * 37 % 256 for i in range(3000))
    path.write_bytes(content)
    found, _ = read(path)
    assert [i for i, _ in found] == list(range(10))
    good = [i for i, number in found if number == i * 25]
    assert set(good) >= {0, 1, 2, 8, 9}
    assert sound(path).size == pytest.approx(80000, abs=400)


def test_nothing_of_the_video_is_left(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mp4", Drawing(muxing={"movflags": "faststart"}))
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"mdat") + 4])
    with pytest.raises(MediaError) as caught:
        next(pictures(path))
    assert caught.value.message == f"cannot read `{path}`: not one frame of its video can be decoded"
    with pytest.raises(MediaError):
        probe(path)


def test_header_at_the_end_is_cut(tmp_path: Path) -> None:
    path = cut(draw_video(tmp_path / "a.mp4"), 0.8)
    with pytest.raises(MediaError, match="it is no media file, or its beginning is damaged"):
        probe(path)


def test_clock_that_starts_again(tmp_path: Path) -> None:
    recording = replace(TEN, times=every(25, 300), sounds=[Sound((1.0,), length=12, codec="aac")], grain=0)
    first = draw_video(tmp_path / "first.ts", recording).read_bytes()
    path = tmp_path / "a.ts"
    path.write_bytes(first + first)
    numbers = [number for _, number in read(path)[0]]
    assert numbers[:12] == [i * 25 for i in range(12)]
    assert len(numbers) == 24
    assert numbers[13:] == pytest.approx([i * 25 for i in range(1, 12)], abs=3)
    assert sound(path).size == pytest.approx(24 * 8000, abs=1600)


def test_time_days_ahead_is_not_waited_for(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing((*every(25, 50), Fraction(10**6))))
    content = path.read_bytes()
    at = content.index(DURATION) + len(DURATION)
    path.write_bytes(content[:at] + struct.pack(">d", 2000.0) + content[at + 8 :])
    assert [i for i, _ in read(path)[0]] == [0, 1]
