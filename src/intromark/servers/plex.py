"""Plex has no way to take markers: they are written into the database of a server that is stopped.

Intros and credits are rows of `taggings` with a tag of type 12, in milliseconds, and once more stand with the file (see
`plex_parts`). When Plex analyses an episode anew, it may drop them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from intromark.errors import ServerError
from intromark.segment import Label
from intromark.servers.base import RemoteEpisode, RemoteMark
from intromark.servers.marks import Mark
from intromark.servers.plex_parts import KEYS, is_final, object_text, with_markers

MARKER_TAG = 12  # tag_type
EPISODE = 4  # metadata_type
TEXTS = {Label.INTRO: "intro", Label.CREDITS: "credits"}
LABELS = {text: label for label, text in TEXTS.items()}
COLUMNS = {
    "taggings": {
        *("id", "metadata_item_id", "tag_id", "index", "text", "time_offset", "end_time_offset"),
        *("thumb_url", "created_at", "extra_data"),
    },
    "tags": {"id", "tag_type"},
    "metadata_items": {"id", "metadata_type"},
    "media_items": {"id", "metadata_item_id", "duration"},
    "media_parts": {"id", "media_item_id", "file", "extra_data"},
}
"""What is used of the database: another form of it is not touched."""
_STOPPED = "stop the server, and run again: a database that is in use may be damaged by writing to it"


class Plex:
    """The database of a Plex server; a context manager that keeps all changes, or none.

    Attributes:
        name: `plex` and the path of the database.
        copy: Where the database was copied to before it was changed; None before that.
    """

    def __init__(self, database: Path, *, writes: bool) -> None:
        """Open a database.

        Args:
            database: `com.plexapp.plugins.library.db`.
            writes: Whether it will be changed; else it is only read, which a server that runs does not mind.

        Raises:
            ServerError: It is not there, is none of Plex's, has never had a marker, or is in use and shall be changed.
        """
        self._path = database.absolute()
        self.name = f"plex {self._path}"
        self.copy: Path | None = None
        self._writes = writes
        if not database.is_file():
            raise ServerError(
                f"there is no database `{database}`",
                "it is called com.plexapp.plugins.library.db: see docs/servers.md for where it lies",
            )
        if writes:
            self._refuse_running()
        with self._explained():
            self._connection = sqlite3.connect(
                f"{self._path.as_uri()}?mode={'rw' if writes else 'ro'}",
                uri=True,
                timeout=0,
                isolation_level=None,
            )
        try:
            with self._explained():
                self._tag = self._begin()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with self._explained():
                if self._connection.in_transaction:  # SQLite may have rolled back by itself
                    self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
        finally:
            self._connection.close()

    def fitting(self, mark: Mark) -> Mark | None:
        """Plex has no word for a recap."""
        return mark if mark.label in TEXTS else None

    def episodes(self) -> list[RemoteEpisode]:
        """All episodes; one that has several files is there once for each."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT metadata_items.id, media_parts.file FROM media_parts "
                "JOIN media_items ON media_items.id = media_parts.media_item_id "
                "JOIN metadata_items ON metadata_items.id = media_items.metadata_item_id "
                "WHERE metadata_items.metadata_type = ? AND media_parts.file <> '' ORDER BY media_parts.id",
                (EPISODE,),
            )
            return [RemoteEpisode(str(id), str(file)) for id, file in rows]

    def marks(self, episode: RemoteEpisode) -> list[RemoteMark]:
        """Intros and credits of an episode."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT id, text, time_offset, end_time_offset FROM taggings "
                "WHERE metadata_item_id = ? AND tag_id = ? ORDER BY time_offset",
                (int(episode.id), self._tag),
            ).fetchall()
        return [
            RemoteMark(str(id), Mark(start, end, LABELS[text]))
            for id, text, start, end in rows
            if text in LABELS and 0 <= start < end
        ]

    def add(self, episode: RemoteEpisode, mark: Mark) -> None:
        """Give an episode a marker; kept when all is done."""
        self._copy_first()
        with self._explained():
            self._connection.execute(
                'INSERT INTO taggings (metadata_item_id, tag_id, "index", text, time_offset, end_time_offset, '
                "thumb_url, created_at, extra_data) VALUES (?, ?, 0, ?, ?, ?, '', ?, ?)",
                (
                    int(episode.id),
                    self._tag,
                    TEXTS[mark.label],
                    mark.start,
                    mark.end,
                    int(time.time()),
                    self._extra(episode, mark),
                ),
            )
            self._follow(episode)

    def drop(self, episode: RemoteEpisode, mark: RemoteMark) -> None:
        """Take a marker from an episode; kept when all is done."""
        self._copy_first()
        with self._explained():
            self._connection.execute("DELETE FROM taggings WHERE id = ?", (int(mark.id),))
            self._follow(episode)

    def _follow(self, episode: RemoteEpisode) -> None:
        """After a marker came or went: the order of all markers of the episode, and the copies with its files."""
        ids = self._connection.execute(
            "SELECT id FROM taggings WHERE metadata_item_id = ? AND tag_id = ? ORDER BY time_offset, id",
            (int(episode.id), self._tag),
        ).fetchall()
        self._connection.executemany(
            'UPDATE taggings SET "index" = ? WHERE id = ?', [(place, id) for place, (id,) in enumerate(ids)]
        )
        marks = [one.mark for one in self.marks(episode)]
        parts = self._connection.execute(
            "SELECT media_parts.id, media_parts.extra_data, media_items.duration FROM media_parts "
            "JOIN media_items ON media_items.id = media_parts.media_item_id WHERE media_items.metadata_item_id = ?",
            (int(episode.id),),
        ).fetchall()
        self._connection.executemany(
            "UPDATE media_parts SET extra_data = ? WHERE id = ?",
            [(with_markers(extra, marks, duration or 0), id) for id, extra, duration in parts],
        )

    def _extra(self, episode: RemoteEpisode, mark: Mark) -> str:
        (duration,) = self._connection.execute(
            "SELECT max(duration) FROM media_items WHERE metadata_item_id = ?", (int(episode.id),)
        ).fetchone()
        members = {"pv:version": str(KEYS[mark.label][2])}
        return object_text({**members, "pv:final": "1"} if is_final(mark, duration or 0) else members)

    def _begin(self) -> int:
        """Start the transaction, alone if it writes; the number of the tag that markers have."""
        if self._writes:
            # In WAL mode, this alone finds out another connection that only reads.
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("BEGIN EXCLUSIVE" if self._writes else "BEGIN")
        for table, needed in COLUMNS.items():
            columns = {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")}
            if not needed <= columns:
                raise ServerError(
                    f"`{self._path}` is no database of Plex that is known: `{table}` has no "
                    f"`{min(needed - columns)}`",
                    "nothing was changed",
                )
        row = self._connection.execute("SELECT id FROM tags WHERE tag_type = ?", (MARKER_TAG,)).fetchone()
        if row is None:
            raise ServerError(
                f"`{self._path}` has never had a marker",
                "let Plex detect an intro itself once, which needs Plex Pass: that makes what all markers need",
            )
        return int(row[0])

    def _copy_first(self) -> None:
        if self.copy is not None:
            return
        if not self._writes:
            raise ServerError(f"`{self._path}` was opened to be read only")
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
        target = self._path.with_name(f"{self._path.name}.intromark-{stamp}")
        with self._explained():
            # Nothing was written yet, and what is being written to cannot be copied. The lock stays all the same.
            self._connection.execute("ROLLBACK")
            copy = sqlite3.connect(target)
            try:
                self._connection.backup(copy)
            except BaseException:
                copy.close()
                with suppress(OSError):
                    target.unlink()
                raise
            copy.close()
            self._connection.execute("BEGIN EXCLUSIVE")
        self.copy = target

    def _refuse_running(self) -> None:
        beside = [self._path.with_name(self._path.name + end) for end in ("-wal", "-journal")]
        if any(path.exists() and path.stat().st_size for path in beside):
            raise ServerError(f"the database `{self._path}` is in use, or was not closed", _STOPPED)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF  # the rest is a finer reason
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise ServerError(f"the database `{self._path}` is in use", _STOPPED) from error
            raise ServerError(
                f"the database `{self._path}` cannot be used: {error}", "nothing was changed"
            ) from error
