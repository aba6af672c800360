"""How a model does on composed shows that were held out: `python -m recipes.lite_model.judging MODEL ...`.

Each label is looked for where detection looks for it: intro and recap at the beginning of an episode, credits at its
end. What is set there (calibration, rule, certainty) is set on other shows than those that are counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.best_run import SpanRule, best_scored, log_odds
from intromark.detectors.transformer import SUREST, Answer, read_curve
from intromark.metrics import Tally, calibration_error, is_right, reliability, tally
from intromark.model import Model, load_model
from intromark.model_card import Calibration, Head, ModelCard
from intromark.segment import Label
from intromark.span import Span
from intromark.train.fitting import LEVELS, Curve, choose_rule, fit_calibration

from .composing import Composers, Order
from .learning import Read
from .shows import AT_THE_END

BEYOND = 2.0  # seconds behind the true end at which something else has begun
HELD, JUDGED = 2, 3  # seeds of what is composed for each purpose
LIKE: Mapping[Label, SpanRule] = {
    Label.INTRO: SpanRule(),
    Label.CREDITS: SpanRule(shortest=4.0, longest=180.0),
    Label.RECAP: SpanRule(shortest=5.0, longest=120.0),
}
"""Lengths of each label."""

TRIED: Mapping[Label, Sequence[float]] = {
    Label.INTRO: LEVELS,
    Label.CREDITS: (0.0,),
    Label.RECAP: LEVELS,
}
"""Levels of rules that are tried. A scene behind the credits must not be in them: where something follows, 1 hit in 11
runs on into it at this level, 1 in 7 at -0.5, where overlap is largest, and 1 in 30 at 1.0, with which 7 % fewer are
hit."""

COSTS: Mapping[Label, tuple[float, float]] = {
    Label.INTRO: (0.4, 1.0),
    Label.CREDITS: (0.4, 0.0),
    Label.RECAP: (1.0, 0.5),
}
"""Hits that a span beside the true one costs, as it skips story as well; and one where there is none, beside that for
not saying so: an intro that is missed costs its viewer a minute, story that is skipped much more. A recap is hard to
tell, and seldom there."""


@dataclass(frozen=True, eq=False)
class Said:
    """What a network says of the part of an episode in which a label is looked for.

    Attributes:
        logits: (T,).
        targets: (T,) True where the label is.
        true: Where it is; None where it is not.
    """

    logits: NDArray[np.float64]
    targets: NDArray[np.bool_]
    true: Span | None


def said_of(model: Model, composed: Iterable[Sequence[Read]]) -> dict[Label, list[Said]]:
    """What a model says of episodes, by label."""
    said: dict[Label, list[Said]] = {label: [] for label in model.labels}
    for parts in composed:
        logits = [model.frame_logits(part.inputs) for part in parts]
        for label in model.labels:
            number = -1 if label is Label.CREDITS else 0
            part, own = parts[number], logits[number][label]
            first = max(0, len(own) - AT_THE_END) if label is Label.CREDITS else 0
            said[label].append(Said(own[first:], part.marked(label)[first:], part.true(label, first)))
    return said


def fitted(card: ModelCard, said: Mapping[Label, Sequence[Said]]) -> ModelCard:
    """The card with calibration, rule, and how sure it is of what it answers, for each label."""
    return replace(card, heads={label: _fitted(card, label, own) for label, own in said.items()})


def _fitted(card: ModelCard, label: Label, said: Sequence[Said]) -> Head:
    logits, targets = (
        np.concatenate([one.logits for one in said]),
        np.concatenate([one.targets for one in said]),
    )
    calibration = fit_calibration(logits, targets, card.heads[label].calibration)
    curves = [Curve(calibration.probabilities(one.logits), one.true) for one in said]
    rule, _ = choose_rule(curves, card.fps, *COSTS[label], TRIED[label], LIKE[label])
    there: list[tuple[float, bool]] = []
    absent: list[tuple[float, bool]] = []
    for curve in curves:
        best = best_scored(curve.values, rule, card.fps)
        if best is None:
            absent.append((-_log_odds(float(curve.values.max(initial=0.0))), curve.true is None))
        else:
            there.append((_log_odds(best.score), is_right(curve.true, best.span)))
    return Head(rule, calibration, _sureness(there), _sureness(absent))


def _sureness(answers: Sequence[tuple[float, bool]]) -> Calibration:
    values, right = np.array([value for value, _ in answers]), np.array([float(one) for _, one in answers])
    return fit_calibration(values, right, Calibration(1.0, 0.0))


def _log_odds(score: float) -> float:
    return float(log_odds(np.array(score), SUREST))


@dataclass(frozen=True)
class Judged:
    """An answer, and the truth."""

    answer: Answer
    true: Span | None

    @property
    def span(self) -> Span | None:
        """That was answered."""
        return self.answer.found.span if self.answer.found else None

    @property
    def right(self) -> bool:
        """Whether it was right."""
        return is_right(self.true, self.span)

    @property
    def runs_on(self) -> bool:
        """Whether a hit ends in what follows."""
        if self.true is None or self.span is None:
            return False
        return self.right and self.span.end > self.true.end + BEYOND


def judged(model: Model, said: Mapping[Label, Sequence[Said]]) -> dict[Label, list[Judged]]:
    """What a model answers."""
    return {
        label: [
            Judged(
                read_curve(head.calibration.probabilities(one.logits), model.card.fps, model, label), one.true
            )
            for one in said[label]
        ]
        for label, head in model.card.heads.items()
    }


def figures(answers: Sequence[Judged]) -> dict[str, Any]:
    """How many were there and hit, and to how many that have none one was given; and whether confidence is right."""
    total = sum((tally(one.true, one.span) for one in answers), Tally())
    bins = reliability([one.answer.confidence for one in answers], [one.right for one in answers])
    return {
        "there": total.intros,
        "hits": total.hits,
        "without": total.without,
        "false": total.false_intros,
        "hits_that_run_on": sum(one.runs_on for one in answers),
        "calibration_error": round(calibration_error(bins), 4),
        "reliability": [[one.count, round(one.confidence, 3), round(one.right, 3)] for one in bins],
    }


def main() -> None:
    """Print how a model does."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("--stock", type=Path, default=Path("stock.npz"), help="as the training kept it")
    parser.add_argument("--corpus", type=Path, default=Path("corpus.npz"), help="as the training kept it")
    parser.add_argument("--shows", type=int, default=800, help="default: %(default)s")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    model = load_model(options.model)
    order = Order(
        options.shows, (JUDGED,), model.card.reads, held_out=True, tells_missing=model.card.tells_missing
    )
    composers = Composers.equipped(options.stock, options.corpus, options.workers)
    answers = judged(model, said_of(model, composers.episodes(order)))
    for label, own in answers.items():
        print(label, figures(own))


if __name__ == "__main__":
    main()
