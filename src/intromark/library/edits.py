"""What people say of episodes: it stands beside what is detected, and no detection touches it."""

from __future__ import annotations

import sqlite3

from intromark.errors import CatalogError
from intromark.library.detections import load_detection
from intromark.library.history import note, now, user, words
from intromark.library.values import Edit, EpisodeRow, Origin
from intromark.media import shown_name
from intromark.segment import Label
from intromark.span import Span


def save_edit(
    connection: sqlite3.Connection, episode: EpisodeRow, label: Label, span: Span | None, origin: Origin
) -> None:
    """Keep a person's word on an episode, in place of what was said before.

    Args:
        connection: Inside a transaction that writes.
        episode: What it is said of.
        label: What it is about.
        span: Seconds; None says that there is none.
        origin: How it came about.

    Raises:
        CatalogError: The span is not inside the episode.
    """
    detection = load_detection(connection, episode)
    if span is not None and (span.start < 0 or (detection and span.end > detection.duration)):
        length = f", which lasts {detection.duration:.2f} s" if detection else ""
        raise CatalogError(
            f"{words(span)} is not inside `{shown_name(episode.path)}`{length}", "give times from its start"
        )
    before = next((one for one in load_edits(connection, episode) if one.label is label), None)
    who = user()
    start, end = (None, None) if span is None else (span.start, span.end)
    connection.execute(
        "INSERT OR REPLACE INTO edit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (episode.id, label.value, start, end, origin.value, episode.fingerprint, who, now()),
    )
    said = f"{label} {words(before.span)}" if before else ""
    note(connection, episode.id, origin.value, said, f"{label} {words(span)}", who)


def lock(connection: sqlite3.Connection, episode: EpisodeRow) -> bool:
    """Confirm what was detected, unless a person said something of it before; returns whether it was done.

    Raises:
        CatalogError: It was not analysed yet.
    """
    detection = load_detection(connection, episode)
    if detection is None:
        raise CatalogError(
            f"`{shown_name(episode.path)}` was not analysed yet", "scan it first, or say the span with `edit`"
        )
    said = {edit.label for edit in load_edits(connection, episode)}
    found = {one.label: Span(one.start, one.end) for one in reversed(detection.segments)}
    locked = False
    for label in {Label.INTRO, *found} - said:
        save_edit(connection, episode, label, found.get(label), Origin.LOCK)
        locked = True
    return locked


def unlock(connection: sqlite3.Connection, episode: EpisodeRow) -> list[Edit]:
    """Let detection decide again: drop what people said of an episode; returns what that was."""
    dropped = load_edits(connection, episode)
    connection.execute("DELETE FROM edit WHERE episode_id = ?", (episode.id,))
    for edit in dropped:
        note(connection, episode.id, "unlock", f"{edit.label} {words(edit.span)}", "", user())
    return dropped


def load_edits(connection: sqlite3.Connection, episode: EpisodeRow) -> list[Edit]:
    """What people say of an episode."""
    rows = connection.execute(
        "SELECT label, start, end, origin, fingerprint, who, made_at FROM edit WHERE episode_id = ? ORDER BY label",
        (episode.id,),
    )
    return [
        Edit(
            Label(label),
            None if start is None else Span(start, end),
            Origin(origin),
            fingerprint,
            who,
            made_at,
        )
        for label, start, end, origin, fingerprint, who, made_at in rows
    ]
