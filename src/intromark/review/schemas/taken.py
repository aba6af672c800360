"""What the API takes: bounded, and nothing that is not known."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from intromark.library.values import Origin
from intromark.review.schemas.bounds import MOST_EPISODES, Number, Seconds
from intromark.segment import Label


class Taken(BaseModel):
    """What is sent: a field that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class RangeTaken(Taken):
    """Start and end; start < end."""

    start: Seconds
    end: Seconds


class WordOf(Taken):
    """What a person says about one label; without a span, that there is none."""

    label: Label
    span: RangeTaken | None
    origin: Origin = Origin.EDIT


class EditsTaken(Taken):
    """All that shall be said of an episode, and the revision that was seen."""

    revision: Number
    edits: Annotated[list[WordOf], Field(max_length=len(Label))]


class SeenEpisode(Taken):
    """An episode, and the revision that was seen."""

    id: Number
    revision: Number


class SeenEpisodes(Taken):
    """Episodes, and the revisions that were seen."""

    episodes: Annotated[list[SeenEpisode], Field(min_length=1, max_length=MOST_EPISODES)]


class SpreadTaken(Taken):
    """What is said of one episode, to be found in others of its season."""

    episode: Number
    revision: Number
    label: Label = Label.INTRO
    span: RangeTaken | None
    only: Annotated[list[Number], Field(max_length=MOST_EPISODES)] | None = None
