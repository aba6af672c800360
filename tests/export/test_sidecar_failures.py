"""Sidecars on disks that are full, read-only or gone, and runs that are stopped."""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intromark.atomic import ABANDONED
from intromark.errors import FileError
from intromark.export.sidecar import write_sidecars
from intromark.export.written import REGISTRY

from .episodes import episode, segment
from .seasons import NEW, OLD, names, new, old


@contextmanager
def failing(
    monkeypatch: pytest.MonkeyPatch, function: str, error: BaseException, when: Callable[[Path], bool]
) -> Iterator[None]:
    """The system call fails for the paths that fulfil the condition."""
    real = getattr(os, function)

    def fail(source: str, *others: str, **options: object) -> object:
        if when(Path((source, *others)[-1])):
            raise error
        return real(source, *others, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, function, fail)
        yield


def is_edl(path: Path) -> bool:
    return path.suffix == ".edl"


@pytest.mark.parametrize(
    ("code", "sentence", "hint"),
    [
        (errno.ENOSPC, r"cannot write `.*a\.edl`: no space left on device", "free some space"),
        (errno.EROFS, r"cannot write `.*a\.edl`: read-only file system", "you may read and write"),
        (errno.EACCES, r"cannot write `.*a\.edl`: permission denied", "read and write"),
    ],
)
def test_system_errors_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str, hint: str
) -> None:
    write_sidecars([old(tmp_path)], "edl")
    error = OSError(code, os.strerror(code))
    with failing(monkeypatch, "replace", error, is_edl), pytest.raises(FileError, match=sentence) as caught:
        write_sidecars([new(tmp_path)], "edl")
    assert hint in caught.value.hint
    assert names(tmp_path) == [REGISTRY, "a.edl"]
    assert (tmp_path / "a.edl").read_text() == OLD


def test_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch, pytest.raises(FileError, match="permission denied"):
        patch.setattr(Path, "open", refuse)
        write_sidecars([old(tmp_path)], "edl")
    assert names(tmp_path) == []


def test_full_disk_while_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(FileError, match="no space left"):
        patch.setattr(os, "fsync", refuse)
        write_sidecars([old(tmp_path)], "edl")
    assert names(tmp_path) == []


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file or directory") as caught:
        write_sidecars([old(tmp_path / "gone")], "edl")
    assert "still there" in caught.value.hint


def test_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="name too long") as caught:
        write_sidecars([old(tmp_path, "b.mkv"), old(tmp_path, "a" * 250 + ".mkv")], "ffmetadata")
    assert "shorter name" in caught.value.hint
    assert names(tmp_path) == []


def test_longest_name(tmp_path: Path) -> None:
    (path,) = write_sidecars([old(tmp_path, "a" * 251 + ".mkv")], "edl")
    assert path.read_text() == OLD


@pytest.mark.parametrize("interrupted", ["a.edl", "b.edl"])
def test_interrupted_leaves_whole_files_that_are_still_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupted: str
) -> None:
    both = "a.mkv", "b.mkv"
    paths = write_sidecars([old(tmp_path, name) for name in both], "edl")
    stop = KeyboardInterrupt()
    with (
        failing(monkeypatch, "replace", stop, lambda path: path.name == interrupted),
        pytest.raises(KeyboardInterrupt),
    ):
        write_sidecars([new(tmp_path, name) for name in both], "edl")
    assert names(tmp_path) == [REGISTRY, "a.edl", "b.edl"]
    assert all(path.read_text() in (OLD, NEW) for path in paths)
    write_sidecars([episode(segment(30, 50), path=tmp_path / name) for name in both], "edl")
    assert all(path.read_text() == "30.000 50.000 3\n" for path in paths)


def test_what_a_killed_process_left_is_swept_up(tmp_path: Path) -> None:
    left, in_use = tmp_path / ".intromark-0123.tmp", tmp_path / ".intromark-4567.tmp"
    for path in (left, in_use):
        path.touch()
    os.utime(left, (time.time() - 2 * ABANDONED,) * 2)
    write_sidecars([old(tmp_path)], "edl")
    assert not left.exists()
    assert in_use.exists()
