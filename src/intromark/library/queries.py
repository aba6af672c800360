"""What the catalog knows, as values: all of it, or what a person named."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from intromark.addresses import absolute
from intromark.episode_names import natural_order
from intromark.errors import CatalogError
from intromark.library.detections import load_detections
from intromark.library.edits import load_all_edits
from intromark.library.episodes import all_episodes, episode_of, season_episodes, titles
from intromark.library.values import Entry, EpisodeRow
from intromark.media import shown_name

MOST_NAMED = 5  # episodes that an error lists


def all_entries(connection: sqlite3.Connection) -> list[Entry]:
    """Every episode with all that is known of it, by show and place."""
    return _entries(connection, all_episodes(connection))


def season_entries(connection: sqlite3.Connection, season: int) -> list[Entry]:
    """The episodes of the season of a number, in order; none where there is no such season."""
    return _entries(connection, season_episodes(connection, season))


def entry_of(connection: sqlite3.Connection, id: int) -> Entry | None:
    """The episode of a number, with all that is known of it; None where there is none."""
    row = episode_of(connection, id)
    return None if row is None else _entries(connection, [row])[0]


def _entries(connection: sqlite3.Connection, rows: Sequence[EpisodeRow]) -> list[Entry]:
    known = titles(connection)
    detections, edits = load_detections(connection, rows), load_all_edits(connection, rows)
    entries = [
        Entry(*known[row.season_id], row, detections.get(row.id), tuple(edits.get(row.id, ())))
        for row in rows
    ]
    return sorted(entries, key=lambda entry: (entry.show.casefold(), natural_order(entry.episode.path)))


def named(connection: sqlite3.Connection, names: Sequence[str]) -> list[Entry]:
    """The episodes that a person means.

    Args:
        connection: Inside a transaction.
        names: Each a video, a folder, or words that stand in the show, the season or the path; none at all means
            everything.

    Raises:
        CatalogError: One of them means nothing that is in the catalog.
    """
    entries = all_entries(connection)
    if not names:
        return entries
    meant: set[int] = set()
    for name in names:
        found = _meant(entries, name)
        if not found:
            raise CatalogError(
                f"nothing in the catalog is called `{shown_name(name)}`",
                "scan it first, or see what there is with `intromark list`",
            )
        meant |= {entry.episode.id for entry in found}
    return [entry for entry in entries if entry.episode.id in meant]


def named_one(connection: sqlite3.Connection, name: str) -> Entry:
    """The one episode that a person means.

    Raises:
        CatalogError: It is none, or several.
    """
    found = named(connection, [name])
    if len(found) > 1:
        some = ", ".join(shown_name(entry.episode.path.name) for entry in found[:MOST_NAMED])
        more = ", ..." if len(found) > MOST_NAMED else ""
        raise CatalogError(
            f"`{shown_name(name)}` may be {len(found)} episodes: {some}{more}",
            "say more of its name, or give its path",
        )
    return found[0]


def _meant(entries: Sequence[Entry], name: str) -> list[Entry]:
    if not name.strip():
        return []
    path = absolute(name)
    below = [entry for entry in entries if path == entry.episode.path or path in entry.episode.path.parents]
    if below:
        here = [entry for entry in below if not entry.episode.missing]
        return here or below
    return with_words(entries, name)


def with_words(entries: Sequence[Entry], text: str) -> list[Entry]:
    """The episodes in whose show, season or path all words of a text stand; of no words, none."""
    words = text.casefold().split()
    return [entry for entry in entries if words and all(word in _text(entry) for word in words)]


def _text(entry: Entry) -> str:
    return f"{entry.show} {entry.season} {entry.episode.path}".casefold()
