"""What a model reads of an episode: signals, by name and side by side, a row for each moment.

A model says in its card which it was trained on. A new signal is one function and one row of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.light import COLUMNS, LIGHT, cut_columns
from intromark.sound_signal import NO_SOUND, NO_SOUNDS, sound_columns

TEXT = 9
"""Numbers at the end of a look that say how much of nine regions is written on: upper left ... lower right."""

NO_LIGHTS = np.zeros((0, 0), np.float32)
LAGS = (1, 2, 3, 5, 8)  # rows back and forth with which a picture is compared
APART = (9.0, 30.0, 120.0, np.inf)  # seconds: bounds of how far pictures are that are looked up elsewhere
ROWS = 256  # compared with all others at once: bounds memory
NEAR = (
    5.0,
    20.0,
    60.0,
    240.0,
)  # seconds on whose scale the distance to the beginning, and to the end, is told


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The pictures of an episode at even distances, and its sound.

    Attributes:
        embeddings: (T, n), of length 1; zeros for flat pictures.
        looks: (T, m), what the encoder sees of overlays, `TEXT` at their end; m may be 0. Zeros for flat pictures.
        times: (T,) seconds of the whole video.
        duration: Seconds of the whole video.
        sounds: (S, 4) what kind of sound it is, as `hearing.heard` says; S is 0 where there is no sound.
        began: Second of the video with which the sound begins.
        lights: (T, 32) how light each picture is, as `light_of` says; no columns where it is not known.
    """

    embeddings: Floats
    looks: Floats
    times: Floats
    duration: float
    sounds: Floats = field(default_factory=lambda: NO_SOUNDS)
    began: float = 0.0
    lights: Floats = field(default_factory=lambda: NO_LIGHTS)

    @classmethod
    def of_rows(
        cls, rows: Floats, width: int, times: Floats, duration: float, sounds: Floats, began: float = 0.0
    ) -> Seen:
        """Of rows as `reading.embed` makes them: embeddings of some width; looks and lights behind them, or none."""
        beyond = rows[:, width:]
        looks, lights = (beyond[:, :-LIGHT], beyond[:, -LIGHT:]) if beyond.shape[1] else (beyond, beyond)
        return cls(rows[:, :width], looks, times, duration, sounds, began, lights)


def _embedding(seen: Seen) -> Floats:
    """(T, n): what is shown."""
    return seen.embeddings


def _look(seen: Seen) -> Floats:
    """(T, m - 9): how each picture differs from the mean of its episode, as far as that is read.

    Encode, grain and grade move all pictures of an episode alike, and more than a name does.
    """
    looks = seen.looks[:, :-TEXT]
    shown = np.asarray(np.any(looks, axis=1))
    if not shown.any():
        return looks
    middle = looks[shown].mean(axis=0, dtype=np.float64)
    return np.where(shown[:, None], looks - middle, 0).astype(np.float32)


def _text(seen: Seen) -> Floats:
    """(T, 9): how much of each of nine regions is written on, in [0, 1]."""
    return seen.looks[:, -TEXT:]


def _change(seen: Seen) -> Floats:
    """(T, 11): cosines to pictures before and after, and 1 where the picture is flat."""
    count = len(seen.embeddings)
    columns = []
    for lag in LAGS:
        cosine = (
            np.einsum("td,td->t", seen.embeddings[lag:], seen.embeddings[:-lag])
            if count > lag
            else np.zeros(0)
        )
        beyond = np.zeros(count - len(cosine))
        columns += [np.concatenate([beyond, cosine]), np.concatenate([cosine, beyond])]
    flat = ~np.any(seen.embeddings, axis=1)
    return np.stack([*columns, flat], axis=1).astype(np.float32)


def _cuts(seen: Seen) -> Floats:
    """(T, 13): black, white, shot changes, fades and dissolves."""
    if not seen.lights.shape[1]:
        return np.zeros((len(seen.embeddings), COLUMNS), np.float32)
    return cut_columns(seen.lights)


def _elsewhere(seen: Seen) -> Floats:
    """(T, 6): largest and mean cosine to pictures some seconds away, for each of three ranges; 0 where none is.

    A scene comes back to its sets and faces; the shots of a title sequence mostly stand alone in their episode.
    """
    count = len(seen.embeddings)
    columns = np.zeros((count, 2 * (len(APART) - 1)), np.float32)
    for first in range(0, count, ROWS):
        rows = slice(first, first + ROWS)
        cosine = seen.embeddings[rows] @ seen.embeddings.T
        distance = np.abs(seen.times[rows, None] - seen.times)
        for number, (least, most) in enumerate(pairwise(APART)):
            inside = (distance >= least) & (distance < most)
            largest = np.where(inside, cosine, -1.0).max(axis=1, initial=-1.0)
            columns[rows, 2 * number] = np.where(inside.any(axis=1), largest, 0)
            columns[rows, 2 * number + 1] = (cosine * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
    return columns


def _place(seen: Seen) -> Floats:
    """(T, 8): how near the beginning and the end of the video are, on several scales; each in (0, 1]."""
    left = np.maximum(seen.duration - seen.times, 0)
    columns = [np.exp(-distance / scale) for distance in (seen.times, left) for scale in NEAR]
    return np.stack(columns, axis=1).astype(np.float32)


def _sound(seen: Seen) -> Floats:
    """(T, 19): how much of each moment is speech, singing and music, and since when."""
    return sound_columns(seen.sounds, seen.times - seen.began)


SIGNALS: Mapping[str, Callable[[Seen], Floats]] = {
    "embedding": _embedding,
    "look": _look,
    "text": _text,
    "change": _change,
    "cuts": _cuts,
    "elsewhere": _elsewhere,
    "place": _place,
    "sound": _sound,
}
"""Name -> what makes it of what is seen and heard."""


def stacked(seen: Seen, signals: Mapping[str, int], *, tells_missing: bool = False) -> Floats:
    """(T, w) float32: signals side by side.

    Args:
        seen: What is seen and heard.
        signals: Name -> numbers a row, in order; w is their sum.
        tells_missing: As many numbers follow, 1 where a signal is there; one that is not is 0 all over.

    Raises:
        ValueError: A signal has another width than is said.
    """
    columns = {name: SIGNALS[name](seen) for name in signals}
    widths = {name: rows.shape[1] for name, rows in columns.items()}
    if widths != dict(signals):
        raise ValueError(f"signals have widths {widths}, not {dict(signals)}")
    rows = np.concatenate(list(columns.values()), axis=1).astype(np.float32, copy=False)
    if not tells_missing:
        return rows
    there = np.ones((len(rows), len(signals)), np.bool_)
    if "sound" in signals:  # pictures are never missing
        there[:, list(signals).index("sound")] = columns["sound"][:, NO_SOUND] == 0
    if "cuts" in signals:
        there[:, list(signals).index("cuts")] = seen.lights.shape[1] > 0
    return with_missing(rows, signals, there)


def with_missing(rows: Floats, signals: Mapping[str, int], there: NDArray[np.bool_]) -> Floats:
    """(..., w + k) float32: k signals side by side, 0 where one is missing, and behind them which are there.

    Args:
        rows: (..., w) signals side by side.
        signals: Name -> numbers a row.
        there: (..., k) True where a signal is there.
    """
    kept = rows * np.repeat(there, list(signals.values()), axis=-1)
    return np.concatenate([kept, there], axis=-1).astype(np.float32, copy=False)
