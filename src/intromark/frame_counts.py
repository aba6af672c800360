"""How good a curve is frame by frame: counts, which add up, and the figures that are read from them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.span import Span

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """What is counted over frames.

    Attributes:
        hits: Frames of the intro that are marked.
        false: Marked frames of the story.
        missed: Frames of the intro that are not marked.
        rest: Frames of the story that are not marked.
    """

    hits: int = 0
    false: int = 0
    missed: int = 0
    rest: int = 0

    def __add__(self, other: FrameCounts) -> FrameCounts:
        """The counts of both."""
        return FrameCounts(
            self.hits + other.hits,
            self.false + other.false,
            self.missed + other.missed,
            self.rest + other.rest,
        )

    @property
    def frames(self) -> int:
        """Frames counted."""
        return self.hits + self.false + self.missed + self.rest

    def accuracy(self) -> float:
        """Share of frames that are right, in [0, 1]; nan without frames."""
        return _share(self.hits + self.rest, self.frames)

    def precision(self) -> float:
        """Share of the marked frames that belong to the intro; nan where none is marked."""
        return _share(self.hits, self.hits + self.false)

    def recall(self) -> float:
        """Share of the intro's frames that are marked; nan where there is no intro."""
        return _share(self.hits, self.hits + self.missed)

    def f1(self) -> float:
        """Harmonic mean of precision and recall; nan where there is neither an intro nor a mark."""
        return _share(2 * self.hits, 2 * self.hits + self.false + self.missed)


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """Precision and recall at every threshold that makes a difference.

    Attributes:
        thresholds: (K,) falling; a frame is marked whose score is at least this.
        precision: (K,) in [0, 1].
        recall: (K,) rising, in [0, 1].
    """

    thresholds: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]


def frames_in(span: Span | None, frames: int, fps: float) -> Marks:
    """(frames,) True where the middle of the time [i, i + 1) / fps lies in the span; None is nowhere."""
    if span is None:
        return np.zeros(frames, np.bool_)
    middles = (np.arange(frames) + 0.5) / fps
    return (middles >= span.start) & (middles < span.end)


def count_frames(targets: Marks, marks: Marks, times: NDArray[np.integer] | None = None) -> FrameCounts:
    """Count frames.

    Args:
        targets: (T,) True where a frame belongs to the intro.
        marks: (T,) True where it is said to.
        times: (T,) how often each frame counts, >= 0; None is once.

    Raises:
        ValueError: The shapes differ.
    """
    if targets.shape != marks.shape:
        raise ValueError(f"targets and marks differ in shape: {targets.shape} and {marks.shape}")
    kinds = np.where(targets, np.where(marks, 0, 2), np.where(marks, 1, 3))
    return FrameCounts(*(int(count) for count in np.bincount(kinds, weights=times, minlength=4)))


def precision_recall(scores: Floats, targets: NDArray[np.generic]) -> PrecisionRecall:
    """Precision and recall at each score that occurs; empty where nothing is an intro.

    Args:
        scores: (T,) any numbers that rise with how likely a frame is.
        targets: (T,) 1 where a frame belongs to the intro, 0 elsewhere.
    """
    order = np.argsort(-scores, kind="stable")
    ranked, found = scores[order], np.cumsum(targets[order].astype(bool))
    if not len(found) or not found[-1]:
        return PrecisionRecall(np.empty(0), np.empty(0), np.empty(0))
    # Frames of one score are found together.
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    return PrecisionRecall(ranked[ends].astype(np.float64), found[ends] / (ends + 1), found[ends] / found[-1])


def average_precision(scores: Floats, targets: NDArray[np.generic]) -> float:
    """Area under the precision-recall curve, as the sum over its steps; nan where nothing is an intro.

    Arguments are those of `precision_recall`.
    """
    curve = precision_recall(scores, targets)
    if not len(curve.recall):
        return math.nan
    return float(np.sum(curve.precision * np.diff(curve.recall, prepend=0.0)))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
