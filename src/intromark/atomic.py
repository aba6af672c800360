"""A file, or a folder of files, is written whole or not at all, and what stops it is said in a sentence."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from intromark.addresses import address_of
from intromark.errors import FileError

_HINTS = {
    errno.ENOSPC: "free some space on that disk and run again: what was there before is untouched",
    errno.EDQUOT: "free some of your quota on that disk and run again: what was there before is untouched",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ENOENT: "see that its folder is still there",
}
ABANDONED = 3600.0  # seconds after which a half-written file is nobody's any more

_ELSE = "see that you may read and write in that folder"


@contextmanager
def explained(verb: str, path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn the system's errors into the user's.

    Args:
        verb: What was being done to path: `read`, `write` or `remove`.
        path: Named in the message.

    Raises:
        FileError: The body raised an OSError.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = _HINTS.get(error.errno or 0, _ELSE)
        if verb == "read" and error.errno == errno.ENOENT:
            hint = "check the spelling of its name"
        raise FileError(f"cannot {verb} `{path}`: {reason[:1].lower()}{reason[1:]}", hint) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Put content at path, replacing what is there; at any moment path has the old content or the new.

    The file gets the permissions that any new file gets from the umask.

    Raises:
        FileError: The folder is missing or read-only, the disk is full, ...; path is as it was.
    """
    refuse_address(path)
    temporary = _beside(path)
    with explained("write", path):
        try:
            _write_new(temporary, content)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def refuse_address(path: Path) -> None:
    """Refuse to write where no file of this computer can lie.

    Raises:
        FileError: The path is an address.
    """
    address = address_of(path)
    if address is not None:
        raise FileError(
            f"cannot write `{address}`: files are written to this computer only",
            "print it with --format, or write it here and copy it there",
        )


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with these files, in place of one that is there with all that it holds.

    A reader finds the old folder or the new one; between the two renames that takes, none. Folders above it are
    made where they are missing.

    Raises:
        FileError: It cannot be written; what was there is untouched.
    """
    refuse_address(path)
    path = path.absolute()
    temporary, old = _beside(path), _beside(path)
    with explained("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.mkdir()
            for name, content in files.items():
                _write_new(temporary / name, content)
            if path.exists():
                path.rename(old)
            temporary.rename(path)
        except BaseException:
            if old.exists() and not path.exists():
                old.rename(path)
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    shutil.rmtree(old, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what a process that was killed has half written into a folder, and nobody writes any more."""
    for path in folder.glob(".intromark-*.tmp"):
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < time.time() - ABANDONED:
                path.unlink()


def _beside(path: Path) -> Path:
    """A name that nothing has, in the same folder: not the target's with an addition, which could be too long."""
    return path.with_name(f".intromark-{secrets.token_hex(8)}.tmp")


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
