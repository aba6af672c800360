"""Folders whose videos change -> the folders whose videos have stood still, as copies and downloads take their time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intromark.media import is_video
from intromark.seasons import find_seasons

PARTIAL_SUFFIXES = frozenset(
    {".!qb", ".!ut", ".aria2", ".bc!", ".crdownload", ".download", ".filepart", ".opdownload", ".part"}
    | {".partial", ".td", ".tmp"}
)
"""What programs that copy or download hang on the name of a file that is not whole, lower case."""

Look = dict[str, tuple[int, int]]
"""Name of each video of a folder -> its size and the nanosecond of its last change."""


@dataclass(slots=True)
class _Wait:
    """A folder that changed.

    Attributes:
        look: What its videos, and what is to become one, were at the last look.
        since: Since when they have been that.
    """

    look: Look
    since: float


class Settling:
    """The folders that changed lately."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """A folder is settled when no video in it has changed for this long."""
        self._seconds = seconds
        self._clock = clock
        self._waits: dict[Path, _Wait] = {}

    def unsettled(self, folders: Iterable[Path]) -> set[Path]:
        """Those that hold a video whose last change is not long ago, or to come by its clock."""
        recent = (time.time() - self._seconds) * 1e9
        return {
            folder for folder in folders if any(changed > recent for _, changed in _look(folder).values())
        }

    def touch(self, folder: Path) -> bool:
        """Something in a folder changed just now; returns whether it did not wait before."""
        is_first = folder not in self._waits
        self._waits[folder] = _Wait(_look(folder), self._clock())
        return is_first

    def settled(self) -> set[Path]:
        """The folders that have stood still since they changed; each is told once."""
        now = self._clock()
        still = set()
        for folder, wait in self._waits.items():
            look = _look(folder)
            if look != wait.look:
                wait.look, wait.since = look, now
            elif now - wait.since >= self._seconds:
                still.add(folder)
        for folder in still:
            del self._waits[folder]
        return still

    def readiness(self) -> Callable[[Path], bool]:
        """Whether a video's folder does not wait, and no program is at work on it, as long as one look takes."""
        unfinished = cache(_unfinished)
        return lambda video: video.parent not in self._waits and video.name not in unfinished(video.parent)


def meant(name: str) -> str:
    """The name that a file will have when it is whole: `E1.mkv` of `E1.mkv.part`."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - of a name, in this many places
    return stem if suffix.lower() in PARTIAL_SUFFIXES else name


def folders_of_videos(paths: Sequence[Path]) -> set[Path]:
    """The folders below these that directly hold episodes; one that is missing or empty has none."""
    seasons = find_seasons(paths, lambda _path, _error: None, split=lambda files: [list(files)])
    return {season.folder for season in seasons}


def _look(folder: Path) -> Look:
    look: Look = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and is_video(meant(entry.name)):
                with suppress(OSError):  # it is gone again
                    status = entry.stat()
                    look[entry.name] = (status.st_size, status.st_mtime_ns)
    return look


def _unfinished(folder: Path) -> frozenset[str]:
    """Names of videos beside which a file is to become them, or says what is missing in them."""
    try:
        return frozenset(meant(name) for name in os.listdir(folder) if meant(name) != name)  # noqa: PTH208 - names
    except OSError:
        return frozenset()
