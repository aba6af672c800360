"""Seasons and episodes, and what people say of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path

from intromark.errors import CatalogError
from intromark.library.edits import lock, replace_edits, unlock
from intromark.library.history import revisions
from intromark.library.queries import entry_of, season_entries
from intromark.library.stats import needing_a_look
from intromark.library.values import Entry, EpisodeRow
from intromark.review.changing import CHANGES
from intromark.review.desk import Desk, found
from intromark.review.problems import MAY_FAIL, MissingError, UnfitError
from intromark.review.schemas.bounds import LARGEST_ID
from intromark.review.schemas.common import Trouble
from intromark.review.schemas.episodes import Changed, Conflict, EpisodeOf, SeasonOf
from intromark.review.schemas.taken import EditsTaken, SeenEpisodes
from intromark.review.stale import Stale
from intromark.review.told import season_of, words_of
from intromark.review.wholes import lines, whole_episode

if TYPE_CHECKING:
    import sqlite3

    Change = Callable[[sqlite3.Connection, EpisodeRow], object]

Id = Annotated[int, Path(ge=0, le=LARGEST_ID)]


def episode_routes(desk: Desk) -> APIRouter:
    """What is asked, and said, of seasons and episodes."""
    routes = APIRouter(prefix="/api", tags=["episodes"], responses=MAY_FAIL)

    @routes.get("/seasons/{id}")
    def season(id: Id) -> SeasonOf:
        """The episodes of a season."""
        with desk.catalog() as catalog, catalog.reading() as connection:
            entries = season_entries(connection, id)
            if not entries:
                raise MissingError(
                    f"there is no season {id}", "it may have been scanned anew: load the page again"
                )
            known = revisions(connection, [entry.episode for entry in entries])
        return season_of(entries, known, {look.entry.episode.id: look for look in needing_a_look(entries)})

    @routes.get("/episodes/{id}")
    def episode(id: Id) -> EpisodeOf:
        """All that is known of an episode."""
        with desk.catalog() as catalog, catalog.reading() as connection:
            return whole_episode(connection, id)

    @routes.put(
        "/episodes/{id}/edits",
        responses={409: {"model": Conflict, "description": "Another was faster"}},
        dependencies=CHANGES,
    )
    def say(id: Id, taken: EditsTaken) -> EpisodeOf:
        """Let these be all that is said of an episode, which no scan changes then."""
        try:
            words = words_of(taken.edits)
        except ValueError as error:
            raise UnfitError(str(error), "start must be before end, and each label may stand once") from error
        with desk.catalog() as catalog, catalog.changing() as connection:
            entry = found(entry_of(connection, id), id)
            _refuse_missing(entry)
            if revisions(connection, [entry.episode])[id] != taken.revision:
                raise Stale(whole_episode(connection, id))
            try:
                replace_edits(connection, entry.episode, words)
            except CatalogError as error:
                raise UnfitError(error.message, error.hint) from error
            told = whole_episode(connection, id)
        desk.changed()
        return told

    @routes.post("/lock", dependencies=CHANGES)
    def lock_all(taken: SeenEpisodes) -> Changed:
        """Confirm what was detected in these, as far as nobody said anything."""
        return _each(desk, taken, lock)

    @routes.post("/unlock", dependencies=CHANGES)
    def unlock_all(taken: SeenEpisodes) -> Changed:
        """Drop what people said of these: what was detected holds."""
        return _each(desk, taken, unlock)

    return routes


def _each(desk: Desk, taken: SeenEpisodes, change: Change) -> Changed:
    """Change episodes one by one: those that somebody else changed, and those that refuse, stay as they are."""
    changed: list[int] = []
    conflicts: list[int] = []
    refused: list[Trouble] = []
    with desk.catalog() as catalog, catalog.changing() as connection:
        for seen in taken.episodes:
            entry = found(entry_of(connection, seen.id), seen.id)
            try:
                _refuse_missing(entry)
                if revisions(connection, [entry.episode])[seen.id] != seen.revision:
                    conflicts.append(seen.id)
                else:
                    change(connection, entry.episode)
                    changed.append(seen.id)
            except (CatalogError, UnfitError) as error:
                refused.append(Trouble(error=error.message, hint=error.hint))
        told = Changed(
            changed=lines(connection, changed), conflicts=lines(connection, conflicts), refused=refused
        )
    desk.changed()
    return told


def _refuse_missing(entry: Entry) -> None:
    """What is not there cannot be looked at, and so not be confirmed."""
    if entry.episode.missing:
        raise UnfitError(f"`{entry.episode.path.name}` is not on the disk", "scan again when it is")
