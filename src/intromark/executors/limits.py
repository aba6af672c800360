"""What one file may take of the process that works on it: a decoder that hangs or eats memory is ended."""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intromark.errors import LostError

_OWN = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one stage of one file.

    Attributes:
        seconds: After which the process is ended, > 0.
        memory: Bytes that it may take beside what the process had before, > 0; Linux only.
    """

    seconds: float = 3600.0
    memory: int = 4 << 30

    def __post_init__(self) -> None:
        """Check ranges."""
        if self.seconds <= 0 or self.memory <= 0:
            raise ValueError(f"limits must be > 0, got {self.seconds} s and {self.memory} bytes")

    def __str__(self) -> str:
        """In words."""
        return f"{self.seconds:g} s and {self.memory / (1 << 30):g} GiB a file"


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """End this process if the block takes too long, whatever it hangs in; refuse it more memory than it may have.

    Raises:
        LostError: It needs more memory.
    """
    with Path(os.devnull).open("w") as nowhere, _memory(limits.memory):
        # A thread of its own, which needs no lock of Python's.
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=nowhere)
        try:
            yield
        except MemoryError as error:
            raise LostError(f"it needs more than {limits.memory / (1 << 30):g} GiB of memory") from error
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _memory(more: int) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = _data() + more
    if before[1] != resource.RLIM_INFINITY:
        allowed = min(allowed, before[1])
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _data() -> int:
    """Bytes of data of this process, as the limit counts them."""
    line = next(line for line in _OWN.read_text().splitlines() if line.startswith("VmData:"))
    return int(line.split()[1]) << 10
