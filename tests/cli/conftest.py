"""A tiny season that is drawn and searched once, and what else the commands' tests share."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import intromark.pipeline
from intromark.cli import intromark as group
from intromark.cli import tongue
from intromark.compose import Block, BlockKind, Cue, CueKind, EpisodePlan, Master, SeasonPlan, Shot, render
from intromark.detection import Detection
from small_library import draw_library

LOOK = 12
MASTER = Master(rate=Fraction(10), width=192, height=108)
FAMILIES = ("city", "harbour", "street", "crowd", "mountains", "emblem")
ELSEWHERE = ("room", "forest", "table", "kitchen", "closeup", "outlines", "road")
INTRO = Block(
    BlockKind.INTRO,
    9.0,
    tuple(Shot(family, 9, 9, LOOK, 1.5) for family in FAMILIES),
    (Cue(CueKind.MUSIC, 7, 0.0, 9.0),),
)


def story(place: int, seconds: float) -> Block:
    """Places and a speaker that no other episode has."""
    families = (*ELSEWHERE[place % 7 :], *ELSEWHERE)[:3]
    shots = tuple(
        Shot(family, place + turn, place, LOOK, seconds / 3) for turn, family in enumerate(families)
    )
    return Block(BlockKind.STORY, seconds, shots, (Cue(CueKind.SPEECH, place, 0.0, seconds),))


PLAN = SeasonPlan(
    "Tiny",
    (
        EpisodePlan("S01E01", (story(70, 3.0), INTRO, story(144, 9.0)), MASTER),
        EpisodePlan("S01E02", (story(212, 5.0), INTRO, story(286, 8.0)), MASTER),
        EpisodePlan("S01E03", (INTRO, story(353, 12.0)), MASTER),
        EpisodePlan("S01E10", (story(425, 15.0),), MASTER),
    ),
)


@pytest.fixture
def russian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Russian is spoken, and after that English again."""
    monkeypatch.setattr(tongue, "_spoken", [tongue.ENGLISH])
    monkeypatch.setattr("gettext.textdomain", str)  # click's words stay English in this process
    tongue.speak(["ru"])
    yield


def invoke(*arguments: str | os.PathLike[str]) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(group, [os.fspath(argument) for argument in arguments], prog_name="intromark")


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four episodes, three with the intro, and truth.json. Nobody writes into it."""
    folder = tmp_path_factory.mktemp("drawn")
    render(PLAN, folder)
    return folder


@pytest.fixture(scope="session")
def truth(drawn: Path) -> dict[str, dict[str, list[float] | None]]:
    answers: dict[str, dict[str, list[float] | None]] = json.loads((drawn / "truth.json").read_text())
    return answers


@dataclass(frozen=True)
class Run:
    """What a command did.

    Attributes:
        folder: That was searched: the season, an empty file and one of garbage.
        result: Exit status and outputs.
        detections: What the pipeline answered.
    """

    folder: Path
    result: Result
    detections: Sequence[Detection]


@pytest.fixture(scope="session")
def first_run(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`intromark detect --write edl` on the season and two broken files: searched once for all tests."""
    folder = tmp_path_factory.mktemp("library") / "Season 1"
    shutil.copytree(drawn, folder)
    (folder / "S01E04.mkv").touch()
    (folder / "S01E05.mkv").write_bytes(b"no video" * 1000)
    answers: list[Detection] = []
    real = intromark.pipeline.detect

    def remember(*paths: object, **options: object) -> list[Detection]:
        answers.extend(real(*paths, **options))  # type: ignore[arg-type]
        return answers

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intromark.pipeline, "detect", remember)
        result = invoke("detect", folder, "--write", "edl")
    return Run(folder, result, answers)


@pytest.fixture
def season(first_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose search takes no time, because the answers of the first run are given again."""
    folder = tmp_path / "Season 1"
    folder.mkdir()
    moved = []
    for answer in first_run.detections:
        path = folder / answer.path.name
        path.touch()
        moved.append(Detection(path, answer.duration, answer.segments, answer.absence, answer.provenance))
    monkeypatch.setattr(intromark.pipeline, "detect", lambda *_paths, **_options: moved)
    return folder


@dataclass(frozen=True)
class Home:
    """A person's folders: a library that was scanned, and what the scan printed."""

    folder: Path
    scanned: Result

    @property
    def library(self) -> Path:
        return self.folder / "tv"


@pytest.fixture(scope="session")
def first_scan(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Scanned once. Nobody writes into it."""
    folder = tmp_path_factory.mktemp("home")
    draw_library(folder / "tv", seasons=1, episodes=3)
    with pytest.MonkeyPatch.context() as patch:
        live_in(folder, patch)
        return Home(folder, invoke("scan", folder / "tv"))


@pytest.fixture
def home(first_scan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The same library and a copy of its catalog."""
    folder = tmp_path / "home"
    shutil.copytree(first_scan.folder, folder, ignore=shutil.ignore_patterns("tv"))
    (folder / "tv").symlink_to(first_scan.library)
    live_in(folder, monkeypatch)
    return Home(first_scan.folder, first_scan.scanned)


def live_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    for kind in ("DATA", "CONFIG", "CACHE"):
        patch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    patch.delenv("INTROMARK_CATALOG", raising=False)
    patch.setenv("LOGNAME", "anna")


@pytest.fixture
def known_season(home: Home, tmp_path: Path) -> Path:
    """The season in a folder that may be written to, known to a catalog as if it had been scanned there."""
    shutil.copytree(home.library, tmp_path / "tv")
    catalog = sqlite3.connect(Path(os.environ["XDG_DATA_HOME"]) / "intromark/catalog.db")
    with catalog:
        for column in ("episode.path", "season.folder"):
            table, name = column.split(".")
            catalog.execute(
                f"UPDATE {table} SET {name} = replace({name}, ?, ?)",
                (str(home.library), str(tmp_path / "tv")),
            )
    catalog.close()
    return tmp_path / "tv/Show 1/Season 01"
