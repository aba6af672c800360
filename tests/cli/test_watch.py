"""`intromark watch` as a process of its own: files are copied, renamed and taken away, and it is stopped and killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import click
import pytest

from intromark.cli import watch
from intromark.cli.talk import Talk
from intromark.library import watching
from intromark.library.catalog import Catalog
from small_library import SmallEpisode, draw_episode, draw_library

from .conftest import invoke, live_in

SETTLE = 0.4  # seconds
PATIENCE = 40.0  # seconds: other tests may keep the machine busy
SEASON = "Show 1/Season 01"
NAME = "Show 1 S01E{:02}.mkv"
MAIN = "from intromark.cli import main; main()"


class Watch:
    """A running watch, and what it said so far."""

    def __init__(self, *arguments: str | os.PathLike[str]) -> None:
        command = [sys.executable, "-c", MAIN, "watch", *(os.fspath(one) for one in arguments)]
        if "--settle" not in command:
            command += ["--settle", str(SETTLE)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
        )
        self.lines: list[str] = []
        self.errors: list[str] = []
        self._readers = [
            Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.errors))
        ]
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _read(source: Any, lines: list[str]) -> None:
        lines.extend(line.rstrip("\n") for line in iter(source.readline, ""))

    def until(self, text: str, times: int = 1) -> None:
        """Wait until it has said this so often."""
        wait(lambda: sum(text in line for line in [*self.lines, *self.errors]) >= times, self.told)

    def told(self) -> str:
        return "\n".join([*self.lines, "stderr:", *self.errors])

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join()
        return status


def wait(happened: Callable[[], bool], told: Callable[[], str] = str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, told()
        time.sleep(0.02)


@pytest.fixture(scope="session")
def drawn_episodes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("episodes")
    return [
        draw_episode(folder / NAME.format(number), SmallEpisode(0, number, 1.0 + number % 4))
        for number in range(1, 6)
    ]


@pytest.fixture
def tv(drawn_episodes: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with two episodes."""
    live_in(tmp_path, monkeypatch)
    (tmp_path / "tv" / SEASON).mkdir(parents=True)
    for path in drawn_episodes[:2]:
        shutil.copy2(path, tmp_path / "tv" / SEASON)
        os.utime(tmp_path / "tv" / SEASON / path.name, (1e9, 1e9))
    return tmp_path / "tv"


@pytest.fixture
def start() -> Iterator[Callable[..., Watch]]:
    begun: list[Watch] = []

    def begin(*arguments: str | os.PathLike[str]) -> Watch:
        begun.append(Watch(*arguments))
        return begun[-1]

    yield begin
    for one in begun:
        one.process.kill()
        one.process.wait()


def listed() -> dict[str, dict[str, Any]]:
    return {Path(one["path"]).name: one for one in json.loads(invoke("list", "--json").stdout)}


def copy_slowly(source: Path, target: Path, told: Callable[[], str]) -> str:
    """Copy in pieces that come faster than files settle; returns what was said in the middle."""
    content = source.read_bytes()
    size, middle = len(content) // 8 + 1, ""
    with target.open("wb") as file:
        for place in range(0, len(content), size):
            file.write(content[place : place + size])
            file.flush()
            time.sleep(SETTLE / 2)
            middle = told()
    return middle


def test_what_comes_is_analysed_when_it_is_whole(
    tv: Path, drawn_episodes: list[Path], start: Callable[..., Watch]
) -> None:
    season = tv / SEASON
    run = start(tv, "--write", "edl")
    run.until("wrote 2 edl files in")
    assert run.lines == [
        f"watching `{tv}`",
        "1 season, 2 episodes: 2 new",
        "Show 1, Season 1: analysing 2 episodes",
        run.lines[3],
        f"wrote 2 edl files in `{season}`",
    ]
    assert run.lines[3].startswith("Show 1, Season 1: 2 episodes with an intro, 0 without, in ")

    third = season / NAME.format(3)
    middle = copy_slowly(drawn_episodes[2], third, run.told)
    assert f"waiting until the videos in `{season}` stand still" in middle
    assert "3 episodes" not in middle
    wait(third.with_suffix(".edl").exists, run.told)
    assert sum("analysing 3 episodes" in line for line in run.lines) == 1

    partial = season / f"{NAME.format(4)}.part"
    shutil.copy(drawn_episodes[3], partial)
    mine = season / NAME.format(4).replace("mkv", "edl")
    mine.write_text("1.00\t2.00\t3\n")
    time.sleep(2 * SETTLE)
    partial.rename(season / NAME.format(4))
    run.until("analysing 4 episodes")
    run.until(f"left `{mine}` as it is")
    assert mine.read_text() == "1.00\t2.00\t3\n"

    third.rename(season / "Show 1 S01E03 - Its Name.mkv")
    run.until("4 episodes: 1 moved")
    wait((season / "Show 1 S01E03 - Its Name.edl").exists, run.told)
    assert sum("analysing" in line for line in run.lines) == 3

    assert run.end(signal.SIGTERM) == 0
    assert run.lines[-1] == "stopped"
    assert run.errors == []
    assert [len(one["segments"]) for one in listed().values()] == [1, 1, 1, 1]


def test_a_library_that_is_not_there(tv: Path, tmp_path: Path, start: Callable[..., Watch]) -> None:
    away, gone = tmp_path / "away", f"error: `{tv}` is not there, or empty"
    tv.rename(away)
    run = start(tv)
    run.until(gone)
    away.rename(tv)
    run.until("2 episodes with an intro")
    before = listed()
    tv.rename(away)
    run.until(gone, 2)
    tv.mkdir()
    time.sleep(2 * SETTLE)
    assert listed() == before
    tv.rmdir()
    away.rename(tv)
    run.until(f"`{tv}` is back")
    run.until("1 season, 2 episodes: nothing new")
    assert run.end(signal.SIGINT) == 130
    hint = "hint: check the spelling; it is watched as soon as it is there, and what is known of it is kept"
    assert run.errors == [gone, hint, gone, hint, "interrupted"]
    assert listed() == before
    assert sum("analysing" in line for line in run.lines) == 1


def test_what_is_wrong_is_said_once(
    tv: Path, drawn_episodes: list[Path], start: Callable[..., Watch]
) -> None:
    broken = tv / SEASON / NAME.format(9)
    broken.write_text("garbage")
    run = start(tv)
    run.until("2 episodes with an intro, 0 without, 1 file could not be read")
    shutil.copy(drawn_episodes[2], tv / SEASON)
    run.until("3 episodes with an intro")
    assert sum("is no media file" in line for line in run.errors) == 1
    broken.write_text("other garbage")
    run.until("is no media file", 2)
    assert run.end(signal.SIGTERM) == 0


def test_polling(tv: Path, drawn_episodes: list[Path], start: Callable[..., Watch]) -> None:
    run = start(tv, "--poll", "0.2")
    run.until("2 episodes with an intro")
    shutil.copytree(tv / SEASON, tv / "Other" / "Season 01")
    run.until("Other, Season 1: 2 episodes with an intro")
    shutil.rmtree(tv / "Other")
    run.until("1 season, 2 episodes: 2 missing")
    assert run.end(signal.SIGTERM) == 0


def test_killed_and_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: Callable[..., Watch]
) -> None:
    live_in(tmp_path, monkeypatch)
    library, catalog = tmp_path / "tv", tmp_path / "data/intromark/catalog.db"
    draw_library(library, seasons=3, episodes=2)
    for word in ("Season 1: analysing", "Season 1: 2 episodes with", "wrote"):
        run = start(library, "--write", "edl", "--settle", "0")
        run.until(word)
        assert run.end(signal.SIGKILL) == -signal.SIGKILL
        assert sqlite3.connect(catalog).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    run = start(library, "--write", "edl", "--settle", "0")
    wait(lambda: len([*library.rglob("*.edl")]) == 6, run.told)
    assert run.end(signal.SIGTERM) == 0
    assert len(listed()) == 6
    assert invoke("scan", library).stderr == "3 seasons, 6 episodes: nothing new\n"


def test_two_watches_on_one_catalog(
    tv: Path, drawn_episodes: list[Path], start: Callable[..., Watch]
) -> None:
    runs = [start(tv, "--write", "edl", "--jobs", str(jobs)) for jobs in (1, 2)]
    for run in runs:
        run.until("1 season, 2 episodes")
    shutil.copy(drawn_episodes[2], tv / SEASON)
    wait(lambda: len([*tv.rglob("*.edl")]) == 3, runs[0].told)
    for run in runs:
        assert run.end(signal.SIGTERM) == 0
        assert run.errors == []
    assert len(listed()) == 3


def test_what_cannot_be_is_said_at_the_start(tv: Path, tmp_path: Path) -> None:
    file = tv / SEASON / NAME.format(1)
    run = invoke("watch", file)
    assert run.exit_code == 2
    assert "is a file: name the folder to watch" in " ".join(run.stderr.split())
    assert "a library has no name" in " ".join(invoke("watch", "").stderr.split())
    rules = tmp_path / "rules.toml"
    rules.write_text("[shows.x]\n")
    assert "do you mean" in invoke("watch", tv, "--rules", rules).stderr
    database = tmp_path / "other.db"
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    run = invoke("watch", tv, "--catalog", database)
    assert run.exit_code == 1
    assert "no catalog of intromark" in run.stderr


@pytest.mark.parametrize(("kind", "polls"), [("nfs4", False), ("nfs4", True), (None, False)])
def test_a_share_is_warned_of(
    kind: str | None,
    polls: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("intromark.library.shares.share_of", lambda _folder: kind)
    with Catalog(tmp_path / "catalog.db") as catalog:
        log = watch._Log(catalog, (), Talk(), quiet=False, polls=polls)
        log.take(watching.Came(tmp_path))
        log.take(watching.Came(tmp_path))
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [f"watching `{tmp_path}`", f"`{tmp_path}` is back"]
    assert printed.err.count("--poll 60") == (1 if kind and not polls else 0)


def test_the_default_is_the_librarys() -> None:
    (option,) = [one for one in watch.command.params if one.name == "settle"]
    assert isinstance(option, click.Option)
    assert option.default == watching.SETTLE
