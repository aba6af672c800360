"""One episode alone -> a curve of how likely each of its moments belongs to an intro, and the span it supports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.best_run import ScoredSpan, best_scored, log_odds
from intromark.model import Model
from intromark.signals import Seen, stacked
from intromark.sound_signal import NO_SOUNDS

SUREST = 13.8  # log-odds that a mean score may have: one in a million


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says of an episode.

    Attributes:
        intro: The intro; None where it sees none.
        confidence: Probability that this is right: that the intro covers the true one, or that there is none.
    """

    intro: ScoredSpan | None
    confidence: float


def score_curve(
    pictures: Floats,
    rate: float,
    model: Model,
    duration: float | None = None,
    sounds: Floats | None = None,
) -> NDArray[np.float64]:
    """Score each row of an episode.

    A model has a number of frames a second of its own. Of a faster sequence it is given every second row, then
    the others, and so on; each row has its score, and edges are as fine as the rows.

    Args:
        pictures: (T, n + m), embeddings of the encoder in the model's card, and behind them its looks; T may be 0.
        rate: Rows a second: a whole multiple of the model's.
        model: A trained one.
        duration: Seconds of the whole video; None is those of the rows.
        sounds: (S, 4) what kind of sound it is, as `hearing.heard` says; None where there is none.

    Returns:
        (T,) probabilities; scores[i] covers the seconds [i, i + 1) / rate.

    Raises:
        ValueError: The rate is no such multiple, or the pictures do not fit the model.
    """
    phases = round(rate / model.card.fps)
    if phases < 1 or not np.isclose(phases * model.card.fps, rate):
        raise ValueError(f"rate must be a multiple of {model.card.fps} rows a second, got {rate}")
    width = model.card.encoder.width
    seconds = len(pictures) / rate if duration is None else duration
    times = np.arange(len(pictures)) / rate
    heard = NO_SOUNDS if sounds is None else sounds
    scores = np.empty(len(pictures))
    for phase in range(min(phases, len(pictures))):
        part = pictures[phase::phases]
        seen = Seen(part[:, :width], part[:, width:], times[phase::phases], seconds, heard)
        scores[phase::phases] = model.scores(stacked(seen, model.card.reads))
    return scores


def read_curve(scores: Floats, rate: float, model: Model) -> Answer:
    """What a curve of `score_curve` says: the span for which it speaks most; none where no part is high and long."""
    best = best_scored(scores, model.rule, rate)
    if best is not None:
        return Answer(best, float(model.card.certainty.probabilities(log_odds(np.array(best.score), SUREST))))
    highest = float(scores.max(initial=0.0))
    return Answer(None, float(model.card.absence.probabilities(-log_odds(np.array(highest), SUREST))))
