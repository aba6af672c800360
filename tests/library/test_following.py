"""What the system tells of folders, and which of them come and go."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from watchfiles import Change

import intromark.library.following
from intromark.errors import MediaError
from intromark.library.following import Changes, Follower, Step

MOMENT = 0.05
PATIENCE = 10.0  # seconds


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    return path


def until(follower: Follower, happened: Callable[[Step], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened(follower.step()):
        assert time.monotonic() < end


@pytest.mark.parametrize("poll", [None, 0.1], ids=["events", "polling"])
def test_changes_are_told(poll: float | None, tmp_path: Path) -> None:
    first = put(tmp_path / "tv/Show/E1.mkv")
    seen: Changes = set()

    def has(change: Change, path: Path) -> Callable[[Step], bool]:
        def is_seen(step: Step) -> bool:
            seen.update(step.changes)
            return (change, str(path)) in seen

        return is_seen

    with Follower([tmp_path / "tv"], MOMENT, poll) as follower:
        assert follower.step() == Step(came=(tmp_path / "tv",))
        put(tmp_path / "tv/Show/.hidden.mkv")
        put(tmp_path / "tv/.trash/E1.mkv")
        second = put(tmp_path / "tv/Show/E2.mkv")
        until(follower, has(Change.added, second))
        first.unlink()
        until(follower, has(Change.deleted, first))
        new = put(tmp_path / "tv/New/E1.mkv")
        until(follower, has(Change.added, new.parent))
    assert not [path for _, path in seen if "/." in path.removeprefix(str(tmp_path))]


def test_libraries_come_and_go(tmp_path: Path) -> None:
    here, nas = tmp_path / "here", tmp_path / "nas"
    put(here / "E1.mkv")
    with Follower([here, nas], MOMENT) as follower:
        assert follower.step() == Step(came=(here,), went=(nas,))
        nas.mkdir()  # the place of a disk that is not mounted
        assert follower.step() == Step()
        put(nas / "E1.mkv")
        assert follower.step() == Step(came=(nas,))
        assert [*follower.there] == [here, nas]
        nas.rename(tmp_path / "away")
        until(follower, lambda step: step.went == (nas,))
        assert [*follower.there] == [here]
        (tmp_path / "away").rename(nas)
        until(follower, lambda step: step.came == (nas,))
        shutil.rmtree(here)
        until(follower, lambda step: step.went == (here,))


def test_another_disk_in_the_place_comes(tmp_path: Path) -> None:
    put(tmp_path / "tv/E1.mkv")
    put(tmp_path / "other/E1.mkv")
    with Follower([tmp_path / "tv"], MOMENT) as follower:
        follower.step()
        (tmp_path / "tv").rename(tmp_path / "old")
        (tmp_path / "other").rename(tmp_path / "tv")
        until(follower, lambda step: step.came == (tmp_path / "tv",))


def test_one_that_goes_while_it_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tv, real = tmp_path / "tv", intromark.library.following._identity
    put(tv / "E1.mkv")
    shutil.rmtree(tv)
    monkeypatch.setattr(intromark.library.following, "_identity", lambda _library: (1, 1))
    with Follower([tv], MOMENT) as follower:
        follower.step()
        monkeypatch.setattr(intromark.library.following, "_identity", real)
        assert follower.step() == Step(went=(tv,))


def test_too_many_files_for_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: Path, **_options: object) -> object:
        raise OSError("OS file watch limit reached. about []")
        yield

    put(tmp_path / "E1.mkv")
    monkeypatch.setattr(intromark.library.following, "watch", refuse)
    with (
        Follower([tmp_path], MOMENT) as follower,
        pytest.raises(MediaError, match="limit reached") as raised,
    ):
        follower.step()
    assert "--poll" in raised.value.hint
