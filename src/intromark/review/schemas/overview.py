"""The library in numbers, as the API gives it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from intromark.library.stats import Doubt


class SeasonLine(BaseModel):
    """A season as the library shows it."""

    id: int
    name: str
    episodes: int
    intros: int
    confirmed: int
    looks: int
    doubts: list[Doubt] = Field(description="kinds of reasons to look, the gravest first")


class ShowLine(BaseModel):
    """The counts of a show; `coverage` is the share of its episodes that have an intro."""

    name: str
    episodes: int
    analysed: int
    intros: int
    confirmed: int
    edited: int
    locked: int
    failed: int
    missing: int
    looks: int
    coverage: float
    seasons: list[SeasonLine]


class LookOf(BaseModel):
    """An episode that a person should look at."""

    id: int
    season: int
    title: str
    name: str
    doubt: Doubt
    reason: str


class LibraryOf(BaseModel):
    """Everything in numbers."""

    shows: list[ShowLine]
    episodes: int
    looks: list[LookOf] = Field(description="the gravest first, at most 200")
    looks_in_all: int
    confidence: list[int] = Field(description="detected intros in each tenth of [0, 1]")


class FoundLine(BaseModel):
    """An episode that a search found."""

    id: int
    season: int
    title: str
    name: str


class FoundOf(BaseModel):
    """Episodes that a search found, at most 100, and how many there are."""

    episodes: list[FoundLine]
    in_all: int


class Gathered(BaseModel):
    """What people confirmed: what the next training learns from."""

    episodes: int
    labels: dict[str, int]
    without: dict[str, int] = Field(description="episodes of which people said that there is none")
    shows: int
    left_out: int = Field(description="said of a file that changed since, or is gone")
    share: float = Field(description="of all episodes that are there, those that were confirmed")
