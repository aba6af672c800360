"""What happened to an episode, line by line."""

from __future__ import annotations

import getpass
import sqlite3
from datetime import UTC, datetime

from intromark.library.values import Change
from intromark.span import Span
from intromark.timecode import human_time

PROGRAM = "intromark"  # who did it, where nobody was asked


def now() -> str:
    """UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def user() -> str:
    """Name of who runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have no such user
        return "unknown"


def words(span: Span | None) -> str:
    """A span, or that there is none, as history has it."""
    return "none" if span is None else f"{human_time(span.start)} - {human_time(span.end)}"


def note(
    connection: sqlite3.Connection, episode: int, what: str, before: str, after: str, who: str = PROGRAM
) -> None:
    """Add a line to an episode's history."""
    connection.execute(
        "INSERT INTO history (episode_id, at, who, what, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        (episode, now(), who, what, before, after),
    )


def history_of(connection: sqlite3.Connection, episode: int) -> list[Change]:
    """What happened to an episode, oldest first."""
    rows = connection.execute(
        "SELECT at, who, what, before, after FROM history WHERE episode_id = ? ORDER BY id", (episode,)
    )
    return [Change(*row) for row in rows]
