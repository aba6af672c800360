"""A file is written whole or not at all, and what stops it is said in a sentence."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from intromark.errors import ExportError

_HINTS = {
    errno.ENOSPC: "free some space on that disk and run again: what was there before is untouched",
    errno.EDQUOT: "free some of your quota on that disk and run again: what was there before is untouched",
    errno.ENAMETOOLONG: "give the video a shorter name, or leave out --write to print the result",
    errno.ENOENT: "see that the folder of the video is still there",
}
_ELSE = "see that you may read and write in that folder, or leave out --write to print the result"


@contextmanager
def explained(verb: str, path: Path) -> Iterator[None]:
    """Turn the system's errors into the user's.

    Args:
        verb: What was being done to path: `read`, `write` or `remove`.
        path: Named in the message.

    Raises:
        ExportError: The body raised an OSError.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(
            f"cannot {verb} `{path}`: {reason[:1].lower()}{reason[1:]}", _HINTS.get(error.errno or 0, _ELSE)
        ) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Put content at path, replacing what is there; at any moment path has the old content or the new.

    The file gets the permissions that any new file gets from the umask.

    Raises:
        ExportError: The folder is missing or read-only, the disk is full, ...; path is as it was.
    """
    # A name of its own and not the target's with an addition, which could be too long.
    temporary = path.with_name(f".intromark-{secrets.token_hex(8)}.tmp")
    with explained("write", path):
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
