"""`intromark write` and `undo-write`, on a copy of the small library."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from export.into_video.videos import assert_same_streams, marks
from intromark.cli.write import CHAPTERS, SIDECARS
from intromark.export import FORMATS
from intromark.export.into_video import mkvpropedit
from intromark.export.into_video.packets import streams_of

from .conftest import invoke

needs_mkvtoolnix = pytest.mark.skipif(not mkvpropedit.is_installed(), reason="mkvtoolnix is not installed")


def suffixes(folder: Path) -> Counter[str]:
    return Counter("".join(path.suffixes[-1:]) for path in folder.iterdir() if not path.name.startswith("."))


def test_the_formats_are_those_there_are() -> None:
    assert list(SIDECARS) == list(FORMATS)
    assert CHAPTERS not in FORMATS


def test_sidecars_written_and_undone(known_season: Path) -> None:
    run = invoke("write", known_season, "--format", "edl", "--format", "skiptro")
    assert (run.exit_code, run.stdout) == (0, "")
    assert run.stderr.splitlines() == [
        f"wrote 3 edl files in `{known_season}`",
        f"wrote 3 skiptro files in `{known_season}`",
    ]
    assert suffixes(known_season) == {".mkv": 3, ".edl": 3, ".json": 3}
    undone = invoke("undo-write", "show 1")
    assert (undone.exit_code, undone.stderr) == (0, "restored 6 files\n")
    assert suffixes(known_season) == {".mkv": 3}
    assert invoke("undo-write", known_season).stderr == "restored 0 files\n"


def test_edits_are_what_is_written(known_season: Path) -> None:
    invoke("edit", known_season / "Show 1 S01E01.mkv", "1", "7.5")
    invoke("edit", known_season / "Show 1 S01E02.mkv", "--none")
    assert invoke("write", "--format", "edl").exit_code == 0
    assert (known_season / "Show 1 S01E01.edl").read_text() == "1.000 7.500 3\n"
    assert not (known_season / "Show 1 S01E02.edl").exists()


def test_a_persons_file_is_kept(known_season: Path) -> None:
    mine = known_season / "Show 1 S01E01.edl"
    mine.write_text("1 2 0\n")
    run = invoke("write", "--format", "edl", "--format", "json")
    assert run.exit_code == 1
    assert f"error: `{mine}` was not written by intromark" in run.stderr
    assert suffixes(known_season) == {".mkv": 3, ".edl": 1, ".json": 3}
    assert invoke("write", "--format", "edl", "--overwrite").exit_code == 0
    assert mine.read_text() != "1 2 0\n"
    assert invoke("undo-write", mine).exit_code == 0
    assert mine.read_text() == "1 2 0\n"


@needs_mkvtoolnix
def test_chapters_written_and_undone(known_season: Path) -> None:
    video = known_season / "Show 1 S01E01.mkv"
    streams = streams_of(video)
    invoke("edit", video, "1", "7")
    run = invoke("write", "--format", "chapters")
    assert (run.exit_code, run.stderr) == (0, "wrote chapters into 3 videos of 3\n")
    assert marks(video) == [(0, "Cold Open"), (1000, "Intro"), (7000, "Episode")]
    assert invoke("write", "--format", "chapters").stderr == "wrote chapters into 0 videos of 3\n"
    assert invoke("scan", known_season.parents[1]).stderr == "1 season, 3 episodes: nothing new\n"
    (entry,) = json.loads(invoke("list", video, "--json").stdout)
    assert entry["edits"][0]["file_changed_since"] is False
    assert "chapters" in invoke("show", video).stdout
    assert invoke("undo-write", "show 1").stderr == "restored 3 files\n"
    assert marks(video) == []
    assert_same_streams(streams, video)
    assert invoke("scan", known_season.parents[1]).stderr == "1 season, 3 episodes: nothing new\n"


@needs_mkvtoolnix
def test_a_video_that_changed_since_the_scan_gets_none(known_season: Path) -> None:
    first, second = known_season / "Show 1 S01E01.mkv", known_season / "Show 1 S01E02.mkv"
    shutil.copy(second, first)
    run = invoke("write", "--format", "chapters")
    assert run.exit_code == 1
    assert f"error: `{first}` has changed since it was scanned\nhint: scan it again" in run.stderr
    assert run.stderr.endswith("wrote chapters into 2 videos of 3\n")
    assert marks(first) == []


def test_what_is_not_there_is_left_out(known_season: Path) -> None:
    (known_season / "Show 1 S01E01.mkv").unlink()
    invoke("scan", known_season.parents[1])
    run = invoke("write", "--format", "edl")
    assert run.stderr.splitlines()[0] == "left out 1 episode: not there, or not analysed yet"
    assert suffixes(known_season) == {".mkv": 2, ".edl": 2}


@pytest.mark.parametrize("command", [("write", "--format", "edl"), ("undo-write",)])
def test_a_name_that_means_nothing(command: tuple[str, ...], known_season: Path) -> None:
    run = invoke(*command, "no such show")
    assert run.exit_code == 1
    assert run.stderr.startswith("error: nothing in the catalog is called `no such show`\n")


def test_usage_errors() -> None:
    assert "Missing option '--format'" in invoke("write").stderr
    assert "'srt' is not one of" in invoke("write", "--format", "srt").stderr
    assert "Missing argument 'NAME...'" in invoke("undo-write").stderr
