"""What several answers have."""

from __future__ import annotations

from pydantic import BaseModel


class Trouble(BaseModel):
    """What went wrong, and what to do."""

    error: str
    hint: str = ""


class Session(BaseModel):
    """What a client needs to know first. `token` goes into the header `X-Intromark-Token` of all that changes."""

    version: str
    token: str
    catalog: str


class Range(BaseModel):
    """Start and end; start < end."""

    start: float
    end: float
