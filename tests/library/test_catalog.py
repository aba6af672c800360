"""The catalog's file: versions, transactions, backups, and what can go wrong with it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from intromark.errors import CatalogError, FileError
from intromark.library.catalog import Catalog, default_path
from intromark.library.schema import MIGRATIONS

SHOWS = "SELECT name FROM show ORDER BY name"
ADD = "INSERT INTO show (name) VALUES (?)"
SECOND = (*MIGRATIONS, ("CREATE TABLE further (id INTEGER)", "INSERT INTO further VALUES (7)"))


def shows(catalog: Catalog) -> list[str]:
    with catalog.reading() as connection:
        return [name for (name,) in connection.execute(SHOWS)]


def add(catalog: Catalog, name: str) -> None:
    with catalog.changing() as connection:
        connection.execute(ADD, (name,))


def test_what_is_changed_is_there_when_it_is_opened_again(catalog: Catalog) -> None:
    add(catalog, "A")
    with Catalog(catalog.path) as other:
        assert shows(other) == ["A"]
    assert catalog.path.with_name("catalog.db-wal").exists()


def test_a_change_that_fails_changes_nothing(catalog: Catalog) -> None:
    with pytest.raises(ZeroDivisionError), catalog.changing() as connection:
        connection.execute(ADD, ("A",))
        raise ZeroDivisionError
    assert shows(catalog) == []
    add(catalog, "B")
    assert shows(catalog) == ["B"]


def test_a_reader_sees_one_state(catalog: Catalog) -> None:
    add(catalog, "A")
    with Catalog(catalog.path) as other, catalog.reading() as connection:
        before = connection.execute(SHOWS).fetchall()
        add(other, "B")
        assert connection.execute(SHOWS).fetchall() == before


def test_the_default_is_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path().name == "catalog.db"
    assert default_path().parent.name == "intromark"


def test_a_newer_one_is_refused_and_left_alone(catalog: Catalog) -> None:
    with Catalog(catalog.path, migrations=SECOND):
        pass
    before = catalog.path.read_bytes()
    with pytest.raises(CatalogError, match="is of version 3, and this intromark knows 2") as raised:
        Catalog(catalog.path)
    assert "install the newer intromark" in raised.value.hint
    assert catalog.path.read_bytes() == before


def test_a_migration_keeps_what_there_is_and_a_copy_of_it(catalog: Catalog) -> None:
    add(catalog, "A")
    with Catalog(catalog.path, migrations=SECOND) as newer:
        assert shows(newer) == ["A"]
        with newer.reading() as connection:
            assert connection.execute("SELECT id FROM further").fetchall() == [(7,)]
    with Catalog(catalog.path.with_name("catalog.db.version-2")) as copy:
        assert shows(copy) == ["A"]


def test_a_migration_that_fails_leaves_the_old_version(catalog: Catalog) -> None:
    add(catalog, "A")
    broken = (*MIGRATIONS, ("CREATE TABLE further (id INTEGER)", "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Catalog(catalog.path, migrations=broken)
    with Catalog(catalog.path) as again:
        assert shows(again) == ["A"]


def test_two_processes_may_make_it_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN, str(tmp_path / "new.db")]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[1] for process in processes] == ["", "", ""]


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE taggings (id INTEGER)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(CatalogError, match="no catalog of intromark"):
        Catalog(path)
    assert path.read_bytes() == before


def test_one_that_stays_locked(catalog: Catalog) -> None:
    with Catalog(catalog.path) as other, other.changing() as connection:
        connection.execute(ADD, ("A",))
        with pytest.raises(CatalogError, match="is in use by another process") as raised:
            add(catalog, "B")
        assert "run again" in raised.value.hint
    assert shows(catalog) == ["A"]


def test_one_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(CatalogError, match="is damaged") as raised:
        Catalog(path)
    assert "scan again" in raised.value.hint


def test_a_damaged_one_names_its_backup_which_holds_all(catalog: Catalog) -> None:
    for number in range(200):
        add(catalog, f"A long name of a show, number {number:03}")
    backup = catalog.back_up()
    catalog.__exit__(None, None, None)
    content = bytearray(catalog.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    catalog.path.write_bytes(content)
    with pytest.raises(CatalogError, match="is damaged") as raised, Catalog(catalog.path) as damaged:
        shows(damaged)
    assert str(backup) in raised.value.hint
    with Catalog(backup) as whole:
        assert len(shows(whole)) == 200


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot write"):
        Catalog(tmp_path / "file" / "catalog.db")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="cannot be opened"):
        Catalog(tmp_path)


OPEN = """
import sys
from pathlib import Path
from intromark.library.catalog import Catalog

Catalog(Path(sys.argv[1]))
"""
# The catalog may not grow beyond what it is, as on a full disk.
FULL = """
import resource, sys
from pathlib import Path
from intromark.library.catalog import Catalog

with Catalog(Path(sys.argv[1])) as catalog:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        with catalog.changing() as connection:
            for number in range(100_000):
                connection.execute("INSERT INTO show (name) VALUES (?)", (f"B {number}",))
    except Exception as error:
        print(type(error).__name__, error)
    with catalog.reading() as connection:
        print(connection.execute("SELECT name FROM show").fetchall())
"""


def test_a_full_disk_changes_nothing(catalog: Catalog) -> None:
    add(catalog, "A")
    command = [sys.executable, "-c", FULL, str(catalog.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sentence, left = done.stdout.splitlines()
    assert sentence.startswith(f"CatalogError the catalog `{catalog.path}` cannot")
    assert "disk" in sentence
    assert left == "[('A',)]"
    assert shows(catalog) == ["A"]


def test_a_copy_in_memory_changes_nothing(catalog: Catalog) -> None:
    add(catalog, "A")
    with catalog.in_memory() as copy:
        add(copy, "B")
        assert shows(copy) == ["A", "B"]
    assert shows(catalog) == ["A"]


def test_who_turns_to_a_write_ahead_log_waits_for_who_reads(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    Catalog(path).close()
    reader = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    reader.execute("PRAGMA journal_mode = DELETE")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with pytest.raises(CatalogError, match="in use"):
        Catalog(path, patience=0.0)
    done = threading.Timer(0.3, reader.execute, ["COMMIT"])
    done.start()
    with Catalog(path) as catalog, catalog.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    done.join()
    reader.close()
