"""Chapters in Matroska files, with mkvtoolnix where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from intromark.errors import FileError
from intromark.export.into_video import mkvpropedit
from intromark.export.into_video.packets import streams_of
from intromark.export.into_video.writing import undo_chapters, write_chapters
from intromark.export.journal import Journal

from .videos import EARLIER, assert_same_streams, draw_rich, found, marks, nothing

pytestmark = pytest.mark.skipif(not mkvpropedit.is_installed(), reason="mkvtoolnix is not installed")

ORDERED = b"""<?xml version="1.0"?>
<Chapters><EditionEntry><EditionFlagOrdered>1</EditionFlagOrdered><ChapterAtom>
<ChapterUID>5</ChapterUID><ChapterTimeStart>00:00:00</ChapterTimeStart><ChapterTimeEnd>00:00:08</ChapterTimeEnd>
</ChapterAtom></EditionEntry></Chapters>"""

NESTED = b"""<?xml version="1.0"?>
<Chapters><EditionEntry><EditionUID>1</EditionUID>
<ChapterAtom><ChapterUID>4</ChapterUID><ChapterTimeStart>00:00:00</ChapterTimeStart></ChapterAtom></EditionEntry>
<EditionEntry><EditionFlagDefault>1</EditionFlagDefault><EditionUID>2</EditionUID>
<ChapterAtom><ChapterUID>5</ChapterUID><ChapterTimeStart>00:00:00</ChapterTimeStart>
<ChapterTimeEnd>00:00:08</ChapterTimeEnd>
<ChapterDisplay><ChapterString>Part</ChapterString><ChapterLanguage>ger</ChapterLanguage></ChapterDisplay>
<ChapterAtom><ChapterUID>6</ChapterUID><ChapterTimeStart>00:00:01</ChapterTimeStart>
<ChapterDisplay><ChapterString>Scene</ChapterString><ChapterLanguage>eng</ChapterLanguage></ChapterDisplay>
</ChapterAtom></ChapterAtom></EditionEntry></Chapters>"""


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "written")


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return draw_rich(tmp_path / "a.mkv", EARLIER)


def undo_all(journal: Journal, **options: bool) -> None:
    for written in journal.all():
        undo_chapters(written, journal, **options)


def test_written_and_undone(video: Path, journal: Journal) -> None:
    streams, chapters = streams_of(video), mkvpropedit.read(video)
    assert write_chapters(found(video), journal)
    assert marks(video) == [
        (0, "One"),
        (2000, "Intro"),
        (3000, "Two, <&>"),
        (4000, "Episode"),
        (5000, "Three"),
    ]
    assert_same_streams(streams, video)
    undo_all(journal)
    assert mkvpropedit.same(mkvpropedit.read(video), chapters)
    assert marks(video) == [(start, name) for start, _, name in EARLIER]
    assert_same_streams(streams, video)
    assert journal.all() == []


def test_a_video_without_chapters(tmp_path: Path, journal: Journal) -> None:
    video = draw_rich(tmp_path / "a.mkv")
    write_chapters(found(video), journal)
    assert marks(video) == [(0, "Cold Open"), (2000, "Intro"), (4000, "Episode")]
    undo_all(journal)
    assert mkvpropedit.read(video) == b""


def test_the_same_again_changes_nothing(video: Path, journal: Journal) -> None:
    write_chapters(found(video), journal)
    before = video.read_bytes()
    assert not write_chapters(found(video), journal)
    assert video.read_bytes() == before


@pytest.mark.parametrize("forgets", [False, True])
def test_a_finer_edge_replaces_ours(video: Path, journal: Journal, tmp_path: Path, forgets: bool) -> None:
    write_chapters(found(video), journal)
    write_chapters(found(video, 2.5, 4.1), Journal(tmp_path / "new") if forgets else journal)
    assert [mark for mark in marks(video) if mark[1] in ("Intro", "Episode")] == [
        (2500, "Intro"),
        (4100, "Episode"),
    ]
    if not forgets:
        undo_all(journal)
        assert [name for _, name in marks(video)] == [name for _, _, name in EARLIER]


def test_no_intro_any_more(video: Path, journal: Journal) -> None:
    assert not write_chapters(nothing(video), journal)
    write_chapters(found(video), journal)
    assert write_chapters(nothing(video), journal)
    assert [name for _, name in marks(video)] == [name for _, _, name in EARLIER]


def test_editions_languages_and_nested_chapters_stay(video: Path, journal: Journal) -> None:
    mkvpropedit.write(video, NESTED)
    earlier = mkvpropedit.read(video)
    write_chapters(found(video), journal)
    text = mkvpropedit.read(video)
    assert text.count(b"<EditionEntry>") == earlier.count(b"<EditionEntry>")
    assert b"<ChapterString>Scene</ChapterString>" in text
    assert b"<ChapterLanguage>ger</ChapterLanguage>" in text
    undo_all(journal)
    assert mkvpropedit.same(mkvpropedit.read(video), earlier)


def test_ordered_chapters_are_left_alone(video: Path, journal: Journal) -> None:
    mkvpropedit.write(video, ORDERED)
    before = video.read_bytes()
    with pytest.raises(FileError, match="in which order its parts are played"):
        write_chapters(found(video), journal)
    assert video.read_bytes() == before
    assert journal.all() == []


def test_hard_links(video: Path, journal: Journal, tmp_path: Path) -> None:
    os.link(video, tmp_path / "seeding.mkv")
    before = video.read_bytes()
    with pytest.raises(FileError, match=r"has 2 names \(hard links\)") as error:
        write_chapters(found(video), journal)
    assert "--hard-links" in error.value.hint
    assert video.read_bytes() == before
    assert write_chapters(found(video), journal, hard_links=True)
    with pytest.raises(FileError, match="has 2 names"):
        undo_all(journal)
    undo_all(journal, hard_links=True)
    assert [name for _, name in marks(tmp_path / "seeding.mkv")] == [name for _, _, name in EARLIER]


def test_a_link_stays_one(video: Path, journal: Journal, tmp_path: Path) -> None:
    link = tmp_path / "link.mkv"
    link.symlink_to(video)
    write_chapters(found(link), journal)
    assert link.is_symlink()
    assert (2000, "Intro") in marks(video)
    assert [written.path for written in journal.all()] == [video]


def test_chapters_that_a_person_changed_since(video: Path, journal: Journal) -> None:
    write_chapters(found(video), journal)
    mkvpropedit.write(video, NESTED)
    with pytest.raises(FileError, match="were changed since intromark wrote them"):
        undo_all(journal)
    undo_all(journal, anyway=True)
    assert [name for _, name in marks(video)] == [name for _, _, name in EARLIER]


def test_chapters_that_a_person_changed_are_what_the_next_write_begins_with(
    video: Path, journal: Journal
) -> None:
    write_chapters(found(video), journal)
    mkvpropedit.write(video, NESTED)
    write_chapters(found(video), journal)
    undo_all(journal)
    assert b"Scene" in mkvpropedit.read(video)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_video(video: Path, journal: Journal) -> None:
    video.chmod(stat.S_IRUSR)
    with pytest.raises(FileError, match="cannot write the chapters of"):
        write_chapters(found(video), journal)
    assert journal.all() == []


def test_a_file_that_is_no_matroska(tmp_path: Path, journal: Journal) -> None:
    video = draw_rich(tmp_path / "a.mp4").rename(tmp_path / "wrong.mkv")
    before = video.read_bytes()
    with pytest.raises(FileError, match=r"cannot read the chapters of .* mkvextract says"):
        write_chapters(found(video), journal)
    assert video.read_bytes() == before
    with pytest.raises(FileError, match="no such file"):
        write_chapters(found(tmp_path / "gone.mkv"), journal)
    with pytest.raises(FileError, match="neither MKV nor MP4"):
        write_chapters(found(video.rename(tmp_path / "a.avi")), journal)


# Stands in for mkvpropedit: Ctrl-C is pressed while it writes.
PRESSED = """#!/bin/sh
[ -e "$0.pressed" ] || kill -INT {parent}
touch "$0.pressed"
sleep 0.2
exec {real} "$@"
"""
WRITES = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from export.into_video.videos import found
from intromark.export.into_video.writing import write_chapters
from intromark.export.journal import Journal
script = Path(sys.argv[4])
import os
script.write_text(script.read_text().format(parent=os.getpid(), real=sys.argv[5]))
write_chapters(found(Path(sys.argv[1])), Journal(Path(sys.argv[2])))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs a shell")
def test_ctrl_c_leaves_the_chapters_as_they_were(video: Path, journal: Journal, tmp_path: Path) -> None:
    real = shutil.which("mkvpropedit")
    programs = tmp_path / "bin"
    programs.mkdir()
    script = programs / "mkvpropedit"
    script.write_text(PRESSED)
    script.chmod(0o755)
    streams = streams_of(video)
    arguments = [str(video), str(journal.folder), str(Path(__file__).parents[2]), str(script), str(real)]
    run = subprocess.run(
        [sys.executable, "-c", WRITES, *arguments],
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "KeyboardInterrupt" in run.stderr
    assert [name for _, name in marks(video)] == [name for _, _, name in EARLIER]
    assert_same_streams(streams, video)
    assert journal.all() == []
