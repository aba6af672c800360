"""An episode without others: all of its pictures are looked at, and a model says where the intro is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intromark.arrays import Floats, mean_between
from intromark.best_run import log_odds
from intromark.closer import look_closer
from intromark.detectors.transformer import read_curve, score_curves
from intromark.edges import read_edge
from intromark.encoders.base import EMBEDDING, Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import PICTURE_RATE, Footage
from intromark.model import Model
from intromark.refine import nearest_cut
from intromark.segment import Label
from intromark.span import Span

NEAR = 3.0  # seconds by which an edge of the curve may be off
OVER = 2.0  # seconds before and after, between which the curve turns
CUT = 4.0  # nats that a wholly different picture is worth
FAR = 0.8  # nats that a second away costs


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
    rows = footage.glimpses.held().expanded()
    scores = score_curves(rows, PICTURE_RATE, model, footage.duration, footage.sounds)[Label.INTRO]
    answer = read_curve(scores, PICTURE_RATE, model)
    if answer.found is None:
        return Alone(None, answer.confidence)
    span = settled(answer.found.span, log_odds(scores), rows[:, :EMBEDDING])
    start = nearest_cut(read_edge(footage, span.start, encoder, opens=True))
    end = min(nearest_cut(read_edge(footage, span.end, encoder, opens=False)), footage.duration)
    return Alone(Span(start, end) if start < end else span, answer.confidence)


def settled(span: Span, curve: Floats, embeddings: Floats) -> Span:
    """Move both edges to where the curve turns and the picture changes, if that is near.

    Args:
        span: As the curve says.
        curve: (T,) log-odds, PICTURE_RATE a second.
        embeddings: (T, n) of the same moments; zeros for flat pictures.
    """
    rise = _rises(curve)
    changes = np.ones(len(curve) + 1)
    changes[1:-1] = 1 - np.einsum("td,td->t", embeddings[1:], embeddings[:-1])
    times = np.arange(len(curve) + 1) / PICTURE_RATE
    start, end = (
        float(times[np.argmax(sign * rise + CUT * changes - FAR * abs(times - edge) - _beyond(times, edge))])
        for edge, sign in ((span.start, 1.0), (span.end, -1.0))
    )
    return Span(start, end) if start < end else span


def _rises(curve: Floats) -> Floats:
    """(T + 1,): mean of the curve after each moment, less that before it."""
    steps, at = round(OVER * PICTURE_RATE), np.arange(len(curve) + 1)
    return mean_between(curve, at, at + steps) - mean_between(curve, at - steps, at)


def _beyond(times: Floats, edge: float) -> Floats:
    return np.where(np.abs(times - edge) > NEAR, np.inf, 0.0)
