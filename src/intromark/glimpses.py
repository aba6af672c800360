"""The pictures of an episode, as far as they are known: those of key frames, and in places all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.held import Held

STANDS_FOR = 10.5
"""Seconds for which a key frame stands at most; encoders at their defaults put one every 250 frames."""

REGULAR = 0.8  # share of equal distances from which key frames are put by the clock and not at cuts
SHORT = 2.6  # seconds between key frames that show nearly all shots, cuts or not


@dataclass(frozen=True, slots=True, eq=False)
class Glimpses:
    """Rows of embeddings on a grid, row i being the picture shown at second i / rate.

    Attributes:
        rate: Rows a second, > 0.
        key_times: (k,) seconds of the key frames, increasing.
        keys: (k, n) their embeddings.
        seen: (T,) True where the row itself was read.
        rows: (T, n); what was not read is 0.
    """

    rate: float
    key_times: Floats
    keys: Floats
    seen: NDArray[np.bool_]
    rows: Floats

    def __post_init__(self) -> None:
        """Check that the shapes fit each other."""
        if self.rate <= 0 or len(self.key_times) != len(self.keys) or len(self.seen) != len(self.rows):
            raise ValueError(
                f"rate {self.rate}, {self.key_times.shape}, {self.keys.shape}, {self.seen.shape}, {self.rows.shape}"
            )

    def __reduce__(self) -> tuple[object, ...]:
        """Without what was not read: it is most of an episode."""
        return _with_gaps, (self.rate, self.key_times, self.keys, self.seen, self.rows[self.seen])

    @classmethod
    def of_keys(cls, key_times: Floats, keys: Floats, seconds: float, rate: float) -> Glimpses:
        """Nothing but key frames is known of `seconds` of video."""
        count = max(1, int(np.ceil(seconds * rate - 1e-6)))
        rows = np.zeros((count, keys.shape[1]), keys.dtype)
        return cls(rate, key_times, keys, np.zeros(count, np.bool_), rows)

    @classmethod
    def of_all(cls, rows: Floats, rate: float) -> Glimpses:
        """Everything is known."""
        return cls(rate, np.zeros(0), rows[:0], np.ones(len(rows), np.bool_), rows)

    def with_rows(self, first: int, rows: Floats) -> Glimpses:
        """The same, where rows from number `first` on were read."""
        last = min(len(self.rows), first + len(rows))
        known, seen = self.rows.copy(), self.seen.copy()
        known[first:last], seen[first:last] = rows[: last - first], True
        return replace(self, rows=known, seen=seen)

    def held(self) -> Held:
        """T steps of float32: what was read, else the key frame before, as long as it stands for what follows."""
        times = np.arange(len(self.rows)) / self.rate
        before = np.searchsorted(self.key_times, times + 1e-6, side="right") - 1
        sources = np.arange(len(self.rows)) + len(self.keys)
        if len(self.keys):
            age = times - self.key_times[np.maximum(before, 0)]
            stands = (before >= 0) & (age < STANDS_FOR) & ~self.seen
            sources[stands] = before[stands]
        nothing = ~self.seen & (sources >= len(self.keys))
        sources[nothing] = sources[nothing][:1].repeat(nothing.sum())  # all of them rows of zeros
        held = Held.of_sources(np.concatenate([self.keys, self.rows]), sources)
        return Held(held.rows.astype(np.float32), held.index)


def _with_gaps(
    rate: float, key_times: Floats, keys: Floats, seen: NDArray[np.bool_], read: Floats
) -> Glimpses:
    rows = np.zeros((len(seen), read.shape[1]), read.dtype)
    rows[seen] = read
    return Glimpses(rate, key_times, keys, seen, rows)


def follow_cuts(key_times: Floats, seconds: float) -> bool:
    """Whether key frames show most of the shots: they stand close, or where the shots change.

    Args:
        key_times: (k,) seconds, increasing.
        seconds: Length of the video that they are of.
    """
    if not len(key_times):
        return False
    gaps = np.diff([*key_times, seconds])
    if gaps.max() > STANDS_FOR:
        return False
    usual = float(np.median(gaps))
    return usual <= SHORT or float(np.mean(np.abs(gaps - usual) < 0.1)) < REGULAR
