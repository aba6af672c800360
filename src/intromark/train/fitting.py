"""What is set after the training, on the episodes of a held-out show: calibration and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.best_run import SpanRule, best_scored
from intromark.metrics import Tally, is_right, tally
from intromark.model_card import ANY, Calibration
from intromark.span import Span
from intromark.train.measuring import cross_entropy

STEPS = 20  # of Newton's method; it settles in fewer
TINY = 1e-9  # below which a step or a curvature is none
LEVELS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
EVIDENCE = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """What a model says of an episode and a label, and the truth.

    Attributes:
        values: (T,) logits or probabilities, one a frame.
        true: Where it is; None where there is none.
    """

    values: NDArray[np.float64]
    true: Span | None


def unweighted(weight: float) -> Calibration:
    """Undo the weight that frames of the intro had in the loss: exact where the network has learnt it."""
    return Calibration(1.0, -float(np.log(weight)))


def fit_calibration(logits: Floats, targets: Floats, otherwise: Calibration) -> Calibration:
    """Fit a slope and a bias that make probabilities of logits.

    Args:
        logits: (T,).
        targets: (T,) 1 where a frame belongs to the intro, 0 elsewhere.
        otherwise: The answer where nothing can be learnt: one class alone, or logits that fall with the truth.

    Source:
        Platt, Probabilistic outputs for support vector machines, 1999: targets a little inside 0 and 1, so that
        classes which a threshold parts get no endless slope.
    """
    positive = targets > 0.5
    for_, against = int(positive.sum()), int((~positive).sum())
    if not for_ or not against:
        return otherwise
    aims = np.where(positive, (for_ + 1) / (for_ + 2), 1 / (against + 2))
    slope, bias = _logistic(np.asarray(logits, np.float64), aims)
    return Calibration(slope, bias) if slope > 0 else otherwise


def _logistic(values: NDArray[np.float64], aims: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and bias with the least cross entropy, by Newton's method with halved steps."""
    centre, scale = float(values.mean()), float(values.std()) or 1.0
    rows = np.stack([(values - centre) / scale, np.ones(len(values))], axis=1)
    answer = np.zeros(2)
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-rows @ answer))
        curvature = (rows * (said * (1 - said))[:, None]).T @ rows + TINY * np.eye(2)
        step = np.linalg.solve(curvature, rows.T @ (aims - said))
        before = cross_entropy(rows @ answer, aims)
        while cross_entropy(rows @ (answer + step), aims) > before and np.abs(step).max() > TINY:
            step /= 2
        answer = answer + step
    return float(answer[0] / scale), float(answer[1] - answer[0] * centre / scale)


def choose_rule(
    curves: Sequence[Curve],
    fps: float,
    cost: float = 0.0,
    false_cost: float = 0.0,
    levels: Sequence[float] = LEVELS,
    like: SpanRule = ANY,
) -> tuple[SpanRule, Tally]:
    """The rule with the best answers, and how good they are.

    Best is the mean of what answers are worth: their overlap with the true intro, less `cost` where they do not hit it,
    and where there is none 1 for none, and `-false_cost` for any; of equals the strictest.

    Args:
        curves: Probabilities of at least one episode.
        fps: Frames a second.
        cost: Of an intro that misses the true one and skips story as well, where none would cost nothing.
        false_cost: Of an intro where there is none.
        levels: Of rules that are tried.
        like: A rule with the shortest and the longest span.
    """
    rules = [replace(like, level=level, evidence=evidence) for level, evidence in product(levels, EVIDENCE)]
    answers = {rule: [_answer(curve, rule, fps) for curve in curves] for rule in rules}
    best = max(
        rules, key=lambda rule: (_worth(curves, answers[rule], cost, false_cost), rule.level, rule.evidence)
    )
    pairs = zip(curves, answers[best], strict=True)
    return best, sum((tally(curve.true, answer) for curve, answer in pairs), Tally())


def _answer(curve: Curve, rule: SpanRule, fps: float) -> Span | None:
    best = best_scored(curve.values, rule, fps)
    return None if best is None else best.span


def _worth(curves: Sequence[Curve], answers: Sequence[Span | None], cost: float, false_cost: float) -> float:
    total = 0.0
    for curve, answer in zip(curves, answers, strict=True):
        if curve.true is None:
            total += 1.0 if answer is None else -false_cost
        elif answer is not None:
            total += curve.true.iou(answer) - cost * (not is_right(curve.true, answer))
    return total / len(curves)
