"""The commands of the library, on a small one that is scanned once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from intromark.labels.reading import read_labels
from small_library import SmallEpisode, draw_episode, draw_library

from .conftest import Home, invoke, live_in

FIRST, SECOND = "Show 1 S01E01.mkv", "Show 1 S01E02.mkv"
BROKEN = "Show 1 S01E04.mkv"


def listed() -> dict[str, dict[str, object]]:
    return {Path(one["path"]).name: one for one in json.loads(invoke("list", "--json").stdout)}


def span(name: str) -> list[object]:
    """Start, end and origin of an intro; nothing where there is none."""
    segments = listed()[name]["segments"]
    assert isinstance(segments, list)
    return [segments[0][key] for key in ("start", "end", "origin")] if segments else []


def test_a_first_scan(home: Home) -> None:
    assert (home.scanned.exit_code, home.scanned.stdout) == (0, "")
    assert home.scanned.stderr.splitlines() == [
        "1 season, 3 episodes: 3 new",
        "analysed 1 season: 3 episodes with an intro, 0 without",
    ]


def test_a_second_scan(home: Home) -> None:
    again = invoke("scan", home.library)
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "1 season, 3 episodes: nothing new\n")
    assert invoke("scan", home.library, "--quiet").stderr == ""


def test_a_rehearsal_changes_nothing(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path / "other"
    draw_episode(elsewhere / "Foo/Season 1/a.mkv", SmallEpisode(9, 1))
    for catalog, new in (((), "2 seasons, 4 episodes: 1 new"), (("--catalog", tmp_path / "new.db"), "4 new")):
        run = invoke("scan", home.library, elsewhere, "--dry-run", *catalog)
        assert run.exit_code == 0
        assert "1 of 1\tFoo, Season 1\n" in run.stdout
        assert new in run.stderr
    assert not (tmp_path / "new.db").exists()
    assert set(listed()) == {FIRST, SECOND, "Show 1 S01E03.mkv"}


def test_a_file_that_cannot_be_read(home: Home, tmp_path: Path) -> None:
    library = tmp_path / "broken"
    for name in (FIRST, SECOND):
        (library / "Show").mkdir(parents=True, exist_ok=True)
        shutil.copy(home.library / "Show 1/Season 01" / name, library / "Show" / name)
    (library / "Show" / BROKEN).write_text("garbage")
    first = invoke("scan", library)
    assert first.exit_code == 1
    assert f"error: cannot read `{library}/Show/{BROKEN}`: it is no media file" in first.stderr
    assert "2 episodes with an intro, 0 without, 1 file could not be read" in first.stderr
    second = invoke("scan", library)
    assert second.exit_code == 1
    assert "error: 1 file could not be read before, and did not change since\nhint:" in second.stderr
    assert f"{BROKEN}: cannot read" in invoke("stats").stdout
    assert "cannot be read" in invoke("list", library).stdout


def test_a_scan_that_writes(known_season: Path) -> None:
    mine = known_season / FIRST.replace("mkv", "edl")
    mine.write_text("1.00\t2.00\t3\n")
    left = f"left 1 file as before, not written by intromark or edited since, such as `{mine}`"
    for wrote in ([f"wrote 2 edl files in `{known_season}`"], []):
        run = invoke("scan", known_season, "--write", "edl")
        assert (run.exit_code, run.stderr.splitlines()[1:]) == (0, [*wrote, left])
    assert mine.read_text() == "1.00\t2.00\t3\n"
    invoke("edit", SECOND, "--none")
    run = invoke("scan", known_season, "--write", "edl")
    assert run.stderr.splitlines()[1:] == [f"removed 1 edl file in `{known_season}`", left]
    invoke("undo-write", known_season)
    assert [path.name for path in known_season.glob("*.edl")] == [mine.name]


def test_a_scan_that_writes_where_it_may_not(known_season: Path) -> None:
    (known_season / FIRST.replace("mkv", "edl")).mkdir()
    (known_season / SECOND.replace("mkv", "intromark.json")).symlink_to("nowhere")
    run = invoke("scan", known_season, "--write", "edl", "--write", "json")
    assert run.exit_code == 0
    assert "left 2 files as before" in run.stderr
    assert invoke("scan", known_season, "--dry-run", "--write", "edl").exit_code == 2


def test_rules(home: Home, tmp_path: Path) -> None:
    rules = tmp_path / "config/intromark/rules.toml"
    rules = Path(os.environ["XDG_CONFIG_HOME"]) / "intromark/rules.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text('[show."Show 1"]\nskip = true\n')
    assert invoke("scan", home.library).stderr == "0 seasons, 0 episodes: nothing new\n"
    rules.write_text("[shows.x]\n")
    run = invoke("scan", home.library)
    assert run.exit_code == 1
    assert run.stderr.startswith(f"error: `{rules}` has a key that means nothing: `shows`\nhint: do you mean")
    assert invoke("scan", home.library, "--rules", tmp_path / "no.toml").exit_code == 1


def test_an_edit_and_what_becomes_of_it(home: Home) -> None:
    done = invoke("edit", "show e01", "0:01.5", "6")
    assert (done.exit_code, done.stderr) == (0, f"intro of `{FIRST}`: 0:01.50 - 0:06.00\n")
    assert span(FIRST) == [1.5, 6.0, "edit"]
    redone = invoke("redo", "show 1")
    assert "analysed 1 season: 3 episodes with an intro" in redone.stderr
    assert span(FIRST) == [1.5, 6.0, "edit"]
    assert " edited" in invoke("list").stdout
    shown = invoke("show", home.library / "Show 1/Season 01" / FIRST).stdout
    assert "anna" in shown and "0:01.50 - 0:06.00" in shown and "detected" in shown
    dropped = invoke("unlock", FIRST)
    assert dropped.stderr == f"dropped of `{FIRST}`: intro edited, 0:01.50 - 0:06.00\n"
    assert span(FIRST)[2] == "detected"
    assert invoke("unlock", FIRST).stderr == "nothing of it was edited or locked\n"


def test_an_edit_of_a_season(home: Home) -> None:
    invoke("edit", SECOND, "--none")
    done = invoke("edit", FIRST, "1", "7", "--season")
    assert done.stderr.splitlines() == [
        f"intro of `{FIRST}`: 0:01.00 - 0:07.00",
        "the same in 1 other episode of its season",
        f"edited or locked before, and left as it was: `{SECOND}`",
    ]
    assert span("Show 1 S01E03.mkv")[:2] == pytest.approx([3.0, 9.0], abs=0.26)
    assert span(SECOND) == []


def test_locks(home: Home) -> None:
    before = span(FIRST)
    assert invoke("lock", "show 1").stderr == "locked 3 episodes\n"
    assert invoke("lock", FIRST).stderr == "locked 0 episodes; 1 stay as they were\n"
    assert span(FIRST) == [*before[:2], "lock"]


def test_labels_of_what_is_confirmed(home: Home, tmp_path: Path) -> None:
    invoke("edit", FIRST, "1", "7")
    printed = invoke("export", "labels")
    written = invoke("export", "labels", FIRST, "--out", tmp_path / "labels.json")
    assert written.stderr == f"wrote 1 label to `{tmp_path}/labels.json`\n"
    assert (tmp_path / "labels.json").read_text() == printed.stdout
    (row,) = read_labels(tmp_path / "labels.json").rows
    assert (Path(row.id).name, row.start, row.end, row.show_name) == (FIRST, 1.0, 7.0, "Show 1")


def test_stats(home: Home) -> None:
    told = json.loads(invoke("stats", "--json").stdout)
    assert [(one["show"], one["episodes"], one["coverage"]) for one in told["shows"]] == [("Show 1", 3, 1.0)]
    assert sum(told["confidence"]) == 3
    assert told["look"] == []
    text = invoke("stats").stdout
    assert "Show 1         3         3       3      100%" in text
    assert "nothing needs a look" in text


def test_the_cache() -> None:
    invoke("cache", "clear")
    assert "files   0" in invoke("cache", "info").stdout
    assert invoke("cache", "prune", "--limit", "1.5G").stderr == "freed 0 B\n"
    run = invoke("cache", "prune", "--limit", "much")
    assert run.exit_code == 2
    assert "'much' is not a size" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("scan",), "Missing argument 'LIBRARY...'"),
        (("scan", ".", "--jobs", "0"), "0 is not in the range"),
        (("scan", ".", "--search", "0"), "nothing to search"),
        (("edit", "a"), "give START and END, or --none"),
        (("edit", "a", "1"), "give START and END, or --none"),
        (("edit", "a", "1", "2", "--none"), "give START and END, or --none"),
        (("edit", "a", "2", "1"), "START must be before END"),
        (("edit", "a", "1:75", "2"), "is not a time"),
        (("edit", "a", "--none", "--label", "advert"), "'advert' is not one of"),
        (("lock",), "Missing argument 'NAME...'"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], sentence: str) -> None:
    run = invoke(*arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert sentence in " ".join(run.stderr.split())


@pytest.mark.parametrize("command", ["show", "edit", "lock", "unlock", "redo", "list", "stats"])
def test_a_name_that_means_nothing(command: str, home: Home) -> None:
    run = invoke(command, "no such show", *(("1", "2") if command == "edit" else ()))
    assert run.exit_code == 1
    assert run.stderr.startswith(
        "error: nothing in the catalog is called `no such show`\nhint: scan it first"
    )


def test_an_edit_beyond_the_end(home: Home) -> None:
    run = invoke("edit", FIRST, "1", "1:00:00")
    assert run.exit_code == 1
    assert "is not inside" in run.stderr
    assert span(FIRST)[2] == "detected"


def test_a_damaged_catalog(home: Home) -> None:
    catalog = Path(os.environ["XDG_DATA_HOME"]) / "intromark/catalog.db"
    invoke("edit", FIRST, "1", "7")
    for path in catalog.parent.glob("catalog.db-*"):
        path.unlink()
    catalog.write_bytes(b"rubbish" * 1000)
    run = invoke("list")
    assert run.exit_code == 1
    assert run.stderr.startswith(f"error: the catalog `{catalog}` is damaged\nhint: put its last backup, `")
    shutil.copy(f"{catalog}.backup", catalog)
    assert span(FIRST) == [1.0, 7.0, "edit"]


# Presses Ctrl-C when the first season is kept.
PRESSED = """
import os, signal
from intromark.cli import main
from intromark.library import scanning

real = scanning.keep

def keep(*arguments):
    real(*arguments)
    os.kill(os.getpid(), signal.SIGINT)

scanning.keep = keep
main()
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_what_is_done(jobs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live_in(tmp_path, monkeypatch)
    draw_library(tmp_path / "tv", seasons=3, episodes=2)
    command = [sys.executable, "-c", PRESSED, "scan", str(tmp_path / "tv"), "--jobs", jobs]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (130, "")
    assert run.stderr == "3 seasons, 6 episodes: 6 new\ninterrupted\n"
    resumed = invoke("scan", tmp_path / "tv")
    assert "analysed 2 seasons: 4 episodes with an intro, 0 without" in resumed.stderr
