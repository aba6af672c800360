"""What a model of one episode says of what recurs in a season: its word beside that of the siblings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from intromark.arrays import Floats
from intromark.best_run import MOST, best_scored, log_odds
from intromark.detectors.transformer import score_curves
from intromark.footage import PICTURE_RATE, Footage
from intromark.model import Model
from intromark.segment import Label
from intromark.segmentation import Place

UNDECIDED = -2.0
"""Mean log-odds of a place that are neither for nor against it: a model is unsure of many seconds of an intro, and sure
that nearly all others are none."""


def with_opinion(
    elements: Sequence[Sequence[Place]],
    season: Sequence[Footage],
    model: Model | None,
    label: Label = Label.INTRO,
) -> list[list[Place]]:
    """Places, and how much each looks and sounds like an intro to the model; as they are where it knows none.

    Args:
        elements: The places of each element.
        season: The episodes; where pictures were not looked at, key frames stand for them.
        model: Trained on the encoder of the season.
        label: What it is asked for.
    """
    if model is None or label is not Label.INTRO:
        return [list(places) for places in elements]
    wanted = {place.episode for places in elements for place in places}
    curves = {episode: _curve(season[episode], model) for episode in wanted}
    return [
        [replace(place, opinion=_mean(curves[place.episode], place, model.card.fps)) for place in places]
        for places in elements
    ]


def _curve(footage: Footage, model: Model) -> Floats:
    """(T,) log-odds, as many a second as the model looks at.

    No row where it finds no intro of its own in the episode: it may not know such shows at all.
    """
    fps = model.card.fps
    rows = footage.glimpses.held().expanded()[:: round(PICTURE_RATE / fps)]
    scores = score_curves(rows, fps, model, footage.duration, footage.sounds)[Label.INTRO]
    return log_odds(scores if best_scored(scores, model.rule(), fps) else scores[:0])


def _mean(curve: Floats, place: Place, fps: float) -> float:
    """In [-1, 1]; 0 where it says nothing of the place."""
    inside = curve[round(place.span.start * fps) : max(round(place.span.end * fps), 1)]
    if not len(inside):
        return 0.0
    return float(np.clip((np.mean(inside) - UNDECIDED) / (MOST + UNDECIDED), -1, 1))
