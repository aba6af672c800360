"""What goes wrong with a catalog, in sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intromark.errors import CatalogError
from intromark.media import shown_name

BACKUP_SUFFIX = ".backup"

_UNTOUCHED = "nothing in the catalog was changed"
_SENTENCES = {
    sqlite3.SQLITE_BUSY: ("is in use by another process", f"run again when that is done: {_UNTOUCHED}"),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", f"free some space and run again: {_UNTOUCHED}"),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written: the disk reports an error",
        f"see that its disk has space and may be written to, and run again: {_UNTOUCHED}",
    ),
    sqlite3.SQLITE_READONLY: ("is read-only", "see that you may write the file and its folder"),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "see that its folder is there and that you may write in it",
    ),
    sqlite3.SQLITE_PERM: ("cannot be opened", "see that you may read and write it"),
}
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on the catalog at `path` into the user's.

    Raises:
        CatalogError: It is locked, damaged, on a full disk ...
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = code_of(error)
        name = f"the catalog `{shown_name(path)}`"
        if code in _DAMAGED:
            raise CatalogError(f"{name} is damaged", _how_to_restore(path)) from error
        if code not in _SENTENCES:
            raise
        what, hint = _SENTENCES[code]
        raise CatalogError(f"{name} {what}", hint) from error


def code_of(error: sqlite3.Error) -> int:
    """SQLite's code of an error, such as SQLITE_BUSY, without the finer reason that it may have."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)) & 0xFF


def backup_of(path: Path) -> Path:
    """Where the copy of a catalog lies that is made after every change of it."""
    return path.with_name(path.name + BACKUP_SUFFIX)


def _how_to_restore(path: Path) -> str:
    if backup_of(path).exists():
        source = shown_name(backup_of(path))
        return f"put its last backup, `{source}`, in its place, and remove the files in `-wal` and `-shm` beside it"
    return f"move it away and scan again; `sqlite3 {shown_name(path)} .recover` may save your edits"


def too_new(path: Path, version: int, known: int) -> CatalogError:
    """A newer intromark wrote it."""
    return CatalogError(
        f"the catalog `{shown_name(path)}` is of version {version}, and this intromark knows {known}",
        "install the newer intromark that wrote it, or name another catalog with --catalog",
    )


def not_a_catalog(path: Path) -> CatalogError:
    """It is somebody else's database."""
    return CatalogError(
        f"`{shown_name(path)}` is a database, but no catalog of intromark", "name another file with --catalog"
    )
