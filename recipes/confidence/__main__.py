"""`python -m recipes.confidence SEASONS...`: the constants of intromark.confidence, and how well they hold.

Each SEASONS holds seasons with a truth.json each, as benchmarks/compose.py draws them. Everything but refinement is
run; then two logistic curves are fitted, and each season is judged by curves that were fitted without it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from intromark.arrays import Floats
from intromark.comparing import all_places, what_recurs
from intromark.encoders import load_encoder
from intromark.encoders.base import Encoder
from intromark.errors import IntromarkError
from intromark.events import Listener
from intromark.intake import keep_season, read_season
from intromark.metrics import calibration_error, reliability
from intromark.pipeline import SEARCH
from intromark.segmentation import choose
from intromark.span import Span
from intromark.store import Store

RIGHT = 0.5  # IoU with the truth
PRIOR = 0.05  # pulls towards a flat curve, so that few wrong answers do not make it steep


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one episode: the number that the confidence is made of, and whether it was right."""

    season: str
    reported: bool
    evidence: float  # log-odds of the element where reported, else the share of the season with an intro
    right: bool


def judged(folder: Path, encoder: Encoder) -> list[Answer]:
    """The answers to one season."""
    truth = {name: entry["intro"] for name, entry in json.loads((folder / "truth.json").read_text()).items()}
    silent = Listener(lambda _: None, lambda _: None)
    store = Store()  # a second fit reads nothing again
    season = read_season([folder / name for name in truth], encoder, SEARCH, silent, store)
    elements = what_recurs(season, encoder, silent)
    keep_season(season, encoder, SEARCH, silent, store)
    chosen = choose(all_places(elements, season), len(season))
    found = {one.episode: (one.span, chosen[n]) for n in chosen for one in elements[n].strongest()}
    answers = []
    for number, intro in enumerate(truth.values()):
        if number in found:
            span, probability = found[number]
            right = intro is not None and span.iou(Span(*intro)) >= RIGHT
            answers.append(Answer(folder.name, True, math.log(probability / (1 - probability)), right))
        else:
            answers.append(Answer(folder.name, False, len(found) / len(truth), intro is None))
    return answers


def fit(answers: list[Answer]) -> tuple[float, float]:
    """Bias and slope of the logistic curve from evidence to the probability of being right (Newton's method)."""
    design = np.array([[1.0, answer.evidence] for answer in answers])
    right = np.array([float(answer.right) for answer in answers])
    weights = np.zeros(2)
    for _ in range(50):
        predicted = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (predicted - right) + PRIOR * weights
        curvature = (design * (predicted * (1 - predicted))[:, None]).T @ design + PRIOR * np.eye(2)
        weights -= np.linalg.solve(curvature, gradient)
    return float(weights[0]), float(weights[1])


def left_out(answers: list[Answer]) -> Floats:
    """The confidence of each answer by a curve that was fitted without its season."""
    confidence = np.zeros(len(answers))
    for index, answer in enumerate(answers):
        bias, slope = fit([other for other in answers if other.season != answer.season])
        confidence[index] = 1 / (1 + math.exp(-bias - slope * answer.evidence))
    return confidence


def report(name: str, answers: list[Answer]) -> None:
    """Print the curve, and a reliability table of the answers judged without their own season."""
    bias, slope = fit(answers)
    confidence = left_out(answers)
    right = np.array([answer.right for answer in answers])
    print(f"{name}: bias {bias:.2f}, slope {slope:.2f}; {len(answers)} answers, {right.mean():.2f} right")
    bins = reliability([float(one) for one in confidence], [answer.right for answer in answers])
    for one in bins:
        print(f"  said {one.confidence:.2f}: {one.count:3d} answers, {one.right:.2f} right")
    print(f"  expected calibration error, each season left out: {calibration_error(bins):.3f}")


@click.command()
@click.argument("seasons", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--encoder", default="lite", show_default=True, help="Picture encoder.")
def main(seasons: tuple[Path, ...], encoder: str) -> None:
    """Fit the constants of intromark.confidence on SEASONS, folders of seasons with truth.json."""
    eyes = load_encoder(encoder)
    answers: list[Answer] = []
    for truth in sorted(path for folder in seasons for path in folder.glob("*/truth.json")):
        try:
            answers += judged(truth.parent, eyes)
        except IntromarkError as error:
            print(f"left out {truth.parent.name}: {error.message}")
    several = [answer for answer in answers if answer.reported or answer.evidence > 0]
    report("INTRO", [answer for answer in several if answer.reported])
    report("ABSENCE", [answer for answer in several if not answer.reported])
    none = [answer.right for answer in answers if not answer.reported and answer.evidence == 0]
    if none:
        print(f"NONE_IN_SEASON: {sum(none)} of {len(none)} right")


main()
