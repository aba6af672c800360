"""What is seen and heard of an episode, as the API gives it."""

from __future__ import annotations

from pydantic import BaseModel, Field


class FrameOf(BaseModel):
    """A frame."""

    time: float
    picture: str


class FramesOf(BaseModel):
    """Frames by their exact times; `picture` is the address of each."""

    frame_rate: float
    frames: list[FrameOf]


class WaveformOf(BaseModel):
    """Loudest sample in [0, 255] of each of `len(peaks)` equal parts of a span."""

    start: float
    end: float
    peaks: list[int]


class CurveOf(BaseModel):
    """A score in [0, 1] for each step: values[i] covers start + [i, i + 1) * step seconds."""

    name: str
    start: float
    step: float
    values: list[float]


class CurvesOf(BaseModel):
    """Score curves, as far as they can be told from what is kept."""

    curves: list[CurveOf]
    missing: str = Field(description="why there are none, in words; empty where there are")


class Moment(BaseModel):
    """One moment of an episode and what stands at it: the address of the picture."""

    time: float
    picture: str


class Witness(BaseModel):
    """An episode beside others at the same moments of their intros."""

    id: int
    name: str
    start: float
    end: float
    picture: bool
    sound: bool
    matched: bool = Field(description="found by comparing; else its own segment stands there")
    moments: list[Moment]


class Witnesses(BaseModel):
    """The episode itself, then its siblings, the clearest first."""

    witnesses: list[Witness]
    missing: str
