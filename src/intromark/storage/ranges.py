"""A file that lies elsewhere, of which each part is fetched when it is first read, and once.

What is fetched lies in a file without a name in the temporary folder, so that a video which is gone through for its
key frames, its sound and its edges is fetched as if it were gone through once.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections import OrderedDict
from threading import Lock, RLock
from typing import IO, Any, cast

import numpy as np

from intromark.errors import FileError
from intromark.storage.places import Status, explained, file_system, status_of

BLOCK = 1 << 15  # bytes fetched at the least
MOST_BLOCKS = 128  # fetched at once where a file is read from one end to the other: 4 MiB
TRIES = 3
PAUSE = 0.5  # seconds before the second try; twice as long before each that follows
KEPT = 16  # files of which the parts are kept by one process


class Spool:
    """The parts of one file that were fetched.

    Attributes:
        address: Where the file lies.
        status: Size and time, as they were at first.
        fetched: Bytes that were fetched.
    """

    def __init__(self, address: str, status: Status) -> None:
        """Nothing is fetched yet."""
        self.address, self.status, self.fetched = address, status, 0
        self._lock = RLock()
        self._parts: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._has = np.zeros(-(-status.size // BLOCK), np.bool_)
        self._file: Any = None
        self._next, self._step = -1, 1  # the block after the last that was fetched, and how many that were

    def read(self, start: int, count: int) -> bytes:
        """Bytes from a place on; fewer at the end of the file.

        Raises:
            FileError: The storage does not give them.
        """
        stop = min(start + count, self.status.size)
        if stop <= start:
            return b""
        with self._lock:
            first, last = start // BLOCK, (stop - 1) // BLOCK
            while not self._has[first : last + 1].all():
                missing = first + int(np.argmin(self._has[first : last + 1]))
                self._fetch(missing, last)
            self._parts.seek(start)
            return self._parts.read(stop - start)

    def _fetch(self, block: int, last: int) -> None:
        # Who reads on reads on for longer; who jumps, not.
        self._step = min(2 * self._step, MOST_BLOCKS) if block == self._next else 1
        end = min(max(last + 1, block + self._step), len(self._has))
        known = np.flatnonzero(self._has[block:end])
        end = block + int(known[0]) if len(known) else end
        start, stop = block * BLOCK, min(end * BLOCK, self.status.size)
        content = self._content(start, stop)
        if content is None:
            self._fetch_all()
            return
        self._parts.seek(start)
        self._parts.write(content)
        self._has[block:end] = True
        self.fetched += len(content)
        self._next = end

    def _content(self, start: int, stop: int) -> bytes | None:
        """A range; None where the storage gives no ranges."""
        for attempt in range(TRIES):
            try:
                with explained("read", self.address):
                    content = self._from_storage(start, stop)
                    if content is None or len(content) == stop - start:
                        return content
                    raise OSError(f"{len(content)} bytes came in place of {stop - start}")
            except FileError:
                self._file = None
                if attempt + 1 == TRIES:
                    raise
                time.sleep(PAUSE * 2**attempt)
        raise AssertionError

    def _from_storage(self, start: int, stop: int) -> bytes | None:
        if self._file is None:
            system, name = file_system(self.address)
            self._file = system.open(name, "rb", cache_type="none")
        if not self._file.seekable():
            return None
        try:
            self._file.seek(start)
            return bytes(self._file.read(stop - start))
        except ValueError:  # what fsspec says where a server sends all of the file
            return None

    def _fetch_all(self) -> None:
        system, name = file_system(self.address)
        with explained("read", self.address):
            self._parts.seek(0)
            self._parts.truncate()
            with tempfile.NamedTemporaryFile() as whole:
                system.get_file(name, whole.name)
                size = 0
                while chunk := whole.read(1 << 20):
                    self._parts.write(chunk)
                    size += len(chunk)
            if size != self.status.size:
                raise OSError(f"{size} bytes came in place of {self.status.size}")
        self._has[:] = True
        self.fetched += size


class RangeFile(io.RawIOBase):
    """A file that lies elsewhere, open for reading."""

    def __init__(self, spool: Spool) -> None:
        """Begin at the beginning."""
        super().__init__()
        self._spool, self._at = spool, 0
        # No address: FFmpeg would read far more at a time, as is right of what it fetches itself.
        self.name = spool.address.rpartition("/")[2].replace(":", "_")

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Bytes from the beginning."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go elsewhere; nothing is fetched."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._spool.status.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """What follows.

        Raises:
            FileError: The storage does not give it.
        """
        count = self._spool.status.size if size is None or size < 0 else size
        content = self._spool.read(self._at, count)
        self._at += len(content)
        return content

    def readinto(self, buffer: Any) -> int:
        """What follows, into a buffer."""
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


_SPOOLS: OrderedDict[str, Spool] = OrderedDict()
_LOCK = Lock()


def spool_of(address: str) -> Spool:
    """What this process has of a file; a file that changed is another one.

    Raises:
        FileError: There is no such file, or the storage does not answer.
    """
    with _LOCK:
        known = _SPOOLS.get(address)
        if known is not None:
            _SPOOLS.move_to_end(address)
            return known
    made = Spool(address, _asked(address))
    with _LOCK:
        kept = _SPOOLS.setdefault(address, made)
        while len(_SPOOLS) > KEPT:
            _SPOOLS.popitem(last=False)  # who reads it goes on with it
    return kept


def forget_older(address: str, status: Status) -> None:
    """Drop what was fetched of a file that is another one now."""
    with _LOCK:
        if address in _SPOOLS and _SPOOLS[address].status != status:
            del _SPOOLS[address]


def _asked(address: str) -> Status:
    for attempt in range(TRIES):
        try:
            return status_of(address)
        except FileError as error:
            final = isinstance(error.__cause__, FileNotFoundError | PermissionError | ImportError)
            if final or attempt + 1 == TRIES:
                raise
            time.sleep(PAUSE * 2**attempt)
    raise AssertionError


def open_range(address: str) -> IO[bytes]:
    """Open a file that lies elsewhere.

    Raises:
        FileError: As `spool_of`.
    """
    return cast(IO[bytes], RangeFile(spool_of(address)))
