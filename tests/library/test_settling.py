"""Folders whose videos change, and when they have stood still."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from intromark.library.settling import Settling, folders_of_videos, meant


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settling(clock: Clock) -> Settling:
    return Settling(10.0, clock)


def test_a_folder_settles_once(tmp_path: Path, settling: Settling, clock: Clock) -> None:
    assert settling.touch(tmp_path)
    assert not settling.touch(tmp_path)
    clock.now += 9
    assert settling.settled() == set()
    clock.now += 1
    assert settling.settled() == {tmp_path}
    assert settling.settled() == set()


@pytest.mark.parametrize(
    ("name", "waits"),
    [("E1.mkv", True), ("E2.MP4", True), ("E2.mkv.part", True), ("E1.nfo", False), (".E2.mkv", False)],
)
def test_what_grows_makes_a_folder_wait(
    name: str, waits: bool, tmp_path: Path, settling: Settling, clock: Clock
) -> None:
    (tmp_path / "E1.mkv").write_bytes(b"1")
    settling.touch(tmp_path)
    clock.now += 9
    with (tmp_path / name).open("ab") as file:
        file.write(b"more")
    settling.settled()
    clock.now += 9
    assert settling.settled() == (set() if waits else {tmp_path})
    clock.now += 1
    assert settling.settled() == ({tmp_path} if waits else set())


def test_a_time_that_changes_alone_counts(tmp_path: Path, settling: Settling, clock: Clock) -> None:
    video = tmp_path / "E1.mkv"
    video.write_bytes(b"1")
    settling.touch(tmp_path)
    os.utime(video, ns=(1, 1))
    clock.now += 10
    assert settling.settled() == set()


def test_a_folder_that_went_settles(tmp_path: Path, settling: Settling, clock: Clock) -> None:
    folder = tmp_path / "gone"
    settling.touch(folder)
    clock.now += 10
    assert settling.settled() == {folder}


@pytest.mark.parametrize(("age", "waits"), [(60, False), (5, True), (-3600, True)], ids=str)
def test_what_changed_lately_waits_at_the_start(
    age: float, waits: bool, tmp_path: Path, settling: Settling
) -> None:
    video = tmp_path / "E1.mkv"
    video.write_bytes(b"1")
    os.utime(video, (time.time() - age, time.time() - age))
    assert settling.unsettled([tmp_path, tmp_path / "gone"]) == ({tmp_path} if waits else set())


def test_videos_of_a_folder_that_waits_are_not_ready(
    tmp_path: Path, settling: Settling, clock: Clock
) -> None:
    settling.touch(tmp_path / "a")
    is_ready = settling.readiness()
    assert not is_ready(tmp_path / "a/E1.mkv")
    assert is_ready(tmp_path / "b/E1.mkv")
    clock.now += 10
    settling.settled()
    assert settling.readiness()(tmp_path / "a/E1.mkv")


@pytest.mark.parametrize("suffix", [".part", ".!qB", ".crdownload", ".aria2", ".tmp"])
def test_a_video_beside_its_partial_file_is_not_ready(
    suffix: str, tmp_path: Path, settling: Settling
) -> None:
    (tmp_path / f"E1.mkv{suffix}").touch()
    assert meant(f"E1.mkv{suffix}") == "E1.mkv"
    is_ready = settling.readiness()
    assert not is_ready(tmp_path / "E1.mkv")
    assert is_ready(tmp_path / "E2.mkv")


def test_folders_of_videos(tmp_path: Path) -> None:
    for name in ("Show/S01/E1.mkv", "Show/S02/E1.mkv", "Show/notes.txt", "Other/.hidden/E1.mkv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert folders_of_videos([tmp_path, tmp_path / "gone"]) == {tmp_path / "Show/S01", tmp_path / "Show/S02"}
