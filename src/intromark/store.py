"""What was read of videos, kept on the disk, so that nothing is decoded twice.

A store is a folder of small files, named by what they hold, that any number of processes may share: each file is
written whole or not at all, and one that is damaged or gone is as if it had never been. What was used longest ago
is dropped when the folder grows beyond its limit. The folder may be an address, `s3://bucket/features`: then only
`prune` drops anything, by when it was written.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.addresses import absolute, address_of
from intromark.atomic import ABANDONED, explained, write_atomically
from intromark.errors import FileError
from intromark.storage.objects import all_below, fetch, put, remove

PLACE = "INTROMARK_STORE"
"""Environment variable that names the folder, or the address, of a store which nobody names."""

LIMIT = 4 << 30  # bytes: about 2,000 episodes
SUFFIX = ".npz"
CHECKED_EVERY = 64  # files written by one process between two looks at the size of the folder

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Usage:
    """How full a store is.

    Attributes:
        folder: Where it is.
        files: How many it holds.
        size: Bytes.
        limit: Bytes at which what was used longest ago is dropped.
    """

    folder: Path
    files: int
    size: int
    limit: int


def key(*parts: object) -> str:
    """32 hexadecimal digits that stand for what was read, and how: content, encoder, rate, span ...

    Raises:
        ValueError: There is nothing to tell.
    """
    if not parts:
        raise ValueError("a key needs parts")
    return hashlib.sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()[:32]


class Store:
    """Arrays by key, on the disk."""

    def __init__(self, folder: Path | None = None, limit: int = LIMIT) -> None:
        """Use a folder, which is made when first written to.

        Args:
            folder: Or an address; None is INTROMARK_STORE, without that `features` in the user's cache folder.
            limit: Bytes, > 0.
        """
        if limit <= 0:
            raise ValueError(f"limit must be > 0 bytes, got {limit}")
        self.folder = _default_folder() if folder is None else folder
        self.limit = limit
        self._written = 0

    def load(self, key: str) -> dict[str, NDArray[Any]] | None:
        """The arrays of a key; None where there are none, or none that can be read."""
        path = self._path(key)
        address = address_of(path)
        try:
            content = path if address is None else io.BytesIO(fetch(address))
            with np.load(content, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, FileError):
            return None
        if address is None:
            with suppress(OSError):  # a folder that may only be read serves as well
                os.utime(path)
        return arrays

    def save(self, key: str, arrays: Arrays) -> None:
        """Keep arrays under a key, in place of what was there.

        Raises:
            FileError: The folder cannot be written to, or the disk is full; what was there is untouched.
        """
        path = self._path(key)
        content = io.BytesIO()
        np.savez(content, allow_pickle=False, **arrays)
        address = address_of(path)
        if address is not None:
            put(address, content.getvalue())
            return
        with explained("write", path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content.getvalue())
        self._written += 1
        if self._written % CHECKED_EVERY == 1:
            self.prune()

    def usage(self) -> Usage:
        """How full it is."""
        files = self._files()
        return Usage(self.folder, len(files), sum(size for _, size, _ in files), self.limit)

    def prune(self, limit: int | None = None) -> int:
        """Drop what was used longest ago until no more than the limit is left.

        Args:
            limit: Bytes; None is the store's own.

        Returns:
            Bytes freed.
        """
        files = sorted(self._files())
        size = sum(size for _, size, _ in files)
        left = size
        for _, one, path in files:
            if left <= (self.limit if limit is None else limit):
                break
            with suppress(OSError, FileError):
                remove(path)
                left -= one
        return size - left

    def clear(self) -> int:
        """Drop everything; returns the bytes freed."""
        return self.prune(0)

    def _files(self) -> list[tuple[float, int, Path]]:
        """Second of the last use, bytes and path of every file, and of what a killed process left behind."""
        address = address_of(self.folder)
        if address is not None:
            return [
                (one.mtime_ns / 1e9, one.size, path)
                for path, one in all_below(address)
                if path.suffix == SUFFIX
            ]
        found = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):  # another process dropped it
                status = path.stat()
                if path.suffix == SUFFIX or status.st_mtime < time.time() - ABANDONED:
                    found.append((status.st_mtime, status.st_size, path))
        return found

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{SUFFIX}"


def _default_folder() -> Path:
    wanted = os.environ.get(PLACE)
    if wanted:
        return absolute(wanted)
    from platformdirs import user_cache_path

    return user_cache_path("intromark", appauthor=False) / "features"
