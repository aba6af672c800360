"""Episodes without others: their pictures are looked at, and a model says where intro, credits and recap are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intromark.arrays import Floats, mean_between
from intromark.best_run import log_odds
from intromark.closer import look_closer
from intromark.detectors.transformer import read_curve
from intromark.embedded import PICTURE_RATE
from intromark.encoders.base import EMBEDDING, Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.model import Model
from intromark.refine import cut_edges
from intromark.scoring import Scored, scored
from intromark.segment import Evidence, Label, Segment
from intromark.sought import Sought
from intromark.span import Span

NEAR = 3.0  # seconds by which an edge of the curve may be off
OVER = 2.0  # seconds before and after, between which the curve turns
CUT = 4.0  # nats that a wholly different picture is worth
FAR = 0.8  # nats that a second away costs


@dataclass(frozen=True, slots=True)
class Alone:
    """What is answered for one label of an episode.

    Attributes:
        span: Where it is; None where there is none.
        confidence: Probability that this is right.
    """

    span: Span | None
    confidence: float


def find_alone(  # noqa: PLR0913 - as `detect_season`
    season: list[Footage],
    encoder: Encoder,
    model: Model,
    sought: Sought,
    listener: Listener,
    executor: Executor = LOCAL,
    *,
    episodes: Sequence[int] = (0,),
) -> list[dict[Label, Alone]]:
    """Find what is sought in episodes, each by what it looks and sounds like.

    Args:
        season: The episodes; those in question are replaced by what is known of them when they were looked at.
        encoder: The one that the model was trained on.
        model: What looks; labels that it does not know are left out.
        sought: What is sought.
        listener: Told of progress.
        executor: What runs it.
        episodes: Numbers of those in question.

    Returns:
        Of each of them what is answered by label, the intro first.

    Raises:
        MediaError: A file cannot be read any more.
        PoisonError: A file kills the process that looks at it.
    """
    labels = [label for label in sought.labels if label in model.labels]
    wanted = {
        number: [sought.part(label, season[number].duration) for label in labels]
        for number in episodes
        if labels
    }
    look_closer(season, wanted, encoder, listener, executor)
    return [_answers(season[number], encoder, model, sought, labels) for number in episodes]


def _answers(
    footage: Footage, encoder: Encoder, model: Model, sought: Sought, labels: Sequence[Label]
) -> dict[Label, Alone]:
    parts = {label: sought.part(label, footage.duration) for label in labels}
    asked = {part: scored(footage, model, part) for part in set(parts.values())}
    answers: dict[Label, Alone] = {}
    for label, part in parts.items():
        intro = answers[Label.INTRO].span if Label.INTRO in answers else None
        answers[label] = _answer(footage, encoder, model, label, asked[part], intro)
    return answers


def _answer(
    footage: Footage, encoder: Encoder, model: Model, label: Label, asked: Scored, intro: Span | None
) -> Alone:
    scores = asked.curves[label] * _may_be(label, asked, footage.duration, intro)
    answer = read_curve(scores, PICTURE_RATE, model, label)
    if answer.found is None:
        return Alone(None, answer.confidence)
    span = settled(answer.found.span, log_odds(scores), asked.rows[:, :EMBEDDING]).shift(asked.began)
    start, end = cut_edges(footage, span, encoder)
    end = min(end, footage.duration)
    return Alone(Span(start, end) if start < end else span, answer.confidence)


def _may_be(label: Label, asked: Scored, duration: float, intro: Span | None) -> Floats:
    """(T,) 1 where a label may be, 0 elsewhere: credits after the middle, nothing else where the intro is."""
    times = asked.began + np.arange(len(asked.rows)) / asked.rate
    free = np.ones(len(times)) if intro is None else 1.0 - ((times >= intro.start) & (times < intro.end))
    return free * (times >= duration / 2) if label is Label.CREDITS else free


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


def alone_segments(answers: Mapping[Label, Alone]) -> list[Segment]:
    """The segments among answers of `find_alone`."""
    evidence = (Evidence.of_model(),)
    return [
        Segment(one.span.start, one.span.end, label, one.confidence, evidence)
        for label, one in answers.items()
        if one.span is not None
    ]
