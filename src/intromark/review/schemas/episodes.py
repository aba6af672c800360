"""Episodes and seasons, as the API gives them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from intromark.library.stats import Doubt
from intromark.library.values import Origin
from intromark.review.schemas.common import Range, Trouble
from intromark.segment import Label


class EvidenceOf(BaseModel):
    """A reason to believe a segment: `picture`, `sound` or `transformer`, and how many siblings share it."""

    source: str
    siblings: int


class SegmentOf(BaseModel):
    """A labelled span. `origin` is `detected`, or how a person's word came about."""

    label: Label
    start: float
    end: float
    confidence: float | None
    origin: str
    evidence: list[EvidenceOf]


class EditOf(BaseModel):
    """A person's word; without a span, that there is none. `stale` says that the file changed since."""

    label: Label
    span: Range | None
    origin: Origin
    who: str
    made_at: str
    stale: bool


class EpisodeLine(BaseModel):
    """An episode as its season shows it."""

    id: int
    revision: int
    name: str
    duration: float | None
    state: str = Field(description="in words: edited, locked, missing ...; often empty")
    missing: bool
    failure: str
    absence: float | None
    doubt: Doubt | None
    reason: str = Field(description="why it needs a look; empty where it does not")
    detected: list[SegmentOf]
    edits: list[EditOf]
    holds: list[SegmentOf] = Field(description="what holds: a person's word, else what was detected")


class ChangeOf(BaseModel):
    """A line of an episode's history."""

    at: str
    who: str
    what: str
    before: str
    after: str


class Neighbours(BaseModel):
    """Where an episode stands in its season."""

    previous: int | None
    next: int | None
    number: int
    of: int


class EpisodeOf(EpisodeLine):
    """All that is known of an episode."""

    season: int
    title: str
    path: str
    neighbours: Neighbours
    history: list[ChangeOf]


class SeasonOf(BaseModel):
    """The episodes of a season."""

    id: int
    show: str
    name: str
    folder: str
    longest: float = Field(description="seconds of the longest episode; 0 where none is known")
    episodes: list[EpisodeLine]


class Changed(BaseModel):
    """What became of episodes that were named together."""

    changed: list[EpisodeLine]
    conflicts: list[EpisodeLine] = Field(description="another one was faster: they are as they were")
    refused: list[Trouble] = Field(description="why others could not be changed")


class Conflict(Trouble):
    """Somebody was faster; what holds now, so that nothing is lost."""

    current: EpisodeOf
