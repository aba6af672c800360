"""Any file, here or elsewhere: opened, measured, and how much of it was fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from intromark import atomic
from intromark.addresses import address_of
from intromark.storage.places import Status, status_of
from intromark.storage.ranges import forget_older, open_range, spool_of

AnyPath = str | os.PathLike[str]


@contextmanager
def opened(path: AnyPath) -> Iterator[IO[bytes]]:
    """A file, open for reading, closed when the block ends.

    Raises:
        FileError: It cannot be read.
    """
    address = address_of(path)
    if address is not None:
        with open_range(address) as file:
            yield file
        return
    with atomic.explained("read", path), open(path, "rb") as file:  # noqa: PTH123 - of any kind of path
        yield file


def status(path: AnyPath) -> Status:
    """Size and time of a file.

    Raises:
        FileError: It cannot be read.
    """
    address = address_of(path)
    if address is not None:
        found = status_of(address)
        forget_older(address, found)
        return found
    with atomic.explained("read", path):
        here = os.stat(path)  # noqa: PTH116 - of any kind of path
    return Status(here.st_size, here.st_mtime_ns)


def size_of(path: AnyPath) -> int:
    """Bytes of a file that lies elsewhere, as it was when it was first read.

    Raises:
        ValueError: It lies here.
    """
    address = address_of(path)
    if address is None:
        raise ValueError(f"{path} lies here")
    return spool_of(address).status.size


def fetched(path: AnyPath) -> int:
    """Bytes that this process has fetched of a file that lies elsewhere; 0 of one that lies here."""
    address = address_of(path)
    return 0 if address is None else spool_of(address).fetched
