"""Small files that lie elsewhere, as a whole: fetched, put, listed, removed."""

from __future__ import annotations

from pathlib import Path

from intromark.addresses import address_of
from intromark.storage.places import Status, changed, explained, file_system


def fetch(address: str) -> bytes:
    """All of a file.

    Raises:
        FileError: There is none, or the storage does not answer.
    """
    system, name = file_system(address)
    with explained("read", address):
        return bytes(system.cat_file(name))


def put(address: str, content: bytes) -> None:
    """Put content at an address, in place of what is there.

    An object of a storage is there as a whole or not at all; a file of a server may be cut off by a broken line, and
    who reads it must notice.

    Raises:
        FileError: The storage does not take it.
    """
    system, name = file_system(address)
    with explained("write", address):
        if system.root_marker:  # else it has no folders, and a bucket would be made
            system.makedirs(name.rpartition("/")[0], exist_ok=True)
        system.pipe_file(name, content)


def all_below(address: str) -> list[tuple[Path, Status]]:
    """Every file below a folder; none where there is no such folder.

    Raises:
        FileError: The storage does not answer.
    """
    system, name = file_system(address)
    scheme = address.partition("://")[0]
    with explained("list", address):
        system.invalidate_cache()
        found = system.find(name, detail=True)
    return [
        (Path(f"{scheme}://{full.lstrip('/')}"), Status(int(info.get("size") or 0), changed(info)))
        for full, info in found.items()
    ]


def remove(path: Path) -> None:
    """Remove a file, here or elsewhere.

    Raises:
        FileError: The storage does not do it.
        OSError: The system does not.
    """
    address = address_of(path)
    if address is None:
        path.unlink()
        return
    system, name = file_system(address)
    with explained("remove", address):
        system.rm_file(name)
