"""What goes wrong with a request -> an answer with a sentence and a hint, and never a traceback."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from intromark.errors import CatalogError, IntromarkError, MediaError
from intromark.review.schemas.common import Trouble


class ReviewError(IntromarkError):
    """The review page cannot be served, or was asked for what cannot be."""


class MissingError(ReviewError):
    """There is no such episode, season or job."""


class UnfitError(ReviewError):
    """What was sent cannot be said of the episode."""


class BusyError(ReviewError):
    """Too much was asked for at once."""


STATUS: tuple[tuple[type[IntromarkError], int], ...] = (
    (MissingError, 404),
    (UnfitError, 422),
    (MediaError, 422),
    (BusyError, 503),
    (CatalogError, 503),
    (IntromarkError, 422),
)
"""The first that fits says the status."""

MAY_FAIL: dict[int | str, dict[str, object]] = {
    401: {"model": Trouble, "description": "The token is missing or wrong"},
    403: {"model": Trouble, "description": "Another site asked, or the header X-Intromark-Token is missing"},
    404: {"model": Trouble, "description": "There is no such thing"},
    413: {"model": Trouble, "description": "Too much was sent"},
    414: {"model": Trouble, "description": "The address is too long"},
    421: {"model": Trouble, "description": "Called by a name that is not its own"},
    422: {"model": Trouble, "description": "What was sent means nothing, or a video cannot be read"},
    503: {"model": Trouble, "description": "The catalog is in use, or too much was asked for at once"},
}
"""What every path of the API may answer besides."""


def tell_problems(app: FastAPI) -> None:
    """Let an application answer problems as `Trouble`."""

    @app.exception_handler(IntromarkError)
    def of_the_user(_request: Request, error: IntromarkError) -> JSONResponse:
        status = next(status for kind, status in STATUS if isinstance(error, kind))
        return _answer(status, error.message, error.hint)

    @app.exception_handler(RequestValidationError)
    def of_what_was_sent(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return _answer(422, f"{place}: {first['msg']}", "see /api/openapi.json")

    @app.exception_handler(HTTPException)
    def of_the_path(_request: Request, error: HTTPException) -> JSONResponse:
        response = _answer(error.status_code, str(error.detail).lower(), "see /api/openapi.json")
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    def of_ours(_request: Request, _error: Exception) -> JSONResponse:
        return _answer(500, "something went wrong in intromark", "its output has the details")


def _answer(status: int, error: str, hint: str) -> JSONResponse:
    return JSONResponse(Trouble(error=error, hint=hint).model_dump(), status)
