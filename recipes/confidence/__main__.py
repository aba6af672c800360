"""`python -m recipes.confidence SEASONS...`: the constants of intromark.confidence, and how well they hold.

Each SEASONS holds seasons with a truth.json each, as benchmarks/compose.py draws them. Everything but refinement is
run; then two logistic curves are fitted, and each season is judged by curves that were fitted without it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from intromark.arrays import Floats
from intromark.comparing import what_recurs
from intromark.detectors.elements import Occurrence
from intromark.encoders import load_encoder
from intromark.encoders.base import Encoder
from intromark.errors import IntromarkError
from intromark.events import Listener
from intromark.intake import keep_season, read_season
from intromark.metrics import calibration_by_chance, calibration_error, reliability
from intromark.model import Model
from intromark.opinion import lack_of_intro
from intromark.pipeline import AUTO, SEARCH, find_model
from intromark.recurring import standing
from intromark.segment import Label
from intromark.sought import Sought
from intromark.span import Span
from intromark.store import Store

SOUGHT = Sought((Label.INTRO, Label.CREDITS), SEARCH)
RIGHT = 0.5  # IoU with the truth
PRIOR = 0.05  # pulls towards a flat curve, so that few wrong answers do not make it steep


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one episode: the number that the confidence is made of, and whether it was right."""

    season: str
    reported: bool
    evidence: tuple[float, ...]
    """Log-odds of the element where reported; else the share of the season with an intro, and what a model says."""
    right: bool


def judged(folder: Path, encoder: Encoder, model: Model | None) -> dict[Label, list[Answer]]:
    """The answers to one season, by label."""
    truth = json.loads((folder / "truth.json").read_text())
    silent = Listener(lambda _: None, lambda _: None)
    store = Store()  # a second fit reads nothing again
    season = read_season([folder / name for name in truth], encoder, SOUGHT.read, silent, store)
    elements = what_recurs(season, encoder, silent, sought=SOUGHT)
    keep_season(season, encoder, SOUGHT.read, silent, store)
    answers: dict[Label, list[Answer]] = {}
    for label in SOUGHT.labels:
        found = standing(label, elements, season, SOUGHT, model)
        answers[label] = [
            _answer(
                folder.name,
                found.get(number),
                entry[label],
                len(found) / len(truth),
                0.0 if number in found else lack_of_intro(season[number], model, SOUGHT) or 0.0,
            )
            for number, entry in enumerate(truth.values())
        ]
    return answers


def _answer(
    season: str,
    found: tuple[Occurrence, float] | None,
    true: Sequence[float] | None,
    share: float,
    lack: float,
) -> Answer:
    if found is None:
        return Answer(season, False, (share, lack), true is None)
    occurrence, probability = found
    right = true is not None and occurrence.span.iou(Span(*true)) >= RIGHT
    return Answer(season, True, (math.log(probability / (1 - probability)),), right)


def fit(answers: list[Answer]) -> Floats:
    """Bias and slopes of the logistic curve from evidence to the probability of being right (Newton's method)."""
    design = np.array([[1.0, *answer.evidence] for answer in answers])
    right = np.array([float(answer.right) for answer in answers])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        predicted = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (predicted - right) + PRIOR * weights
        curvature = (design * (predicted * (1 - predicted))[:, None]).T @ design + PRIOR * np.eye(
            len(weights)
        )
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def left_out(answers: list[Answer]) -> Floats:
    """The confidence of each answer by a curve that was fitted without its season."""
    confidence = np.zeros(len(answers))
    for index, answer in enumerate(answers):
        weights = fit([other for other in answers if other.season != answer.season])
        confidence[index] = 1 / (1 + math.exp(-float(weights @ (1.0, *answer.evidence))))
    return confidence


def report(name: str, answers: list[Answer]) -> Floats:
    """Print the curve, and a reliability table of the answers judged without their own season; their confidence."""
    bias, *slopes = fit(answers).tolist()
    right = np.array([answer.right for answer in answers])
    told = ", ".join(f"{slope:.2f}" for slope in slopes)
    print(f"{name}: bias {bias:.2f}, slopes {told}; {len(answers)} answers, {right.mean():.2f} right")
    confidence = left_out(answers)
    tell(confidence, answers)
    return confidence


def tell(confidence: Floats, answers: list[Answer]) -> None:
    """Print how often answers of about the same confidence are right."""
    bins = reliability([float(one) for one in confidence], [answer.right for answer in answers])
    for one in bins:
        print(f"  said {one.confidence:.2f}: {one.count:3d} answers, {one.right:.2f} right")
    print(
        f"  expected calibration error, each season left out: {calibration_error(bins):.3f}"
        f" (exact confidence: {calibration_by_chance(bins):.3f})"
    )


@click.command()
@click.argument("seasons", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--encoder", default="lite", show_default=True, help="Picture encoder.")
def main(seasons: tuple[Path, ...], encoder: str) -> None:
    """Fit the constants of intromark.confidence on SEASONS, folders of seasons with truth.json."""
    eyes = load_encoder(encoder)
    model = find_model(AUTO, eyes)
    answers: dict[Label, list[Answer]] = {label: [] for label in SOUGHT.labels}
    for truth in sorted(path for folder in seasons for path in folder.glob("*/truth.json")):
        try:
            for label, own in judged(truth.parent, eyes, model).items():
                answers[label] += own
        except IntromarkError as error:
            print(f"left out {truth.parent.name}: {error.message}")
    report("CREDITS", [answer for answer in answers[Label.CREDITS] if answer.reported])
    reported = [answer for answer in answers[Label.INTRO] if answer.reported]
    without = [answer for answer in answers[Label.INTRO] if not answer.reported]
    confidence = report("INTRO", reported), report("ABSENCE_TOLD", without)
    print(f"all {len(reported + without)} answers on intros:")
    tell(np.concatenate(confidence), reported + without)
    blind = [replace(answer, evidence=answer.evidence[:1]) for answer in without]
    report("ABSENCE", [answer for answer in blind if answer.evidence[0] > 0])
    none = [answer.right for answer in blind if answer.evidence[0] == 0]
    if none:
        print(f"NONE_IN_SEASON: {sum(none)} of {len(none)} right")


main()
