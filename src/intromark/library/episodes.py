"""The videos that were met on the disk -> the catalog's episodes, each with what is known of its content.

A video is known again by its content, wherever it lies now; one whose content is new, by its place.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intromark.errors import IntromarkError
from intromark.library.history import note, now
from intromark.library.values import EpisodeRow, SeenFile, SeenSeason
from intromark.storage.places import exists

_COLUMNS = "id, season_id, path, fingerprint, size, mtime_ns, missing_since, failure"


@dataclass(frozen=True, slots=True)
class Met:
    """What a scan met, in episodes."""

    new: int = 0
    changed: int = 0
    moved: int = 0
    back: int = 0
    missing: int = 0


def to_column(path: Path) -> str | bytes:
    """A path as the catalog holds it: text, or bytes where it is not UTF-8."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return text


def from_column(value: str | bytes) -> Path:
    """A path that the catalog holds."""
    return Path(os.fsdecode(value))


def to_row(columns: Sequence[object]) -> EpisodeRow:
    """The columns of `SELECT id, season_id, path, ...` -> an episode."""
    id, season, path, fingerprint, size, mtime, missing, failure = columns
    return EpisodeRow(
        int(str(id)),
        int(str(season)),
        from_column(path if isinstance(path, str | bytes) else ""),
        str(fingerprint),
        int(str(size)),
        int(str(mtime)),
        missing is not None,
        "" if failure is None else str(failure),
    )


def all_episodes(connection: sqlite3.Connection) -> list[EpisodeRow]:
    """Every episode, also those that are missing; what was met last comes last."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM episode ORDER BY id")
    return [to_row(row) for row in rows]


def season_episodes(connection: sqlite3.Connection, season: int) -> list[EpisodeRow]:
    """The episodes of the season of a number, also those that are missing."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM episode WHERE season_id = ? ORDER BY id", (season,))
    return [to_row(row) for row in rows]


def episode_of(connection: sqlite3.Connection, id: int) -> EpisodeRow | None:
    """The episode of a number; None where there is none."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM episode WHERE id = ?", (id,)).fetchone()
    return None if row is None else to_row(row)


def present(connection: sqlite3.Connection) -> dict[Path, EpisodeRow]:
    """The episodes that are not missing, by their path."""
    return {episode.path: episode for episode in all_episodes(connection) if not episode.missing}


def titles(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """Number of a season -> the names of its show and of the season."""
    rows = connection.execute(
        "SELECT season.id, show.name, season.name FROM season JOIN show ON show.id = season.show_id"
    )
    return {id: (show, season) for id, show, season in rows}


def record(
    connection: sqlite3.Connection,
    seasons: Sequence[SeenSeason],
    files: Mapping[Path, SeenFile],
    is_searched: Callable[[Path], bool],
) -> Met:
    """Make the catalog agree with what was met.

    Args:
        connection: Inside a transaction that writes.
        seasons: What was met.
        files: What each of their paths is; those that could not be read are left out.
        is_searched: Whether a path would have been met, were it there.
    """
    season_of = {path: _season_id(connection, season) for season in seasons for path in season.paths}
    rows = all_episodes(connection)
    owners = _owners(rows, list(files.values()))
    moving = [row for row in rows if row.id in owners and owners[row.id].path != row.path and not row.missing]
    gone = [
        row
        for row in rows
        if not row.missing
        and row.id not in owners
        and (row.path in files or (is_searched(row.path) and not exists(row.path)))
    ]
    _set_missing(connection, [*moving, *gone])  # first, so that two may change places
    for row in gone:
        note(connection, row.id, "missing", to_shown(row.path), "")
    met = Met(missing=len(gone))
    for row in rows:
        if row.id in owners:
            met = _update(connection, row, owners[row.id], season_of[owners[row.id].path], met)
    taken = {file.path for file in owners.values()}
    for path in [path for path in files if path not in taken]:
        _insert(connection, files[path], season_of[path])
        met = replace(met, new=met.new + 1)
    _drop_empty(connection)
    return met


def to_shown(path: Path) -> str:
    """A path in words, whatever its bytes."""
    return os.fsencode(path).decode("utf-8", "replace")


def forget_failures(connection: sqlite3.Connection, episodes: Iterable[EpisodeRow]) -> None:
    """Let episodes be tried again."""
    connection.executemany(
        "UPDATE episode SET failure = NULL, failure_hint = NULL WHERE id = ?",
        [(episode.id,) for episode in episodes],
    )


def set_failure(connection: sqlite3.Connection, episode: EpisodeRow, error: IntromarkError) -> None:
    """Remember that the content of an episode cannot be analysed."""
    connection.execute(
        "UPDATE episode SET failure = ?, failure_hint = ? WHERE id = ? AND fingerprint = ?",
        (error.message, error.hint, episode.id, episode.fingerprint),
    )


def _owners(rows: Sequence[EpisodeRow], files: Sequence[SeenFile]) -> dict[int, SeenFile]:
    """Episode -> the file that it is now: where it was, else where its content is, else what replaced it there."""
    owners: dict[int, SeenFile] = {}
    here = {(row.path, row.fingerprint): row.id for row in rows}
    left = []
    for file in files:
        id = here.get((file.path, file.fingerprint))
        if id is None:
            left.append(file)
        else:
            owners[id] = file
    met = {file.path for file in files}
    free = [
        row
        for row in rows
        if row.id not in owners and (row.missing or row.path in met or not exists(row.path))
    ]
    by_content: dict[object, list[EpisodeRow]] = defaultdict(list)
    for row in free:
        by_content[row.fingerprint].append(row)
    replaced = []
    for file in left:
        if moved := by_content[file.fingerprint]:
            owners[moved.pop().id] = file
        else:
            replaced.append(file)
    by_path = {row.path: row.id for row in free if row.id not in owners}
    owners.update({by_path[file.path]: file for file in replaced if file.path in by_path})
    return owners


def _update(connection: sqlite3.Connection, row: EpisodeRow, file: SeenFile, season: int, met: Met) -> Met:
    moved, changed = file.path != row.path, file.fingerprint != row.fingerprint
    touched = changed or (file.size, file.mtime_ns) != (row.size, row.mtime_ns)
    if not (moved or touched or row.missing or season != row.season_id):
        return met
    connection.execute(
        "UPDATE episode SET season_id = ?, path = ?, fingerprint = ?, size = ?, mtime_ns = ?, missing_since = NULL "
        "WHERE id = ?",
        (season, to_column(file.path), file.fingerprint, file.size, file.mtime_ns, row.id),
    )
    if touched or row.missing:
        forget_failures(connection, [row])
    if moved:
        note(connection, row.id, "moved", to_shown(row.path), to_shown(file.path))
    if changed:
        note(connection, row.id, "changed", row.fingerprint, file.fingerprint)
    if row.missing and not moved and not changed:
        note(connection, row.id, "back", "", to_shown(file.path))
    return replace(
        met,
        moved=met.moved + moved,
        changed=met.changed + changed,
        back=met.back + (row.missing and not moved and not changed),
    )


def _insert(connection: sqlite3.Connection, file: SeenFile, season: int) -> None:
    cursor = connection.execute(
        "INSERT INTO episode (season_id, path, fingerprint, size, mtime_ns) VALUES (?, ?, ?, ?, ?)",
        (season, to_column(file.path), file.fingerprint, file.size, file.mtime_ns),
    )
    assert cursor.lastrowid is not None
    note(connection, cursor.lastrowid, "found", "", to_shown(file.path))


def _set_missing(connection: sqlite3.Connection, rows: Iterable[EpisodeRow]) -> None:
    connection.executemany(
        "UPDATE episode SET missing_since = ? WHERE id = ?", [(now(), row.id) for row in rows]
    )


def _season_id(connection: sqlite3.Connection, season: SeenSeason) -> int:
    connection.execute("INSERT OR IGNORE INTO show (name) VALUES (?)", (season.show,))
    (show,) = connection.execute("SELECT id FROM show WHERE name = ?", (season.show,)).fetchone()
    key = (show, season.name, to_column(season.folder))
    connection.execute("INSERT OR IGNORE INTO season (show_id, name, folder) VALUES (?, ?, ?)", key)
    (id,) = connection.execute(
        "SELECT id FROM season WHERE show_id = ? AND name = ? AND folder = ?", key
    ).fetchone()
    return int(id)


def _drop_empty(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM season WHERE id NOT IN (SELECT season_id FROM episode)")
    connection.execute("DELETE FROM show WHERE id NOT IN (SELECT show_id FROM season)")
