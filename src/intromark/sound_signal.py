"""What a model is told of the sound: how much of each moment is speech, singing and music, and since when.

Over a theme nobody talks, or few do, and its music begins and ends with it. So beside the kind of sound stands how long
nobody has talked, how long the music has gone on, and how long each will.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats, mean_between, runs
from intromark.soundprint import STEP_RATE

SOUNDS = ("speech", "singing", "music")
SPEECH, SINGING, MUSIC = range(len(SOUNDS))
LEVEL = len(SOUNDS)
"""Column of the level; those of SOUNDS stand before it."""

WIDTH = LEVEL + 1
NO_SOUNDS = np.zeros((0, WIDTH), np.float32)
"""Of an episode without sound."""

AROUND = 4.0  # seconds to either side over which kinds of sound are averaged as well
CHANGE = 1.5  # seconds before and after, between which the level changes
SMOOTHED = 0.75  # seconds to either side: a word, or a beat's rest, ends no run
SILENT = -6.0  # Bel
NEAR = 3.0  # seconds on whose scale it is told how far the ends of a run are
COLUMNS = 19
NO_SOUND = -1  # column that is 1 where there is none


def sound_columns(sounds: Floats, times: Floats) -> Floats:
    """Describe the sound of the second that follows each time.

    Args:
        sounds: (S, 4) as `hearing.heard` says; S may be 0, where there is no sound. NaN where it was not read.
        times: (T,) seconds, increasing.

    Returns:
        (T, 19); the last column is 1, and all others 0, where there is no sound, or it was not read.
    """
    columns = np.zeros((len(times), COLUMNS), np.float32)
    first = np.round(np.asarray(times) * STEP_RATE).astype(np.intp)
    read = ~np.isnan(sounds[:, 0])
    missing = (first >= len(sounds)) | ~np.append(read, False)[np.minimum(first, len(sounds))]
    columns[missing, NO_SOUND] = 1
    if not len(sounds) or missing.all():
        return columns
    if sounds.shape[1] != WIDTH:
        raise ValueError(f"sounds have shape (S, {WIDTH}), not {sounds.shape}")
    own = first[~missing]
    if not read.all():  # what was not read is no run of anything
        usual = np.float32(np.median(sounds[read, LEVEL]))
        sounds = np.where(read[:, None], sounds, np.array([1, 0, 0, usual], np.float32))
    level = sounds[:, LEVEL] - np.median(sounds[read, LEVEL])
    wide = round(AROUND * STEP_RATE)
    inside = [mean_between(sounds[:, kind], own, own + STEP_RATE) for kind in (SPEECH, SINGING, MUSIC)]
    around = [
        mean_between(sounds[:, kind], own - wide, own + STEP_RATE + wide) for kind in (SPEECH, SINGING, MUSIC)
    ]
    change = round(CHANGE * STEP_RATE)
    talk, music = (_mean_around(sounds[:, kind], SMOOTHED) > 0.5 for kind in (SPEECH, MUSIC))
    silent = sounds[:, LEVEL] < SILENT
    columns[~missing, :-1] = np.stack(
        [
            *inside,
            *around,
            _most(sounds[:, SPEECH], own),
            mean_between(level, own, own + STEP_RATE),
            mean_between(level, own, own + change) - mean_between(level, own - change, own),
            *_runs(~talk & ~silent, own),
            *_runs(music, own),
            mean_between(silent.astype(np.float32), own, own + STEP_RATE),
        ],
        axis=1,
    )
    return columns


def _runs(there: NDArray[np.bool_], at: NDArray[np.intp]) -> list[Floats]:
    """Of the run in which each step stands: its length, that against the longest, and how near its ends are.

    Lengths are told by their logarithm; all four are 0 outside of runs.
    """
    begins, ends = np.zeros(len(there)), np.zeros(len(there))
    for begin, end in runs(there):
        begins[begin:end], ends[begin:end] = begin, end
    middle = np.minimum(at + STEP_RATE // 2, len(there) - 1)
    length = (ends - begins) / STEP_RATE
    inside = there[middle]
    longest = max(float(length.max(initial=0.0)), 1e-6)
    since, until = (middle - begins[middle]) / STEP_RATE, (ends[middle] - middle) / STEP_RATE
    return [
        np.where(inside, values, 0)
        for values in (
            np.log1p(length[middle]) / 4,
            length[middle] / longest,
            np.exp(-since / NEAR),
            np.exp(-until / NEAR),
        )
    ]


def _mean_around(values: Floats, seconds: float) -> Floats:
    reach, steps = round(seconds * STEP_RATE), np.arange(len(values))
    return mean_between(values, steps - reach, steps + reach + 1)


def _most(values: Floats, first: NDArray[np.intp]) -> Floats:
    """Largest of the second from each step on."""
    padded = np.concatenate([values, np.zeros(STEP_RATE)])
    return np.asarray(padded[first[:, None] + np.arange(STEP_RATE)].max(axis=1))
