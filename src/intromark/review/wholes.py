"""Episodes as the API gives them, read inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intromark.library.history import history_of, revisions
from intromark.library.queries import entry_of, season_entries
from intromark.library.stats import needing_a_look
from intromark.review.desk import found
from intromark.review.schemas.episodes import EpisodeLine, EpisodeOf
from intromark.review.told import episode_of, line_of

if TYPE_CHECKING:
    import sqlite3


def whole_episode(connection: sqlite3.Connection, id: int) -> EpisodeOf:
    """All that is known of the episode of a number.

    Raises:
        MissingError: There is none.
    """
    entry = found(entry_of(connection, id), id)
    season = season_entries(connection, entry.episode.season_id)
    look = next((look for look in needing_a_look(season) if look.entry.episode.id == id), None)
    revision = revisions(connection, [entry.episode])[id]
    return episode_of(entry, season, revision, look, history_of(connection, id))


def lines(connection: sqlite3.Connection, ids: Sequence[int]) -> list[EpisodeLine]:
    """Episodes as their seasons show them.

    Raises:
        MissingError: One is not there.
    """
    known: dict[int, EpisodeLine] = {}
    for id in ids:
        if id not in known:
            entry = found(entry_of(connection, id), id)
            season = season_entries(connection, entry.episode.season_id)
            looks = {look.entry.episode.id: look for look in needing_a_look(season)}
            numbers = revisions(connection, [one.episode for one in season])
            for one in season:
                own = one.episode.id
                known[own] = line_of(one, numbers[own], looks.get(own))
    return [known[id] for id in ids]
