"""The application: the API and the page, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.types import ASGIApp

from intromark.review.desk import Desk
from intromark.review.guarding import Guard, Keys
from intromark.review.page_files import page_routes
from intromark.review.problems import tell_problems
from intromark.review.routes_episodes import episode_routes
from intromark.review.routes_jobs import job_routes
from intromark.review.routes_library import library_routes
from intromark.review.routes_media import media_routes
from intromark.review.stale import tell_stale


def create_app(desk: Desk, keys: Keys) -> ASGIApp:
    """The review page over a catalog.

    Args:
        desk: What it works on; it is closed with the application.
        keys: Who may come in.
    """
    return Guard(create_api(desk, keys), keys)


def create_api(desk: Desk, keys: Keys) -> FastAPI:
    """The same without the guard: what answers."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        desk.overview.prepare()
        yield
        desk.close()

    app = FastAPI(
        title="intromark review",
        version=version("intromark"),
        description="What the review page speaks. All that changes needs the token of `/api/session` in the header "
        "`X-Intromark-Token`.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        lifespan=life,
    )
    tell_problems(app)
    tell_stale(app)
    for routes in (
        library_routes(desk, keys.changing),
        episode_routes(desk),
        media_routes(desk),
        job_routes(desk),
        page_routes(desk.overview.prepare),
    ):
        app.include_router(routes)
    return app
