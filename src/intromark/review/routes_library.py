"""The library, a search in it, and what was gathered for training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from intromark.labels.writing import render_labels
from intromark.library.confirmed import label_rows
from intromark.library.values import Entry
from intromark.media import shown_name
from intromark.review.desk import Desk
from intromark.review.overview import search
from intromark.review.problems import MAY_FAIL
from intromark.review.schemas.common import Session
from intromark.review.schemas.overview import FoundOf, Gathered, LibraryOf


def library_routes(desk: Desk, token: str) -> APIRouter:
    """What is asked of the whole library; `token` is what a client must send back to change anything."""
    routes = APIRouter(prefix="/api", tags=["library"], responses=MAY_FAIL)

    @routes.get("/session")
    def session() -> Session:
        """What a client needs to know first."""
        return Session(version=version("intromark"), token=token, catalog=shown_name(desk.path))

    @routes.get("/library")
    def library() -> LibraryOf:
        """Shows and seasons in numbers, and what needs a look."""
        return desk.overview.now().library

    @routes.get("/search")
    def find(text: Annotated[str, Query(max_length=200)]) -> FoundOf:
        """Episodes in whose show, season or path all words stand."""
        return search(desk.overview.now().entries, text)

    @routes.get("/gathered")
    def gathered() -> Gathered:
        """What people confirmed, in numbers."""
        return _gathered(desk.overview.now().entries)

    @routes.get("/labels", response_class=Response, responses={200: {"content": {"application/json": {}}}})
    def labels() -> Response:
        """The label file that `intromark export labels` writes."""
        content = render_labels(label_rows(desk.overview.now().entries))
        disposition = {"Content-Disposition": 'attachment; filename="labels.json"'}
        return Response(content, media_type="application/json", headers=disposition)

    return routes


def _gathered(entries: Sequence[Entry]) -> Gathered:
    rows = label_rows(entries)
    there = [entry for entry in entries if not entry.episode.missing]
    said = sum(len(entry.edits) for entry in entries)
    confirmed = {row.id for row in rows}
    return Gathered(
        episodes=len(confirmed),
        labels=Counter(row.label.value for row in rows if not row.says_none),
        without=Counter(row.label.value for row in rows if row.says_none),
        shows=len({row.show for row in rows}),
        left_out=said - len(rows),
        share=len(confirmed) / len(there) if there else 0.0,
    )
