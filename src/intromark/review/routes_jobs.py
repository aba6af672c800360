"""What takes a while: a span is sought in a season, a season is analysed again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from intromark.events import Listener
from intromark.library.catalog import Catalog
from intromark.library.history import revisions
from intromark.library.queries import entry_of, season_entries
from intromark.library.scanning import analyse
from intromark.library.spreading import Spread, spread
from intromark.library.tasks import again
from intromark.media import shown_name
from intromark.review.changing import CHANGES
from intromark.review.desk import Desk, found
from intromark.review.problems import MAY_FAIL, MissingError, UnfitError
from intromark.review.schemas.bounds import LARGEST_ID
from intromark.review.schemas.episodes import Conflict
from intromark.review.schemas.taken import SpreadTaken
from intromark.review.schemas.work import JobOf, Jobs
from intromark.review.stale import Stale
from intromark.review.told import span_of
from intromark.review.wholes import whole_episode
from intromark.store import Store

Id = Annotated[int, Path(ge=0, le=LARGEST_ID)]
LATE: dict[int | str, dict[str, object]] = {409: {"model": Conflict, "description": "Another was faster"}}


def job_routes(desk: Desk) -> APIRouter:
    """Jobs are begun, looked at and stopped."""
    routes = APIRouter(prefix="/api", tags=["jobs"], responses=MAY_FAIL)

    @routes.get("/jobs")
    def jobs() -> Jobs:
        """What runs, waits or was done last; the newest first."""
        return Jobs(jobs=desk.jobs.all())

    @routes.get("/jobs/{id}")
    def job(id: Id) -> JobOf:
        """One job."""
        return desk.jobs.get(id)

    @routes.delete("/jobs/{id}", dependencies=CHANGES)
    def stop(id: Id) -> JobOf:
        """Stop a job as soon as it can be."""
        return desk.jobs.stop(id)

    @routes.post("/seasons/{id}/redo", status_code=202, dependencies=CHANGES)
    def redo(id: Id) -> JobOf:
        """Analyse a season again, whatever is known. What people said stays."""
        with desk.catalog() as catalog, catalog.reading() as connection:
            season = [one for one in season_entries(connection, id) if not one.episode.missing]
        if not season:
            raise MissingError(f"there is no season {id} on the disk", "load the page again")

        def work(catalog: Catalog, store: Store, listener: Listener) -> str:
            done = analyse(catalog, again(catalog, season), listener, store)
            return f"analysed {_count(done.episodes, 'episode')}: {done.intros} with an intro"

        return desk.jobs.add("redo", shown_name(season[0].title), id, work)

    @routes.post("/seasons/{id}/spread", status_code=202, responses=LATE, dependencies=CHANGES)
    def begin_spread(id: Id, taken: SpreadTaken) -> JobOf:
        """Seek what stands in a span of one episode in others of its season, and say it of them."""
        try:
            span = span_of(taken.span)
        except ValueError as error:
            raise UnfitError(str(error), "start must be before end") from error
        with desk.catalog() as catalog, catalog.reading() as connection:
            entry = found(entry_of(connection, taken.episode), taken.episode)
            if entry.episode.season_id != id or entry.episode.missing:
                raise UnfitError(
                    f"episode {taken.episode} is not on the disk in season {id}", "load the page again"
                )
            if revisions(connection, [entry.episode])[entry.episode.id] != taken.revision:
                raise Stale(whole_episode(connection, entry.episode.id))
        only = None if taken.only is None else set(taken.only)

        def work(catalog: Catalog, store: Store, listener: Listener) -> str:
            return _said(spread(catalog, entry, taken.label, span, listener, store, only=only))

        return desk.jobs.add("spread", shown_name(entry.title), id, work)

    return routes


def _said(outcome: Spread) -> str:
    said = [f"the same in {_count(len(outcome.given), 'other episode')}"]
    for entries, what in ((outcome.not_found, "not found in"), (outcome.kept, "said before, and kept:")):
        if entries:
            said.append(f"{what} {', '.join(shown_name(entry.episode.path.stem) for entry in entries)}")
    return "; ".join(said)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
