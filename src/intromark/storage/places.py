"""An address -> its file system, as fsspec knows it, and in sentences what stops it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from intromark.addresses import address_of
from intromark.errors import FileError

EXTRA = "pip install 'intromark[storage]'"
_TIMES = ("mtime", "LastModified", "last_modified", "Last-Modified", "updated", "modified")
_STAMPS = ("ETag", "etag", "md5Hash", "content_md5")


@dataclass(frozen=True, slots=True)
class Status:
    """What a storage says of a file.

    Attributes:
        size: Bytes.
        mtime_ns: Nanoseconds of its last change; where the storage knows none, a number that changes with the file.
    """

    size: int
    mtime_ns: int


@contextmanager
def explained(verb: str, address: str) -> Iterator[None]:
    """Turn the errors of any file system into the user's.

    Args:
        verb: What was being done: `read`, `write`, `list` or `remove`.
        address: Named in the message.

    Raises:
        FileError: The body raised an error.
    """
    try:
        yield
    except FileError:
        raise
    except ImportError as error:
        lacks = error.name or "its part of fsspec"
        raise FileError(f"cannot {verb} `{address}`: `{lacks}` is not installed", EXTRA) from error
    except FileNotFoundError as error:
        raise FileError(
            f"cannot {verb} `{address}`: there is no such file", "check the spelling of its name"
        ) from error
    except PermissionError as error:
        raise FileError(
            f"cannot {verb} `{address}`: permission denied",
            "give the storage's credentials as its own tools take them, or name another file",
        ) from error
    except Exception as error:  # every file system has errors of its own, without a common base
        reason = (
            str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__
        )
        raise FileError(
            f"cannot {verb} `{address}`: {reason[:1].lower()}{reason[1:]}",
            "see that the storage answers, and run again: what was read is kept",
        ) from error


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and what it calls the file.

    Raises:
        FileError: fsspec, or what it needs for this scheme, is not installed; or there is no such scheme.
    """
    with explained("read", address):
        from fsspec.core import url_to_fs

        system, name = url_to_fs(address)
        return system, str(name)


def status_of(address: str) -> Status:
    """Size and time of a file.

    Raises:
        FileError: There is no such file, or the storage does not answer.
    """
    system, name = file_system(address)
    with explained("read", address):
        info = system.info(name)
    return Status(int(info.get("size") or 0), changed(info))


def is_folder(address: str) -> bool:
    """Whether an address is a folder; what is neither file nor folder raises.

    Raises:
        FileError: There is nothing of that name, or the storage does not answer.
    """
    system, name = file_system(address)
    with explained("read", address):
        if system.isdir(name):
            return True
        system.info(name)
        return False


def listed(address: str) -> list[tuple[Path, bool]]:
    """What lies directly in a folder: each path, and whether it is a folder.

    Raises:
        FileError: It cannot be listed.
    """
    system, name = file_system(address)
    scheme = address.partition("://")[0]
    with explained("list", address):
        system.invalidate_cache()
        found = system.ls(name, detail=True)
    entries = []
    for one in found:
        full = str(one["name"])
        if scheme in ("http", "https"):
            full = unquote(full)  # as names are read; they are quoted again when they are asked for
        path = Path(full if address_of(full) else f"{scheme}://{full.lstrip('/')}")
        folder = one["type"] == "directory" or full.endswith("/")
        if path != Path(address):
            entries.append((path, folder))
    return entries


def exists(path: str | os.PathLike[str]) -> bool:
    """Whether something lies at a path, here or elsewhere; of links, whether the link is there.

    Raises:
        FileError: The storage does not answer.
    """
    address = address_of(path)
    if address is None:
        return os.path.lexists(path)
    system, name = file_system(address)
    with explained("read", address):
        return bool(system.exists(name))


def changed(info: Mapping[str, Any]) -> int:
    """When a file changed, in nanoseconds; or a number that changes with it."""
    for name in _TIMES:
        value = info.get(name)
        if isinstance(value, datetime):
            return round(value.timestamp() * 1_000_000) * 1000
        if isinstance(value, int | float):
            return round(value * 1_000_000) * 1000
        if isinstance(value, str) and value:
            return _number(value)
    return next((_number(str(info[name])) for name in _STAMPS if info.get(name)), 0)


def _number(stamp: str) -> int:
    """A number that is another for another text, as large as a time may be."""
    import hashlib

    return int.from_bytes(hashlib.sha256(stamp.encode()).digest()[:7], "big")
