"""The transformer on real television, alone and with recurrence: `python benchmarks/friends_transformer.py FOLDER`.

FOLDER holds friends_s*_1fps_gaze96.npz and labels.json: 96 numbers a second of where viewers look, and the themes of
seasons 1, 3, 5 and 7, by people where there are labels by people, else by agreement of several. Every season is
tested in turn with a network that was trained on the three others, over the first seconds of every episode, in which
a theme is as rare as it is.

Nothing is set with the tested season, nor with a network that saw it. For each season that is tested, each of the three
others is left out in turn, and a network trained on the remaining two: what these say of the season left out sets the
thresholds, the calibration, and the weight of the transformer beside recurrence.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.best_run import SpanRule, best_scored
from intromark.detectors.motif import find_motif
from intromark.evaluation import Episode, Evaluation, Method, baselines, evaluate
from intromark.frame_counts import frames_in
from intromark.metrics import Tally, tally
from intromark.model_card import Calibration
from intromark.span import Span
from intromark.train.epoch import window_logits
from intromark.train.fitting import Curve, choose_rule, fit_calibration
from intromark.train.layouts import EpisodeSequence, cut_all, whole_episodes
from intromark.train.lesson import Lesson
from intromark.train.making import DEVICES, pick_device
from intromark.train.recipe import Recipe
from intromark.train.recipe_file import load_recipe
from intromark.train.training import train
from intromark.windows import WINDOW, average, covering_starts, cut
from reporting import number, share, table

SEASONS = (1, 3, 5, 7)
SEARCH = 470  # seconds: a third of an episode, whose two halves last about 700 s each
STRIDE = 15  # seconds between two windows; the augmentation shifts them besides
EPOCHS = 12
WEIGHTS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)  # of the transformer's log-odds beside the motif's nats
ALONE, RECURRENCE, BOTH = "transformer", "recurrence", "both"

Season = Sequence[EpisodeSequence]
Logits = Sequence[NDArray[np.float64]]


@dataclass(frozen=True)
class Recurring:
    """What recurs in a season: its length in seconds, and nats of it beginning at each second of each episode."""

    length: int
    places: Floats


@dataclass(frozen=True)
class Settings:
    """What is set for a tested season on the other three."""

    calibration: Calibration
    rule: SpanRule
    weight: float


def main() -> None:
    """Train, test, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="of every network; default: %(default)s")
    parser.add_argument(
        "--search", type=int, default=SEARCH, help="seconds of each half; default: %(default)s"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="keep what networks said here, and reuse it"
    )
    parser.add_argument("--device", choices=DEVICES, default="cpu", help="that trains; default: %(default)s")
    parser.add_argument("--markdown", action="store_true", help="tables for the documents")
    options = parser.parse_args()
    seasons = {number: load_season(options.folder, number, options.search) for number in SEASONS}
    teach = partial(
        taught, recipe=load_recipe("default"), epochs=options.epochs, device=pick_device(options.device)
    )
    said = curves(seasons, teach, options.keep)
    recurring = {number: recurrence(season) for number, season in seasons.items()}
    print(report(*tested(seasons, said, recurring), markdown=options.markdown))


def load_season(folder: Path, season: int, search: int) -> list[EpisodeSequence]:
    """The first half of each episode whose theme is known, cut to the seconds that are searched."""
    labels = json.loads((folder / "labels.json").read_text())
    by_people = any(key.startswith(f"s{season:02}") and one["theme_human"] for key, one in labels.items())
    episodes = []
    with np.load(folder / f"friends_s{season}_1fps_gaze96.npz") as arrays:
        for key in sorted(key for key in arrays.files if key.endswith("a")):
            theme = labels[key]["theme_human"] or labels[key]["theme_consensus"]
            if theme is None and not by_people:
                continue  # not known, which is not none
            rows = arrays[key][:search].astype(np.float32)
            intro = Span(*theme) if theme else None
            episodes.append(
                EpisodeSequence(key, f"season {season}", rows, frames_in(intro, len(rows), 1.0), intro)
            )
    return episodes


def curves(
    seasons: Mapping[int, Season],
    teach: Callable[[Season, Sequence[Season]], list[Logits]],
    keep: Path | None,
) -> dict[tuple[frozenset[int], int], Logits]:
    """(seasons that a network has not seen, one of them) -> its logits for each second of each episode."""
    path = keep.with_suffix(".npz") if keep else None
    kept = dict(np.load(path)) if path and path.exists() else {}
    said: dict[tuple[frozenset[int], int], Logits] = {}
    for unseen in [(season,) for season in seasons] + list(combinations(seasons, 2)):
        names = {test: [f"{unseen} {one.id}" for one in seasons[test]] for test in unseen}
        if not all(name in kept for own in names.values() for name in own):
            print(
                f"training without season {' and '.join(map(str, unseen))} ...", file=sys.stderr, flush=True
            )
            learnt = [one for season, own in seasons.items() if season not in unseen for one in own]
            for test, logits in zip(unseen, teach(learnt, [seasons[test] for test in unseen]), strict=True):
                kept.update(zip(names[test], logits, strict=True))
            if path:
                np.savez(path, **kept)
        for test in unseen:
            said[frozenset(unseen), test] = [kept[name] for name in names[test]]
    return said


def taught(
    learnt: Season, tests: Sequence[Season], recipe: Recipe, epochs: int, device: torch.device
) -> list[Logits]:
    """Train a network on some episodes, and let it look at others."""
    width = learnt[0].embeddings.shape[1]
    windows = cut_all(whole_episodes(learnt, WINDOW, STRIDE), WINDOW, width)
    plan = replace(recipe.plan, epochs=epochs, patience=0)
    lesson = Lesson(windows, None, recipe.network(width, WINDOW), plan, recipe.augmentation)
    network = train(lesson, device).network
    answers: list[Logits] = []
    for season in tests:
        logits: list[NDArray[np.float64]] = []
        for one in season:
            at = covering_starts(len(one.embeddings), WINDOW, STRIDE)
            shown = window_logits(network, cut(one.embeddings, one.targets, at))
            logits.append(average(shown, at, len(one.embeddings)))
        answers.append(logits)
    return answers


def recurrence(season: Season) -> Recurring:
    """The season's motif, of which no label is asked."""
    motif = find_motif([one.embeddings for one in season])
    assert motif is not None
    return Recurring(motif.length, motif.places)


def tested(
    seasons: Mapping[int, Season],
    said: Mapping[tuple[frozenset[int], int], Logits],
    recurring: Mapping[int, Recurring],
) -> tuple[Evaluation, dict[int, Settings]]:
    """Every season in turn, with what is set on the others."""
    spans: dict[str, list[Span | None]] = {ALONE: [], RECURRENCE: [], BOTH: []}
    settings = {}
    for test in seasons:
        inner = {other: said[frozenset((test, other)), other] for other in seasons if other != test}
        settings[test] = chosen = settle(seasons, inner, recurring)
        logits = said[frozenset((test,)), test]
        spans[ALONE] += alone(logits, chosen)
        spans[RECURRENCE] += fused(recurring[test], logits, chosen.calibration, 0.0)
        spans[BOTH] += fused(recurring[test], logits, chosen.calibration, chosen.weight)
    episodes = [
        Episode(one.id, one.show, float(len(one.targets)), one.intro)
        for season in seasons.values()
        for one in season
    ]
    methods = {name: Method(answers) for name, answers in spans.items()} | baselines(episodes)
    return evaluate(episodes, methods), settings


def settle(
    seasons: Mapping[int, Season], inner: Mapping[int, Logits], recurring: Mapping[int, Recurring]
) -> Settings:
    """Calibration, thresholds and weight with the best answers on seasons that the networks did not see."""
    pairs = [
        (one, logits)
        for season, own in inner.items()
        for one, logits in zip(seasons[season], own, strict=True)
    ]
    targets = np.concatenate([one.targets for one, _ in pairs]).astype(np.float64)
    calibration = fit_calibration(np.concatenate([logits for _, logits in pairs]), targets, Calibration())
    rule, _ = choose_rule(
        [Curve(calibration.probabilities(logits), one.intro) for one, logits in pairs], fps=1.0
    )

    def quality(weight: float) -> tuple[float, float]:
        answers = [
            (one, span)
            for season, own in inner.items()
            for one, span in zip(
                seasons[season], fused(recurring[season], own, calibration, weight), strict=True
            )
        ]
        found = sum((tally(one.intro, span) for one, span in answers), Tally())
        return found.mean_iou(), -weight

    return Settings(calibration, rule, max(WEIGHTS, key=quality))


def alone(logits: Logits, chosen: Settings) -> list[Span | None]:
    """What the network says, above the thresholds."""
    found = [best_scored(chosen.calibration.probabilities(own), chosen.rule) for own in logits]
    return [None if one is None else one.span for one in found]


def fused(recurring: Recurring, logits: Logits, calibration: Calibration, weight: float) -> list[Span | None]:
    """The best place of what recurs: nats of recurrence and, weighed, the network's log-odds in it.

    Odds are those beside the mean of the episode: where the network says the same of every second, recurrence decides.
    """
    length = recurring.length
    spans: list[Span | None] = []
    for places, own in zip(recurring.places, logits, strict=True):
        odds = calibration.slope * (own - own.mean())
        inside = np.convolve(odds, np.ones(length), "valid")
        total = places[: len(inside)] + weight * inside
        start = int(total.argmax())
        spans.append(Span(start, start + length) if total[start] > 0 else None)
    return spans


def report(found: Evaluation, settings: Mapping[int, Settings], *, markdown: bool) -> str:
    """Hits by season, and figures of all of them together."""
    heads = ["", *found.shows, "hits", "rate", "IoU", "<= 1 s", "<= 3 s", "skipped s", "precision", "recall"]
    rows = []
    for method in found.outcomes:
        counted = found.tally(method)
        by_season = [found.tally(method, show) for show in found.shows]
        low, high = found.interval(method, "f1")
        rows.append(
            [
                method,
                *(f"{one.hits}/{one.intros}" for one in by_season),
                f"{counted.hits}/{counted.intros}",
                share(counted.hit_rate()),
                number(counted.mean_iou()),
                share(counted.edges_within(1)),
                share(counted.edges_within(3)),
                number(found.value(method, "skipped"), 1),
                number(found.value(method, "precision"), 3),
                number(found.value(method, "recall"), 3),
                number(found.value(method, "f1"), 3),
                f"{low:.2f} - {high:.2f}",
            ]
        )
    said = [
        f"season {season}: weight {one.weight:g}, level {one.rule.level:g}, evidence {one.rule.evidence:g}"
        for season, one in settings.items()
    ]
    return "\n".join([table([*heads, "frame F1", "of 95 %"], rows, markdown=markdown), "", *said])


if __name__ == "__main__":
    main()
