"""Who saves what somebody else changed meanwhile is told so, and gets what holds now."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse

from intromark.review.schemas.episodes import Conflict, EpisodeOf


class Stale(Exception):  # noqa: N818 - no error: it is the answer
    """What was seen is not so any more.

    Attributes:
        current: What holds now.
    """

    def __init__(self, current: EpisodeOf) -> None:
        super().__init__()
        self.current = current


def tell_stale(app: FastAPI) -> None:
    """Let an application answer who comes too late."""

    @app.exception_handler(Stale)
    def too_late(_request: Request, stale: Stale) -> JSONResponse:
        last = stale.current.history[-1] if stale.current.history else None
        what = f"{last.who} changed it at {last.at}" if last else "it was changed"
        told = Conflict(
            error=f"{what}: nothing was saved",
            hint="look at what holds now, and save again",
            current=stale.current,
        )
        return JSONResponse(told.model_dump(mode="json"), 409)
