"""SQLite's errors have their codes, whether Python tells them or not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from intromark.sqlite_codes import SqliteCode, code_of


class UntoldError(Exception):
    """An error as Python 3.10 raises it: a sentence alone."""


def provoked(path: Path, code: SqliteCode) -> sqlite3.Error:
    """SQLite's own error."""
    connection = sqlite3.connect(path / "a.db", timeout=0, isolation_level=None)
    try:
        if code is SqliteCode.BUSY:
            connection.execute("create table t(a)")
            connection.execute("begin immediate")
            sqlite3.connect(path / "a.db", timeout=0).execute("insert into t values (1)")
        elif code is SqliteCode.NOTADB:
            (path / "b.db").write_bytes(b"no database " * 100)
            sqlite3.connect(path / "b.db").execute("select * from t")
        elif code is SqliteCode.CANTOPEN:
            sqlite3.connect(path / "none/c.db")
        elif code is SqliteCode.READONLY:
            connection.execute("create table t(a)")
            sqlite3.connect(f"file:{path}/a.db?mode=ro", uri=True).execute("insert into t values (1)")
        elif code is SqliteCode.FULL:
            connection.execute("create table t(a)")
            connection.execute("pragma max_page_count = 2")
            connection.execute("insert into t values (zeroblob(100000))")
        else:
            connection.execute("select * from nothing")
    except sqlite3.Error as error:
        return error
    finally:
        connection.close()
    pytest.fail("SQLite had nothing against it")


@pytest.mark.parametrize(
    "code", [SqliteCode[name] for name in ("BUSY", "NOTADB", "CANTOPEN", "READONLY", "FULL", "OTHER")]
)
def test_codes(code: SqliteCode, tmp_path: Path) -> None:
    error = provoked(tmp_path, code)
    assert code_of(UntoldError(str(error))) is code
    if code is not SqliteCode.OTHER:
        assert code_of(error) is code
