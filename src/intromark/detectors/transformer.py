"""One episode alone -> curves of how likely each of its moments belongs to a label, and the span each supports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.best_run import ScoredSpan, best_scored, log_odds
from intromark.model import Model
from intromark.segment import Label
from intromark.signals import Seen, stacked
from intromark.sound_signal import NO_SOUNDS

SUREST = 13.8  # log-odds that a mean score may have: one in a million


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says of an episode and a label.

    Attributes:
        found: Where it is; None where it sees none.
        confidence: Probability that this is right: that the span covers the true one, or that there is none.
    """

    found: ScoredSpan | None
    confidence: float


def score_curves(
    pictures: Floats,
    rate: float,
    model: Model,
    duration: float | None = None,
    sounds: Floats | None = None,
    began: float = 0.0,
) -> dict[Label, NDArray[np.float64]]:
    """Score each row of an episode, or of a part of it.

    A model has a number of frames a second of its own. Of a faster sequence it is given every second row, then
    the others, and so on; each row has its score, and edges are as fine as the rows.

    Args:
        pictures: (T, n) embeddings of the encoder in the model's card; or (T, n + m + 32), with looks and lights behind
            them. T may be 0.
        rate: Rows a second: a whole multiple of the model's.
        model: A trained one.
        duration: Seconds of the whole video; None is those of the rows.
        sounds: (S, 4) what kind of sound it is, as `hearing.heard` says; None where there is none.
        began: Second of the video with which pictures and sounds begin.

    Returns:
        (T,) probabilities of each label that the model finds; scores[i] covers the seconds began + [i, i + 1) / rate.

    Raises:
        ValueError: The rate is no such multiple, or the pictures do not fit the model.
    """
    phases = round(rate / model.card.fps)
    if phases < 1 or not np.isclose(phases * model.card.fps, rate):
        raise ValueError(f"rate must be a multiple of {model.card.fps} rows a second, got {rate}")
    width = model.card.encoder.width
    seconds = began + len(pictures) / rate if duration is None else duration
    times = began + np.arange(len(pictures)) / rate
    heard = NO_SOUNDS if sounds is None else sounds
    scores = {label: np.empty(len(pictures)) for label in model.labels}
    for phase in range(min(phases, len(pictures))):
        part = pictures[phase::phases]
        seen = Seen.of_rows(part, width, times[phase::phases], seconds, heard, began)
        read = stacked(seen, model.card.reads, tells_missing=model.card.tells_missing)
        for label, own in model.scores(read).items():
            scores[label][phase::phases] = own
    return scores


def read_curve(scores: Floats, rate: float, model: Model, label: Label = Label.INTRO) -> Answer:
    """What a curve of `score_curves` says: the span for which it speaks most; none where no part is high and long.

    Args:
        scores: (T,) probabilities of the label.
        rate: Of them, a second.
        model: That they come from.
        label: One that the model finds.
    """
    head = model.card.heads[label]
    best = best_scored(scores, head.rule, rate)
    if best is not None:
        return Answer(best, float(head.certainty.probabilities(log_odds(np.array(best.score), SUREST))))
    highest = float(scores.max(initial=0.0))
    return Answer(None, float(head.absence.probabilities(-log_odds(np.array(highest), SUREST))))
