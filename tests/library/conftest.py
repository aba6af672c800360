"""A catalog, folders of files that only look like videos, and small videos that are drawn once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import pytest

from intromark.events import Listener, Problem, Progress
from intromark.library.analysing import Analysis
from intromark.library.catalog import Catalog
from intromark.library.queries import all_entries
from intromark.library.rules import Rules
from intromark.library.scanning import Analysed, analyse
from intromark.library.surveying import Survey
from intromark.library.tasks import look
from intromark.library.values import Entry
from intromark.store import Store
from small_library import draw_library

SEASON = "Show 1/Season 01"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "data" / "catalog.db", patience=0.2) as opened:
        yield opened


@dataclass
class Shelf:
    """A library on the disk with its catalog.

    Attributes:
        folder: The library.
        catalog: What is known of it.
        problems: What was told, in order.
        steps: Progress that was told.
    """

    folder: Path
    catalog: Catalog
    problems: list[Problem] = field(default_factory=list)
    steps: list[Progress] = field(default_factory=list)

    @property
    def listener(self) -> Listener:
        return Listener(self.problems.append, self.steps.append)

    def put(self, name: str, content: str = "") -> Path:
        """A file that only looks like a video; without a content its name is its content."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content or name)
        return path

    def look(self, rules: Rules | None = None) -> Survey:
        return look(self.catalog, [self.folder], rules or Rules(), Analysis(), self.listener)[0]

    def scan(
        self,
        rules: Rules | None = None,
        *,
        retry: bool = False,
        jobs: int = 1,
        analysis: Analysis | None = None,
    ) -> Analysed:
        _, tasks = look(
            self.catalog,
            [self.folder],
            rules or Rules(),
            analysis or Analysis(),
            self.listener,
            retry=retry,
        )
        return analyse(self.catalog, tasks, self.listener, Store(), jobs)

    def entries(self) -> dict[str, Entry]:
        """By the name of the file; of two with one name, the one that is there."""
        with self.catalog.reading() as connection:
            found = sorted(all_entries(connection), key=lambda entry: not entry.episode.missing)
        return {entry.episode.path.name: entry for entry in found}


@pytest.fixture
def shelf(tmp_path: Path, catalog: Catalog) -> Shelf:
    """An empty library."""
    folder = tmp_path / "tv"
    folder.mkdir()
    return Shelf(folder, catalog)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seasons of three episodes. Nobody writes into it."""
    folder = tmp_path_factory.mktemp("small")
    draw_library(folder, seasons=2, episodes=3)
    return folder


@pytest.fixture
def drawn(small: Path, shelf: Shelf) -> Shelf:
    """A library with the first of these seasons."""
    shutil.copytree(small / SEASON, shelf.folder / SEASON)
    return shelf


@pytest.fixture
def two_seasons(small: Path, shelf: Shelf) -> Shelf:
    """A library with both."""
    shutil.copytree(small, shelf.folder, dirs_exist_ok=True)
    return shelf


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the videos that are opened from now on."""
    names: list[str] = []
    real: Callable[..., object] = av.open

    def spy(file: object, *arguments: object, **options: object) -> object:
        names.append(Path(str(getattr(file, "name", file))).name)
        return real(file, *arguments, **options)

    monkeypatch.setattr(av, "open", spy)
    return names
