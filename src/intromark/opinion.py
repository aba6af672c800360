"""What a model of one episode says of what recurs in a season: its word beside that of the siblings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from intromark.arrays import Floats
from intromark.best_run import MOST, best_scored, log_odds
from intromark.detectors.transformer import read_curve
from intromark.footage import Footage
from intromark.model import Model
from intromark.scoring import scored
from intromark.segment import Label
from intromark.segmentation import Place
from intromark.sought import ANY_INTRO, Sought

UNDECIDED = -2.0
"""Mean log-odds of a place that are neither for nor against it: a model is unsure of many seconds of an intro, and sure
that nearly all others are none."""


def with_opinion(
    elements: Sequence[Sequence[Place]],
    season: Sequence[Footage],
    model: Model | None,
    label: Label = Label.INTRO,
    sought: Sought = ANY_INTRO,
) -> list[list[Place]]:
    """Places, and how much each looks and sounds like an intro to the model; as they are where it knows none.

    Args:
        elements: The places of each element.
        season: The episodes; where pictures were not looked at, key frames stand for them.
        model: Trained on the encoder of the season.
        label: What it is asked for.
        sought: What is sought in the season.
    """
    if model is None or label not in model.labels:
        return [list(places) for places in elements]
    wanted = {place.episode for places in elements for place in places}
    opinions = {episode: _opinion(season[episode], model, label, sought) for episode in wanted}
    return [
        [replace(place, opinion=_mean(*opinions[place.episode], place)) for place in places]
        for places in elements
    ]


def lack_of_intro(footage: Footage, model: Model | None, sought: Sought) -> float | None:
    """Log-odds that an episode has no intro, as a model has it by the pictures that are known; None without one."""
    if model is None or Label.INTRO not in model.labels:
        return None
    asked = scored(footage, model, sought.part(Label.INTRO, footage.duration), model.card.fps)
    answer = read_curve(asked.curves[Label.INTRO], asked.rate, model)
    lacks = answer.confidence if answer.found is None else 1 - answer.confidence
    return float(log_odds(np.array(lacks)))


def _opinion(footage: Footage, model: Model, label: Label, sought: Sought) -> tuple[Floats, float, float]:
    """(T,) log-odds, as many a second as the model looks at; with which second they begin, and how many a second.

    No row where it finds no span of its own in the episode: it may not know such shows at all.
    """
    asked = scored(footage, model, sought.part(label, footage.duration), model.card.fps)
    scores = asked.curves[label]
    known = scores if best_scored(scores, model.rule(label), asked.rate) else scores[:0]
    return log_odds(known), asked.began, asked.rate


def _mean(curve: Floats, began: float, rate: float, place: Place) -> float:
    """In [-1, 1]; 0 where it says nothing of the place."""
    first, last = ((edge - began) * rate for edge in (place.span.start, place.span.end))
    inside = curve[max(0, round(first)) : max(round(last), 1)]
    if not len(inside):
        return 0.0
    return float(np.clip((np.mean(inside) - UNDECIDED) / (MOST + UNDECIDED), -1, 1))
