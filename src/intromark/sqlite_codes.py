"""SQLite's error codes by name, also with Python 3.10, whose errors do not tell them."""

from __future__ import annotations

from enum import IntEnum


class SqliteCode(IntEnum):
    """What SQLite calls its errors; the finer reasons above the lowest byte are left out."""

    OTHER = 0
    PERM = 3
    BUSY = 5
    LOCKED = 6
    READONLY = 8
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    NOTADB = 26


_BY_SENTENCE = {
    "access permission denied": SqliteCode.PERM,
    "database is locked": SqliteCode.BUSY,
    "database table is locked": SqliteCode.LOCKED,
    "attempt to write a readonly database": SqliteCode.READONLY,
    "disk I/O error": SqliteCode.IOERR,
    "database disk image is malformed": SqliteCode.CORRUPT,
    "database or disk is full": SqliteCode.FULL,
    "unable to open database file": SqliteCode.CANTOPEN,
    "file is not a database": SqliteCode.NOTADB,
}
"""SQLite's own sentences, which it has had since its version 3.0."""


def code_of(error: Exception) -> SqliteCode:
    """The code of one of SQLite's errors; OTHER, if it is none that is named here."""
    told = getattr(error, "sqlite_errorcode", None)  # since Python 3.11
    if told is None:
        return _BY_SENTENCE.get(str(error), SqliteCode.OTHER)
    return SqliteCode(told & 0xFF) if told & 0xFF in SqliteCode.__members__.values() else SqliteCode.OTHER
