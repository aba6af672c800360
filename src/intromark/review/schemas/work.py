"""What takes a while, as the API gives it."""

from __future__ import annotations

from pydantic import BaseModel

from intromark.review.schemas.common import Trouble


class JobOf(BaseModel):
    """Something that takes a while: `state` is waiting, running, done, failed or stopped."""

    id: int
    kind: str
    title: str
    season: int
    state: str
    stage: str
    done: int
    total: int
    summary: str
    problems: list[Trouble]


class Jobs(BaseModel):
    """What runs, waits or was done last."""

    jobs: list[JobOf]
