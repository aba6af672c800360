"""The loudness of a video, to be drawn."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intromark.errors import FileError
from intromark.media import pass_sound
from intromark.store import Store, key

PEAK_RATE = 50  # peaks a second
SAMPLE_RATE = 8000  # samples a second
MOST_POINTS = 4000
VERSION = 1  # of what is kept

Peaks = NDArray[np.uint8]


def read_peaks(path: Path, content: str, store: Store) -> Peaks:
    """The loudest sample of each fiftieth of a second, in [0, 255]; kept, as it takes seconds.

    Args:
        path: The video.
        content: What its content is known by.
        store: Where it is kept.

    Raises:
        MediaError: It cannot be read.
    """
    name = key("waveform", VERSION, content, PEAK_RATE)
    known = store.load(name)
    if known is not None:
        return np.asarray(known["peaks"], np.uint8)
    parts: list[Peaks] = []
    left = np.zeros(0, np.float32)
    hop = SAMPLE_RATE // PEAK_RATE

    def add(samples: NDArray[np.float32]) -> None:
        nonlocal left
        joined = np.concatenate([left, samples])
        whole = len(joined) // hop * hop
        loudest = np.abs(joined[:whole].reshape(-1, hop)).max(axis=1)
        parts.append(np.round(255 * np.minimum(loudest, 1)).astype(np.uint8))
        left = joined[whole:]

    pass_sound(path, add, SAMPLE_RATE)
    peaks = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
    with suppress(FileError):  # it is read again then
        store.save(name, {"peaks": peaks})
    return peaks


def thinned(peaks: Peaks, start: float, end: float, points: int) -> list[int]:
    """The peaks of [start, end) seconds as so many, or as many as there are; the loudest of each part.

    Args:
        peaks: Of the whole video.
        start: Seconds, >= 0.
        end: Seconds, > start.
        points: > 0.
    """
    part = peaks[int(start * PEAK_RATE) : int(np.ceil(end * PEAK_RATE))]
    if not len(part):
        return []
    count = min(points, len(part))
    firsts = np.arange(count) * len(part) // count
    return [int(peak) for peak in np.maximum.reduceat(part, firsts)]
