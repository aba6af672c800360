"""What people say of episodes: it stands beside what is detected, and no detection touches it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from intromark.errors import CatalogError
from intromark.library.choosing import of_these
from intromark.library.detections import load_detection
from intromark.library.history import note, now, user, words
from intromark.library.values import Edit, EpisodeRow, Origin, Word
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


def replace_edits(connection: sqlite3.Connection, episode: EpisodeRow, words_of: Sequence[Word]) -> bool:
    """Let these be all that is said of an episode; returns whether that is news.

    What stays as it was keeps who said it and when, unless the file changed since.

    Args:
        connection: Inside a transaction that writes.
        episode: What it is said of.
        words_of: At most one for each label.

    Raises:
        CatalogError: A span is not inside the episode.
        ValueError: Two are about the same label.
    """
    wanted = {word.label: word for word in words_of}
    if len(wanted) < len(words_of):
        raise ValueError("one word for each label")
    before = {edit.label: edit for edit in load_edits(connection, episode)}
    dropped = [edit for label, edit in before.items() if label not in wanted]
    _drop(connection, episode, dropped)
    news = [word for label, word in wanted.items() if not _stands(word, before.get(label), episode)]
    for word in news:
        save_edit(connection, episode, word.label, word.span, word.origin)
    return bool(dropped or news)


def _stands(word: Word, edit: Edit | None, episode: EpisodeRow) -> bool:
    return (
        edit is not None
        and (edit.span, edit.origin) == (word.span, word.origin)
        and edit.fingerprint == episode.fingerprint
    )


def unlock(connection: sqlite3.Connection, episode: EpisodeRow) -> list[Edit]:
    """Let detection decide again: drop what people said of an episode; returns what that was."""
    dropped = load_edits(connection, episode)
    _drop(connection, episode, dropped)
    return dropped


def _drop(connection: sqlite3.Connection, episode: EpisodeRow, edits: Sequence[Edit]) -> None:
    for edit in edits:
        connection.execute(
            "DELETE FROM edit WHERE episode_id = ? AND label = ?", (episode.id, edit.label.value)
        )
        note(connection, episode.id, "unlock", f"{edit.label} {words(edit.span)}", "", user())


def load_edits(connection: sqlite3.Connection, episode: EpisodeRow) -> list[Edit]:
    """What people say of an episode."""
    return load_all_edits(connection, [episode]).get(episode.id, [])


def load_all_edits(connection: sqlite3.Connection, episodes: Sequence[EpisodeRow]) -> dict[int, list[Edit]]:
    """What people say of these episodes, by their number."""
    condition, values = of_these(episodes)
    edits: dict[int, list[Edit]] = defaultdict(list)
    for id, label, start, end, origin, *said in connection.execute(
        "SELECT episode_id, label, start, end, origin, fingerprint, who, made_at FROM edit "
        f"WHERE {condition} ORDER BY label",
        values,
    ):
        span = None if start is None else Span(start, end)
        edits[id].append(Edit(Label(label), span, Origin(origin), *said))
    return edits
