"""The sound of an episode as features: all that is searched of it, or a stretch, where the rest was not read.

What kind of sound a step is says whether it was read: NaN stands for all kinds of one that was not.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from intromark.arrays import Floats
from intromark.embedded import STORED
from intromark.hearing import heard
from intromark.media import pass_sound, sound
from intromark.sound_signal import WIDTH
from intromark.soundprint import BANDS, SOUND_RATE, STEP_RATE, SoundPrinter

SILENCE = (0.0, 0.0, 0.0, -8.0)  # of kinds of sound
CONTEXT = 5.0  # seconds read on either side of a stretch: what a step is depends on those round it

Soundtrack = tuple[Floats, Floats]
"""(S, 32) soundprint, and (S, 4) kinds of sound as `hearing.heard` says, STEP_RATE a second."""


def all_sound(path: Path, end: float | None) -> Soundtrack:
    """All of it up to a second; None is the end of the sound.

    Raises:
        MediaError: The file cannot be read.
    """
    printer = SoundPrinter()
    pass_sound(path, printer.add, SOUND_RATE, end=end)
    return _rounded(printer.finish()), _rounded(heard(printer.power))


def no_sound_yet(seconds: float) -> Soundtrack:
    """So much sound, of which nothing was read."""
    steps = int(seconds * STEP_RATE)
    return np.zeros((steps, BANDS), np.float32), np.full((steps, WIDTH), np.nan, np.float32)


def with_stretch(path: Path, known: Soundtrack, first: int, last: int) -> Soundtrack:
    """The same, where the steps [first, last) are read.

    Raises:
        MediaError: The file cannot be read.
    """
    before = min(first, round(CONTEXT * STEP_RATE))
    samples = sound(path, SOUND_RATE, (first - before) / STEP_RATE, last / STEP_RATE + CONTEXT)
    printer = SoundPrinter()
    printer.add(samples)
    read = printer.finish(), heard(printer.power)
    whole = known[0].copy(), known[1].copy()
    whole[1][first:last] = SILENCE  # the sound may end before
    for rows, new in zip(whole, read, strict=True):
        wanted = _rounded(new[before : before + last - first])
        rows[first : first + len(wanted)] = wanted
    return whole


def stretch(sounds: Floats) -> slice:
    """The steps that were read, which are one stretch; none, where there is no sound."""
    steps = np.flatnonzero(~np.isnan(sounds[:, 0]))
    return slice(int(steps[0]), int(steps[-1]) + 1) if len(steps) else slice(0, 0)


def _rounded(rows: Floats) -> Floats:
    return rows.astype(STORED).astype(np.float32)
