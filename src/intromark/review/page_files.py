"""The page's files, read once: what a client names is looked up in a table, and never on the disk."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def page_files() -> dict[str, bytes]:
    """Name -> content of each file of the page; names of those in folders have a `/`."""
    found: dict[str, bytes] = {}
    for file in files("intromark.review").joinpath("page").iterdir():
        if file.name.rpartition(".")[2] in KINDS:
            found[file.name] = file.read_bytes()
    return found


def page_routes(on_open: Callable[[], None] = lambda: None) -> APIRouter:
    """The page at `/`, and its files under `/page/`; `on_open` is called when a browser begins to load it."""
    known = page_files()
    routes = APIRouter(include_in_schema=False)

    def answer(name: str) -> Response:
        content = known.get(name)
        if content is None:
            return JSONResponse({"error": "there is no such page", "hint": "begin at /"}, 404)
        kind = KINDS[name.rpartition(".")[2]]
        # Small, and from this machine: asked for anew, so that a newer intromark is never mixed with an old page.
        return Response(content, media_type=kind, headers={"Cache-Control": "no-cache"})

    @routes.get("/")
    def index() -> Response:
        on_open()
        return answer("index.html")

    @routes.get("/page/{name}")
    def file(name: str, _request: Request) -> Response:
        return answer(name)

    return routes
