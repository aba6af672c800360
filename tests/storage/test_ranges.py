"""Files on a web server: each part is fetched once, and what is wrong with the server is survived, or said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.errors import FileError, MediaError
from intromark.fingerprint import fingerprint
from intromark.media import frames, key_pictures, pictures, probe, sound
from intromark.storage import ranges
from intromark.storage.places import status_of
from intromark.storage.reading import fetched, opened, status
from storage.web import Web, serving

pytest.importorskip("aiohttp", reason="needs the storage extra")

BLOCK = ranges.BLOCK
CONTENT = np.random.default_rng(0).bytes(40 * BLOCK + 1234)
VIDEO = Drawing(
    times=every(25, 150),
    size=(192, 128),
    grain=30,
    options={"preset": "ultrafast", "x264-params": "keyint=25:min-keyint=25:scenecut=0"},
    sounds=[Sound(clicks=(1.0, 3.0), length=6, codec="aac")],
)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setattr(ranges, "PAUSE", 0.01)
    (tmp_path / "a.bin").write_bytes(CONTENT)
    with serving(tmp_path) as web:
        yield web


def read(web: Web, start: int, count: int) -> bytes:
    with opened(f"{web.address}/a.bin") as file:
        file.seek(start)
        return file.read(count)


def test_what_is_read_twice_is_fetched_once(web: Web) -> None:
    place = 5 * BLOCK + 7
    assert read(web, place, 100) == CONTENT[place : place + 100]
    assert web.sent == BLOCK
    assert read(web, place + 50, 100) == CONTENT[place + 50 : place + 150]
    assert web.sent == BLOCK == fetched(f"{web.address}/a.bin")


def test_who_reads_on_is_given_more_at_a_time(web: Web) -> None:
    with opened(f"{web.address}/a.bin") as file:
        assert b"".join(iter(lambda: file.read(1000), b"")) == CONTENT
    assert web.sent == len(CONTENT)
    assert len(web.requests) < 10


def test_the_end_is_the_end(web: Web) -> None:
    assert read(web, len(CONTENT) - 10, 100) == CONTENT[-10:]
    assert read(web, len(CONTENT), 100) == b""


def test_without_ranges_all_is_fetched_once(web: Web) -> None:
    web.ranges = False
    assert read(web, 0, 10) == CONTENT[:10]
    assert read(web, 30 * BLOCK, 10) == CONTENT[30 * BLOCK : 30 * BLOCK + 10]
    # The beginning is given before it is known that the rest cannot be.
    assert fetched(f"{web.address}/a.bin") == BLOCK + len(CONTENT)


@pytest.mark.parametrize("trouble", ["failing", "cut"])
def test_two_failures_in_a_row_are_survived(web: Web, trouble: str) -> None:
    setattr(web, trouble, 2)
    assert read(web, 0, BLOCK) == CONTENT[:BLOCK]


@pytest.mark.parametrize("trouble", ["failing", "cut"])
def test_more_are_told(web: Web, trouble: str) -> None:
    setattr(web, trouble, 3)
    with pytest.raises(FileError, match=r"cannot read `http://127.*a.bin`: ") as caught:
        read(web, 0, BLOCK)
    assert caught.value.hint
    assert read(web, 0, BLOCK) == CONTENT[:BLOCK]


def test_what_is_not_there_is_told_at_once(web: Web) -> None:
    with pytest.raises(FileError, match="there is no such file"), opened(f"{web.address}/b.bin"):
        pass


def test_no_such_scheme() -> None:
    with pytest.raises(FileError, match="cannot read `nowhere://a`"):
        status_of("nowhere://a")


def test_a_file_that_changed_is_fetched_anew(web: Web, tmp_path: Path) -> None:
    address = f"{web.address}/a.bin"
    before = status(address)
    assert read(web, 0, 4) == CONTENT[:4]
    (tmp_path / "a.bin").write_bytes(b"other")
    assert status(address) != before
    assert read(web, 0, 9) == b"other"


@pytest.mark.parametrize("name", ["a.mkv", "end.mp4", "front.mp4", "a.ts"])
def test_a_video_elsewhere_is_what_it_is_here(web: Web, tmp_path: Path, name: str) -> None:
    muxing = {"movflags": "+faststart"} if name == "front.mp4" else {}
    here = draw_video(tmp_path / name, Drawing(**{**vars(VIDEO), "muxing": muxing}))
    there = Path(f"{web.address}/{name}")
    assert fingerprint(there) == fingerprint(here)
    one, other = probe(here), probe(there)
    assert (one.duration, one.frame_rate, one.has_sound) == (
        other.duration,
        other.frame_rate,
        other.has_sound,
    )
    assert same(key_pictures(here), key_pictures(there))
    assert len(list(pictures(there, 2))) == 12
    assert same(pictures(here, 2, max_height=64), pictures(there, 2, max_height=64))
    assert same(frames(here, 3, 3.5), frames(there, 3, 3.5))
    assert np.array_equal(sound(here), sound(there))
    assert fetched(there) <= here.stat().st_size


def same(here: Iterator[tuple[float, object]], there: Iterator[tuple[float, object]]) -> bool:
    pairs = list(zip(here, there, strict=True))
    return all(a == b and np.array_equal(np.asarray(p), np.asarray(q)) for (a, p), (b, q) in pairs)


def test_a_line_that_breaks_while_a_video_is_read_is_told(web: Web, tmp_path: Path) -> None:
    draw_video(tmp_path / "a.mkv", VIDEO)
    there = Path(f"{web.address}/a.mkv")
    shown = pictures(there, 2)
    next(shown)
    web.failing = 1000
    with pytest.raises(FileError, match="cannot read"):
        list(shown)


def test_an_empty_file_is_told(web: Web, tmp_path: Path) -> None:
    (tmp_path / "a.mkv").touch()
    with pytest.raises(MediaError, match="the file is empty"):
        probe(f"{web.address}/a.mkv")
