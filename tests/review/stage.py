"""A small library that was scanned once, a desk over a copy of its catalog, and clients of the application."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from intromark.events import Listener
from intromark.library.analysing import Analysis
from intromark.library.catalog import Catalog
from intromark.library.rules import Rules
from intromark.library.scanning import analyse
from intromark.library.tasks import look
from intromark.review.app import create_app
from intromark.review.desk import Desk
from intromark.review.guarding import Keys
from intromark.review.serving import open_place
from intromark.store import Store
from small_library import draw_library

HOST = "127.0.0.1:8470"
NAMES = ["Show 1 S01E01", "Show 1 S01E02", "Show 1 S01E03", "Show 1 S01E04"]


@dataclass(frozen=True)
class Shelf:
    """A library on the disk, its catalog and what was read of it."""

    folder: Path

    @property
    def library(self) -> Path:
        return self.folder / "tv"

    @property
    def catalog(self) -> Path:
        return self.folder / "catalog.db"

    @property
    def store(self) -> Store:
        return Store(self.folder / "features")

    def scan(self) -> None:
        silent = Listener(lambda _: None, lambda _: None)
        with Catalog(self.catalog) as catalog:
            _, tasks = look(catalog, [self.library], Rules(), Analysis(), silent)
            analyse(catalog, tasks, silent, self.store)


@pytest.fixture(scope="session")
def first_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Scanned once. Nobody writes into it."""
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    draw_library(shelf.library, seasons=1, episodes=4)
    shelf.scan()
    return shelf


@pytest.fixture
def shelf(first_shelf: Shelf, tmp_path: Path) -> Shelf:
    """The same library and copies of its catalog and features."""
    copy = Shelf(tmp_path / "shelf")
    shutil.copytree(first_shelf.folder, copy.folder, ignore=shutil.ignore_patterns("tv"))
    copy.library.symlink_to(first_shelf.library)
    return copy


@pytest.fixture
def desk(shelf: Shelf) -> Iterator[Desk]:
    opened = Desk.over(shelf.catalog, shelf.store)
    yield opened
    opened.close()


class Client(TestClient):
    """A client that has read the session, as the page does."""

    def change(self, method: str, path: str, body: object = None) -> Any:
        token = self.get("/api/session").json()["token"]
        return self.request(method, path, json=body, headers={"X-Intromark-Token": token})

    def episodes(self) -> dict[str, Any]:
        """By name, as the season has them."""
        season = self.get("/api/library").json()["shows"][0]["seasons"][0]["id"]
        return {one["name"]: one for one in self.get(f"/api/seasons/{season}").json()["episodes"]}

    def say(self, episode: Any, *edits: tuple[str, float, float] | tuple[str], origin: str = "edit") -> Any:
        """Save what is said of an episode: ("intro", 1.0, 7.0), or ("intro",) where there is none."""
        told = [
            {
                "label": label,
                "span": {"start": times[0], "end": times[1]} if times else None,
                "origin": origin,
            }
            for label, *times in edits
        ]
        body = {"revision": episode["revision"], "edits": told}
        return self.change("PUT", f"/api/episodes/{episode['id']}/edits", body)


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    with Client(create_app(desk, Keys()), f"http://{HOST}", raise_server_exceptions=False) as opened:
        yield opened


@contextmanager
def served(catalog: Path, store: Store, keys: Keys | None = None) -> Iterator[str]:
    """A server on a port of this machine; its address."""
    uvicorn = pytest.importorskip("uvicorn", reason="needs the review extra")
    place = open_place(port=0)
    app = create_app(Desk.over(catalog, store), keys or place.keys)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place.socket]})
    thread.start()
    try:
        yield place.address
    finally:
        server.should_exit = True
        thread.join(20)
