"""Chapters by a copy of the file, where mkvpropedit cannot write them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import av
import pytest

from intromark.errors import FileError
from intromark.export.into_video import mkvpropedit, remux
from intromark.export.into_video.packets import streams_of
from intromark.export.into_video.writing import undo_chapters, write_chapters
from intromark.export.journal import Journal
from intromark.media import probe

from .videos import EARLIER, assert_same_streams, draw_rich, found, marks, nothing

EARLIER_MARKS = [(start, name) for start, _, name in EARLIER]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "written")


@pytest.fixture(autouse=True)
def _no_mkvtoolnix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mkvpropedit, "PROGRAMS", ("no-such-program",))


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_written_and_undone(tmp_path: Path, journal: Journal, suffix: str) -> None:
    video = draw_rich(tmp_path / f"a{suffix}", EARLIER)
    streams, shown = streams_of(video), probe(video)
    assert write_chapters(found(video), journal)
    assert marks(video) == [
        (0, "One"),
        (2000, "Intro"),
        (3000, "Two, <&>"),
        (4000, "Episode"),
        (5000, "Three"),
    ]
    assert_same_streams(streams, video)
    assert probe(video) == shown
    assert not write_chapters(found(video), journal)
    for written in journal.all():
        undo_chapters(written, journal)
    assert marks(video) == EARLIER_MARKS
    assert_same_streams(streams, video)
    assert journal.all() == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [video.name]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_video_without_chapters(tmp_path: Path, journal: Journal, suffix: str) -> None:
    video = draw_rich(tmp_path / f"a{suffix}")
    write_chapters(found(video), journal)
    write_chapters(found(video, 2.5, 4.5), journal)
    assert marks(video) == [(0, "Cold Open"), (2500, "Intro"), (4500, "Episode")]
    assert write_chapters(nothing(video), journal)
    assert marks(video) == []


def test_everything_else_is_kept(tmp_path: Path, journal: Journal) -> None:
    video = draw_rich(tmp_path / "a.mkv", EARLIER)
    video.chmod(0o640)
    before = video.stat()
    write_chapters(found(video), journal)
    assert video.stat().st_mode == before.st_mode
    assert video.stat().st_mtime_ns > before.st_mtime_ns
    with av.open(str(video)) as container:
        assert container.metadata["title"] == "A title"
        kinds = [(stream.type, stream.metadata.get("language")) for stream in container.streams]
        assert kinds[:3] == [("video", None), ("audio", "ger"), ("subtitle", "fre")]
        assert container.streams[3].metadata["filename"] == "a.ttf"


def test_an_mp4_that_begins_with_its_index_still_does(tmp_path: Path, journal: Journal) -> None:
    video = draw_rich(tmp_path / "a.mp4")
    write_chapters(found(video), journal)
    content = video.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_hard_links(tmp_path: Path, journal: Journal) -> None:
    video = draw_rich(tmp_path / "a.mp4")
    os.link(video, tmp_path / "seeding.mp4")
    with pytest.raises(FileError, match=r"has 2 names \(hard links\)"):
        write_chapters(found(video), journal)
    write_chapters(found(video), journal, hard_links=True)
    assert marks(tmp_path / "seeding.mp4") == []


def test_a_full_disk(tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    video = draw_rich(tmp_path / "a.mp4")
    before = video.read_bytes()
    real = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: real._replace(free=1 << 20))
    with pytest.raises(FileError, match=r"no room beside .* for a copy: 1 MiB are free, and 64 MiB"):
        write_chapters(found(video), journal)
    assert video.read_bytes() == before
    assert journal.all() == []


def test_a_copy_that_is_not_the_same_is_not_taken(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = draw_rich(tmp_path / "a.mp4")
    before = video.read_bytes()
    monkeypatch.setattr(remux, "streams_of", lambda copy: streams_of(copy)[:-1])
    with pytest.raises(FileError, match="is not the same video"):
        write_chapters(found(video), journal)
    assert video.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.mp4"]
    assert journal.all() == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_stopped_in_the_middle(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    video = draw_rich(tmp_path / "a.mkv", EARLIER)
    before = video.read_bytes()

    def stop(*given: object) -> None:
        raise error

    monkeypatch.setattr(remux, "streams_of", stop)
    with pytest.raises((KeyboardInterrupt, FileError, OSError)):
        write_chapters(found(video), journal)
    assert video.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.mkv"]
    assert journal.all() == []
