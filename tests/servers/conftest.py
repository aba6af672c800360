"""Fakes that listen, and marks to send to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from intromark.errors import ServerError
from intromark.segment import Label
from intromark.servers.base import Server
from intromark.servers.diff import Change
from intromark.servers.mapping import parse_maps
from intromark.servers.marks import Mark
from intromark.servers.pushed import Pushed
from intromark.servers.pushing import Push, Report, WantedEpisode

from .fakes import FakeEmby, FakeJellyfin, Running

EPISODES = {f"id{number}": f"/tv/Show/S01E{number:02}.mkv" for number in range(1, 6)}
INTRO = Mark(6_400, 15_400, Label.INTRO)
FINER = Mark(6_440, 15_360, Label.INTRO)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def jellyfin() -> Iterator[FakeJellyfin]:
    fake = FakeJellyfin(dict(EPISODES))
    with Running(fake):
        yield fake


@pytest.fixture
def emby() -> Iterator[FakeEmby]:
    fake = FakeEmby(dict(EPISODES))
    with Running(fake):
        yield fake


class Sender:
    """Sends to one server, and keeps what it is told.

    Attributes:
        lines: Of the last diff: what to do, with which span.
        errors: That were told.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "pushed.json"
        self.lines: list[str] = []
        self.errors: list[ServerError] = []

    def send(
        self,
        server: Server,
        marks: Mapping[int, Mark | list[Mark] | None],
        *maps: str,
        replace: bool = False,
        dry_run: bool = False,
    ) -> Report:
        """Marks by number of the episode; None says that it has no intro."""
        self.lines, self.errors = [], []
        push = Push(
            server,
            Pushed(self.file),
            parse_maps(maps),
            replace=replace,
            dry_run=dry_run,
            on_change=self._told,
            on_error=self.errors.append,
            pauses=(0.0, 0.0),
        )
        return push.send(
            [
                WantedEpisode(
                    Path(EPISODES.get(f"id{number}", f"/tv/Show/S01E{number:02}.mkv")), _by_label(one)
                )
                for number, one in marks.items()
            ]
        )

    def _told(self, path: Path, change: Change) -> None:
        self.lines.append(f"{change.act} {path.stem[-2:]} {change.mark.start} {change.mark.end}")


def _by_label(marks: Mark | list[Mark] | None) -> dict[Label, Mark | None]:
    if marks is None:
        return {Label.INTRO: None}
    listed = marks if isinstance(marks, list) else [marks]
    return {mark.label: mark for mark in listed}


@pytest.fixture
def sender(tmp_path: Path) -> Sender:
    return Sender(tmp_path)
