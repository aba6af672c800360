"""What a model says of a part of an episode, as far as its pictures are known."""

from __future__ import annotations

from dataclasses import dataclass

from intromark.arrays import Floats
from intromark.detectors.transformer import score_curves
from intromark.embedded import PICTURE_RATE
from intromark.footage import Footage
from intromark.model import Model
from intromark.segment import Label
from intromark.soundprint import STEP_RATE
from intromark.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A part of an episode, and what a model says of it.

    Attributes:
        began: Second of the video with which the part begins.
        rate: Rows a second.
        rows: (T, n) embeddings and looks; where pictures were not looked at, key frames stand for them.
        curves: (T,) probabilities of each label that the model finds.
    """

    began: float
    rate: float
    rows: Floats
    curves: dict[Label, Floats]


def scored(footage: Footage, model: Model, part: Span, rate: float = PICTURE_RATE) -> Scored:
    """Ask a model about a part of an episode.

    Args:
        footage: The episode.
        model: Trained on the encoder that it was seen with.
        part: Seconds.
        rate: Rows a second: as many as the model looks at, or a multiple that is no more than are known.
    """
    first, last = (round(edge * PICTURE_RATE) for edge in (part.start, part.end))
    rows = footage.glimpses.held().part(slice(first, last)).expanded()[:: round(PICTURE_RATE / rate)]
    began = first / PICTURE_RATE
    sounds = footage.sounds[round(began * STEP_RATE) : round(part.end * STEP_RATE)]
    return Scored(began, rate, rows, dict(score_curves(rows, rate, model, footage.duration, sounds, began)))
