"""What is done when, on files that only look like videos; the command as a whole is run in tests/cli/test_watch.py."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from intromark.errors import CatalogError
from intromark.library import watching
from intromark.library.analysing import Analysis
from intromark.library.rules import Rules
from intromark.library.scanning import Analysed
from intromark.library.tasks import Task
from intromark.library.watching import Begun, Came, Done, Failed, Happening, Looked, Pace, Waits, Watch, Went

from .conftest import Shelf

E1, E2, F1 = (
    "Show/Season 01/Show S01E01.mkv",
    "Show/Season 01/Show S01E02.mkv",
    "Other/Season 01/Other S01E01.mkv",
)
SHOW, OTHER = Path("Show/Season 01"), Path("Other/Season 01")
PATIENCE = 20.0  # seconds
Kind = TypeVar("Kind", bound=Happening)


def put_old(shelf: Shelf, name: str) -> Path:
    path = shelf.put(name)
    os.utime(path, (1e9, 1e9))
    return path


def run(shelf: Shelf, settle: float = 0.2, retry: float = 0.2) -> Iterator[Happening]:
    watch = Watch(shelf.catalog, Rules(), Analysis(), Pace(settle, retry=retry), shelf.listener)
    return watch.run([shelf.folder])


def until(happenings: Iterator[Happening], kind: type[Kind]) -> Kind:
    end = time.monotonic() + PATIENCE
    for one in happenings:
        if isinstance(one, kind):
            return one
        assert time.monotonic() < end
    raise AssertionError("a watch has no end")


@pytest.fixture(autouse=True)
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The seasons that are analysed, which does nothing here: so they are never done."""
    titles: list[str] = []

    def analyse(_catalog: object, tasks: tuple[Task, ...], *_rest: object, **_more: object) -> Analysed:
        titles.extend(task.title for task in tasks)
        return Analysed(len(tasks))

    monkeypatch.setattr(watching, "analyse", analyse)
    return titles


def test_a_start(shelf: Shelf, analysed: list[str]) -> None:
    put_old(shelf, E1)
    put_old(shelf, F1)
    happenings = run(shelf, retry=100)
    found = [next(happenings) for _ in range(6)]
    assert [type(one) for one in found] == [Came, Looked, Begun, Done, Begun, Done]
    assert isinstance(found[1], Looked)
    assert len(found[1].changed) == 2
    assert analysed == ["Other, Season 1", "Show, Season 1"]


def test_what_is_new_at_the_start_waits(shelf: Shelf, analysed: list[str]) -> None:
    put_old(shelf, F1)
    shelf.put(E1)
    happenings = run(shelf, settle=1.0, retry=100)
    assert until(happenings, Waits).folder == shelf.folder / SHOW
    assert [path.name for path in until(happenings, Looked).changed] == ["Other S01E01.mkv"]
    assert [path.name for path in until(happenings, Looked).changed] == ["Show S01E01.mkv"]
    until(happenings, Done)
    until(happenings, Done)
    assert analysed[0] == "Other, Season 1"
    assert analysed[-1] == "Show, Season 1"


def test_a_season_that_changes_before_its_turn_waits(shelf: Shelf, analysed: list[str]) -> None:
    put_old(shelf, E1)
    put_old(shelf, F1)
    happenings = run(shelf, settle=0.5, retry=100)
    until(happenings, Done)
    shelf.put(E2)
    time.sleep(0.2)  # the system tells of it in a thread of its own
    assert until(happenings, Waits).folder == shelf.folder / SHOW
    looked = until(happenings, Looked)
    assert looked.survey.met.new == 1
    assert analysed == ["Other, Season 1"]
    assert until(happenings, Begun).tasks[0].title == "Other, Season 1"
    assert [len(task.episodes) for task in until(happenings, Begun).tasks] == [2]


def test_what_came_to_nothing_is_tried_again(shelf: Shelf, analysed: list[str]) -> None:
    put_old(shelf, E1)
    happenings = run(shelf)
    for _ in range(3):
        until(happenings, Done)
    assert analysed == ["Show, Season 1"] * 3


def test_a_catalog_that_is_locked_is_tried_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    put_old(shelf, E1)
    happenings = run(shelf)
    until(happenings, Came)

    def refuse(*_arguments: object) -> None:
        raise CatalogError("it is locked")

    with monkeypatch.context() as patch:
        patch.setattr(watching, "survey", refuse)
        assert until(happenings, Failed).error.message == "it is locked"
        until(happenings, Failed)
    until(happenings, Done)


def test_a_library_that_goes_takes_its_seasons_from_the_queue(shelf: Shelf, analysed: list[str]) -> None:
    put_old(shelf, E1)
    put_old(shelf, F1)
    happenings = run(shelf, retry=100)
    until(happenings, Done)
    shelf.folder.rename(shelf.folder.with_name("away"))
    assert until(happenings, Went).library == shelf.folder
    shelf.folder.with_name("away").rename(shelf.folder)
    until(happenings, Came)
    assert analysed == ["Other, Season 1"]
    assert not any(entry.episode.missing for entry in shelf.entries().values())


def test_the_catalog_is_backed_up_when_there_is_nothing_to_do(shelf: Shelf) -> None:
    put_old(shelf, E1)
    backup = shelf.catalog.path.with_name("catalog.db.backup")
    happenings = run(shelf)
    until(happenings, Begun)
    assert not backup.exists()
    until(happenings, Looked)
    assert backup.exists()
