"""A model and episodes -> what it says of every frame, and the evaluation of it beside the baselines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.best_run import best_scored
from intromark.detectors.transformer import score_curves
from intromark.evaluation import Episode, Evaluation, Method, baselines, evaluate
from intromark.frame_counts import FrameCounts, Marks, count_frames, frames_in
from intromark.model import Model
from intromark.segment import Label
from intromark.train.layouts import EpisodeSequence, cut_all, pair_of, paired
from intromark.windows import STRIDE, starts

MODEL = "model"
FRAMES = "model, frame by frame"
"""The method whose frames are those above the level, one by one; its spans are the model's."""


@dataclass(frozen=True)
class Judgement:
    """What a model says of episodes, and how good it is.

    Attributes:
        episodes: What it was given.
        scores: (T,) probabilities of each.
        threshold: Probability above which a frame speaks for an intro.
        evaluation: Of the model, of its single frames, and of the baselines.
    """

    episodes: tuple[EpisodeSequence, ...]
    scores: tuple[NDArray[np.float64], ...]
    threshold: float
    evaluation: Evaluation

    def joined(self) -> tuple[NDArray[np.float64], Marks]:
        """Scores and targets of the frames of all episodes."""
        return np.concatenate(self.scores), np.concatenate([one.targets for one in self.episodes])


def judge(
    model: Model,
    episodes: Sequence[EpisodeSequence],
    on_done: Callable[[int, EpisodeSequence], None] = lambda *_: None,
) -> Judgement:
    """Run a model over episodes, and count.

    Args:
        model: A trained one.
        episodes: At its frames a second, at least one.
        on_done: Told of each episode that is scored, with its number from 1 on.
    """
    fps, threshold = model.card.fps, 1 / (1 + np.exp(-model.rule().level))
    scores = []
    for number, one in enumerate(episodes, start=1):
        scores.append(score_curves(one.embeddings, fps, model)[Label.INTRO])
        on_done(number, one)
    found = [best_scored(curve, model.rule(), fps) for curve in scores]
    spans = [None if one is None else one.span for one in found]
    alone = [
        count_frames(one.targets, curve >= threshold) for one, curve in zip(episodes, scores, strict=True)
    ]
    truths = [Episode(one.id, one.show, len(one.targets) / fps, one.intro) for one in episodes]
    methods = {
        MODEL: Method(spans, balanced=(balanced := balanced_by_model(model, episodes))),
        FRAMES: Method(spans, alone, balanced),
        **{
            name: Method(method.spans, balanced=balanced_by_spans(method, episodes, model))
            for name, method in baselines(truths).items()
        },
    }
    return Judgement(tuple(episodes), tuple(scores), float(threshold), evaluate(truths, methods, fps))


def balanced_by_model(model: Model, episodes: Sequence[EpisodeSequence]) -> list[FrameCounts]:
    """What the network says of the windows of the seed's layout, at 0.5 and without calibration, as the seed has it.

    Each intro and as many frames after it, all joined; a frame counts as often as windows show it.

    Returns:
        Counts by episode; nothing is counted where all of it is shorter than a window.
    """
    window = model.card.window
    strips = paired(episodes, window, STRIDE)
    windows = cut_all(strips, window, model.card.encoder.width)
    logits = model.logits(windows).reshape(*windows.mask.shape, len(model.labels))
    marks = logits[:, :, model.labels.index(Label.INTRO)] >= 0
    return _counted(episodes, windows.targets > 0.5, marks, window)


def balanced_by_spans(method: Method, episodes: Sequence[EpisodeSequence], model: Model) -> list[FrameCounts]:
    """The same of answers that are spans."""
    window = model.card.window
    pairs = [pair_of(one.targets) for one in episodes]
    inside = [
        frames_in(span, len(one.targets), model.card.fps)[pair]
        for one, span, pair in zip(episodes, method.spans, pairs, strict=True)
    ]
    at = _frames_of_windows(sum(map(len, inside)), window)
    targets = np.concatenate([one.targets[pair] for one, pair in zip(episodes, pairs, strict=True)])
    return _counted(episodes, targets[at], np.concatenate(inside)[at], window)


def _counted(
    episodes: Sequence[EpisodeSequence], targets: Marks, marks: Marks, window: int
) -> list[FrameCounts]:
    """Counts by episode of (N, W) frames of the joined sequence."""
    lengths = [len(one.targets[pair_of(one.targets)]) for one in episodes]
    owners = np.repeat(np.arange(len(episodes)), lengths)[_frames_of_windows(sum(lengths), window)]
    return [
        count_frames(targets[owners == number], marks[owners == number]) for number in range(len(episodes))
    ]


def _frames_of_windows(length: int, window: int) -> NDArray[np.intp]:
    """(N, W): the frames of each window of a sequence."""
    return starts(length, window, STRIDE)[:, None] + np.arange(window)
