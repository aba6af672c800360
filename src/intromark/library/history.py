"""What happened to an episode, line by line."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from intromark.library.choosing import of_these
from intromark.library.values import Change, EpisodeRow
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


def revisions(connection: sqlite3.Connection, episodes: Sequence[EpisodeRow]) -> dict[int, int]:
    """The number of the last line of the history of each of these: while it stays, nothing happened to the episode.

    Whatever changes an answer or a person's word adds a line, so who has seen the episode at a number can tell
    whether it is still so.
    """
    wanted = {episode.id for episode in episodes}
    condition, values = of_these(episodes)
    rows = connection.execute(
        f"SELECT episode_id, max(id) FROM history WHERE {condition} GROUP BY episode_id", values
    )
    return dict.fromkeys(wanted, 0) | {id: last for id, last in rows if id in wanted}


def history_of(connection: sqlite3.Connection, episode: int) -> list[Change]:
    """What happened to an episode, oldest first."""
    rows = connection.execute(
        "SELECT at, who, what, before, after FROM history WHERE episode_id = ? ORDER BY id", (episode,)
    )
    return [Change(*row) for row in rows]
