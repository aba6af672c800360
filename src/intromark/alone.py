"""An episode without others: all of its pictures are looked at, and a model says where the intro is."""

from __future__ import annotations

from dataclasses import dataclass

from intromark.closer import look_closer
from intromark.detectors.transformer import find_intro
from intromark.edges import read_edge
from intromark.encoders.base import Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import PICTURE_RATE, Footage
from intromark.model import Model
from intromark.refine import nearest_cut
from intromark.span import Span


@dataclass(frozen=True, slots=True)
class Alone:
    """What is answered for one episode.

    Attributes:
        span: Where the intro is; None where there is none.
        confidence: Probability that this is right.
    """

    span: Span | None
    confidence: float


def find_alone(
    season: list[Footage], encoder: Encoder, model: Model, listener: Listener, executor: Executor = LOCAL
) -> Alone:
    """Find the intro of an episode by what it looks and sounds like.

    Args:
        season: The episode alone; what was not looked at of what is searched is, and it is replaced by what is known
            of it then.
        encoder: The one that the model was trained on.
        model: What looks.
        listener: Told of progress.
        executor: What runs it.

    Raises:
        MediaError: The file cannot be read any more.
        PoisonError: It kills the process that looks at it.
    """
    look_closer(season, {0: [Span(0.0, season[0].duration)]}, encoder, listener, executor)
    (footage,) = season
    answer = find_intro(
        footage.glimpses.held().expanded(), PICTURE_RATE, model, footage.duration, footage.sounds
    )
    if answer.intro is None:
        return Alone(None, answer.confidence)
    span = answer.intro.span
    start = nearest_cut(read_edge(footage, span.start, encoder, opens=True))
    end = min(nearest_cut(read_edge(footage, span.end, encoder, opens=False)), footage.duration)
    return Alone(Span(start, end) if start < end else span, answer.confidence)
