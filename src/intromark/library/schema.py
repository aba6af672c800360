"""The catalog's tables, as numbered migrations: the catalog says how many of them it has had.

A migration that was released is never changed; what is new is a further one at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

APPLICATION_ID = 0x494D524B  # "IMRK": tells a catalog from any other SQLite database

_FIRST = (
    """CREATE TABLE show (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    )""",
    """CREATE TABLE season (
        id INTEGER PRIMARY KEY,
        show_id INTEGER NOT NULL REFERENCES show,
        name TEXT NOT NULL,          -- 'Season 1', 'Specials'; empty where nothing tells it
        folder NOT NULL,
        UNIQUE (show_id, name, folder)
    )""",
    """CREATE TABLE episode (
        id INTEGER PRIMARY KEY,
        season_id INTEGER NOT NULL REFERENCES season,
        path NOT NULL,               -- text; bytes where it is not UTF-8
        fingerprint TEXT NOT NULL,   -- of the content, see intromark.fingerprint
        size INTEGER NOT NULL,       -- bytes
        mtime_ns INTEGER NOT NULL,
        missing_since TEXT,          -- when it was first not there; NULL while it is there
        failure TEXT,                -- why it cannot be analysed; NULL where it can
        failure_hint TEXT
    )""",
    "CREATE UNIQUE INDEX present_episode ON episode (path) WHERE missing_since IS NULL",
    "CREATE INDEX episode_of_season ON episode (season_id)",
    """CREATE TABLE detection (
        episode_id INTEGER PRIMARY KEY REFERENCES episode ON DELETE CASCADE,
        fingerprint TEXT NOT NULL,   -- of the content that was analysed
        settings TEXT NOT NULL,      -- JSON: what it was asked with
        duration REAL NOT NULL,      -- seconds
        absence REAL,                -- probability of no intro; NULL where there is one, or none was sought
        intromark TEXT NOT NULL,
        encoder TEXT NOT NULL,
        encoder_fingerprint TEXT NOT NULL,
        siblings INTEGER NOT NULL,
        made_at TEXT NOT NULL
    )""",
    """CREATE TABLE segment (
        episode_id INTEGER NOT NULL REFERENCES detection ON DELETE CASCADE,
        label TEXT NOT NULL,
        start REAL NOT NULL,         -- seconds from the first video frame
        end REAL NOT NULL,
        confidence REAL,
        picture_siblings INTEGER NOT NULL,
        sound_siblings INTEGER NOT NULL,
        PRIMARY KEY (episode_id, label, start)
    )""",
    """CREATE TABLE edit (
        episode_id INTEGER NOT NULL REFERENCES episode ON DELETE CASCADE,
        label TEXT NOT NULL,
        start REAL,                  -- NULL, as the end: there is none
        end REAL,
        origin TEXT NOT NULL,        -- edit, aligned or lock
        fingerprint TEXT NOT NULL,   -- of the content it was made on
        who TEXT NOT NULL,
        made_at TEXT NOT NULL,
        PRIMARY KEY (episode_id, label)
    )""",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY,
        episode_id INTEGER NOT NULL REFERENCES episode ON DELETE CASCADE,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,          -- found, moved, changed, missing, back, detected, edit, aligned, lock, unlock
        before TEXT NOT NULL,        -- in words; empty where there was nothing
        after TEXT NOT NULL
    )""",
    "CREATE INDEX history_of_episode ON history (episode_id)",
)

_WHAT_WAS_SOUGHT = (
    "ALTER TABLE detection ADD COLUMN labels TEXT NOT NULL DEFAULT 'intro'",
)  # a space between two

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _WHAT_WAS_SOUGHT)
"""Each takes a catalog from the version that is its place here to the next, a statement at a time."""


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations a catalog has had; 0 is an empty one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring a catalog up to date, inside the transaction that the caller has begun."""
    for migration in migrations[version_of(connection) :]:
        for statement in migration:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")
