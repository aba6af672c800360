"""The catalog's file: opened, brought up to date, read and changed in transactions, and backed up.

It may be used by several processes, and be killed at any moment: a change is there as a whole or not at all.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from intromark import atomic
from intromark.errors import CatalogError, IntromarkError
from intromark.library.schema import APPLICATION_ID, MIGRATIONS, migrate, version_of
from intromark.library.troubles import backup_of, code_of, explained, not_a_catalog, too_new

PATIENCE = 20.0  # seconds to wait for another process: its transactions are short
MOMENT = 0.02  # seconds between two tries
IN_MEMORY = Path(":memory:")


class Catalog:
    """One process's hold on a catalog; a context manager that lets go of it.

    Attributes:
        path: Of the file.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        patience: float = PATIENCE,
        migrations: Sequence[Sequence[str]] = MIGRATIONS,
        any_thread: bool = False,
    ) -> None:
        """Open a catalog, which is made if it is not there, and bring it up to date.

        Args:
            path: None is `catalog.db` in the user's data folder.
            patience: Seconds to wait for another process.
            migrations: The versions there are.
            any_thread: It may be used from any thread, one at a time.

        Raises:
            CatalogError: It is of a newer version, no catalog, damaged, locked ...
            FileError: Its folder cannot be made.
        """
        self.path = default_path() if path is None else path
        self._migrations = migrations
        if self.path != IN_MEMORY:
            with atomic.explained("write", self.path.parent):
                self.path.parent.mkdir(parents=True, exist_ok=True)
        with explained(self.path):
            self._connection = sqlite3.connect(
                self.path, timeout=patience, isolation_level=None, check_same_thread=not any_thread
            )
            try:
                self._prepare(patience)
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it; it is of no use any more."""
        self._connection.close()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that writes: all of it is kept, or none if the body raises.

        Raises:
            CatalogError: It stays locked, the disk is full, it is damaged ...; nothing was changed.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that reads: what others change meanwhile is not seen."""
        with self._transaction("BEGIN") as connection:
            yield connection

    def back_up(self, path: Path | None = None) -> Path:
        """Copy the catalog to a file, whole or not at all, in place of what is there.

        Args:
            path: None is beside the catalog, with `.backup` after its name.

        Raises:
            CatalogError: It cannot be written.
        """
        target = backup_of(self.path) if path is None else path
        try:
            self._copy_to(target)
        except IntromarkError as error:
            raise CatalogError(
                f"the catalog is whole, but has no backup: {error.message}", error.hint
            ) from error
        return target

    def _copy_to(self, target: Path) -> None:
        temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            with explained(temporary):
                copy = sqlite3.connect(temporary)
                try:
                    self._connection.backup(copy)
                finally:
                    copy.close()
            with atomic.explained("write", target):
                temporary.replace(target)
        finally:
            with suppress(OSError):
                temporary.unlink()

    def in_memory(self) -> Catalog:
        """A copy that lies in memory: what is changed in it is gone with it."""
        copy = Catalog(IN_MEMORY, migrations=self._migrations)
        with explained(self.path):
            self._connection.backup(copy._connection)
        return copy

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with explained(self.path):
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:  # SQLite may have rolled back by itself
                    self._connection.execute("ROLLBACK")

    def _prepare(self, patience: float) -> None:
        self._connection.execute("PRAGMA foreign_keys = ON")
        with self.reading():  # all at one moment: another process may be making it
            version = self._refuse_others()
        self._write_ahead(time.monotonic() + patience)
        if version == len(self._migrations):
            return
        if version:
            self.back_up(self.path.with_name(f"{self.path.name}.version-{version}"))
        with self.changing() as connection:
            # Another process may have been faster.
            if self._refuse_others() < len(self._migrations):
                migrate(connection, self._migrations)

    def _write_ahead(self, end: float) -> None:
        """Use a write-ahead log; SQLite does not wait for another process that turns to it at the same moment."""
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if code_of(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                    raise
                time.sleep(MOMENT)
            else:
                return

    def _refuse_others(self) -> int:
        """The version, if this program may use it."""
        version = version_of(self._connection)
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application != APPLICATION_ID:
            raise not_a_catalog(self.path)
        if version > len(self._migrations):
            raise too_new(self.path, version, len(self._migrations))
        return version


def default_path() -> Path:
    """Where the catalog lies that nobody names."""
    from platformdirs import user_data_path

    return user_data_path("intromark", appauthor=False) / "catalog.db"
