"""What is found: a labelled span of an episode, and why it is believed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a span of an episode is."""

    INTRO = "intro"
    CREDITS = "credits"
    RECAP = "recap"


class Source(StrEnum):
    """What a span was found by: pictures or sound that siblings share, or a model that looks at one episode."""

    PICTURE = "picture"
    SOUND = "sound"
    TRANSFORMER = "transformer"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe a segment.

    Attributes:
        source: The signal that repeats; or the model.
        siblings: How many other episodes of the season share it, >= 1; 0 for a model, which needs none.
    """

    source: Source
    siblings: int

    def __post_init__(self) -> None:
        least = 0 if self.source is Source.TRANSFORMER else 1
        if self.siblings < least:
            raise ValueError(f"siblings must be >= {least}, got {self.siblings}")

    @classmethod
    def of_model(cls) -> Evidence:
        """That a model says so of the episode alone."""
        return cls(Source.TRANSFORMER, 0)


@dataclass(frozen=True, slots=True)
class Segment:
    """A labelled span [start, end) of an episode.

    Attributes:
        start: Seconds from the first video frame, >= 0.
        end: Seconds, > start.
        label: What the span is.
        confidence: Calibrated probability that the span is right, in [0, 1]; None in a reference.
        evidence: Why it is believed, strongest first; empty in a reference.
    """

    start: float
    end: float
    label: Label = Label.INTRO
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end)):
            raise ValueError(f"edges must be finite, got [{self.start}, {self.end})")
        if not 0 <= self.start < self.end:
            raise ValueError(f"need 0 <= start < end, got [{self.start}, {self.end})")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence must be in [0, 1], got {self.confidence}")

    @property
    def length(self) -> float:
        """Seconds."""
        return self.end - self.start
