"""A sequence of feature vectors, each of which may be held for some steps, as a key frame is that stands for a shot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats, Steps

EQUAL_LENGTH = 1e-4  # by which the length of a row may differ from 1


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Rows, and which of them each step holds.

    Attributes:
        rows: (k, n) vectors, in the order in which they are held.
        index: (T,) numbers of rows; each is the one before it, or one more.
    """

    rows: Floats
    index: Steps

    def __post_init__(self) -> None:
        """Check that the two fit."""
        if self.rows.ndim != 2 or self.index.ndim != 1 or len(self.rows) > len(self.index):
            raise ValueError(
                f"need (k, n) rows and (T >= k,) numbers, got {self.rows.shape}, {self.index.shape}"
            )

    @classmethod
    def of(cls, sequence: Floats) -> Held:
        """(T, n) vectors, those that are equal to the one before held once."""
        new = np.ones(len(sequence), np.bool_)
        if sequence.ndim == 2 and sequence.size:
            same = 1 + np.flatnonzero(sequence[1:, 0] == sequence[:-1, 0])
            new[same] = (sequence[same] != sequence[same - 1]).any(axis=1)
        return cls(sequence if new.all() else sequence[new], _numbers(new))

    @classmethod
    def of_sources(cls, rows: Floats, sources: Steps) -> Held:
        """Step i holds rows[sources[i]]; sources are in any order."""
        new = np.ones(len(sources), np.bool_)
        new[1:] = sources[1:] != sources[:-1]
        return cls(rows[sources[new]], _numbers(new))

    def __len__(self) -> int:
        return len(self.index)

    @property
    def width(self) -> int:
        """Features of a row."""
        return int(self.rows.shape[1])

    @property
    def all_differ(self) -> bool:
        """Whether every step has a row of its own."""
        return len(self.rows) == len(self.index)

    def expanded(self) -> Floats:
        """(T, n)."""
        return self.rows if self.all_differ else self.rows[self.index]

    def weights(self) -> Floats:
        """(k,) the share of the steps that holds each row."""
        return (np.bincount(self.index, minlength=len(self.rows)) / max(1, len(self.index))).astype(
            np.float32
        )

    def unit(self) -> Held:
        """The same with rows of length 1, or 0; itself where they are so already."""
        rows = unit(self.rows)
        return self if rows is self.rows else Held(rows, self.index)

    def columns(self, count: int) -> Held:
        """The same with the first so many features of each row."""
        return self if self.width <= count else Held(self.rows[:, :count], self.index)

    def at(self, steps: Steps) -> Held:
        """The same at other steps, in increasing order."""
        return Held.of_sources(self.rows, self.index[steps])

    def part(self, steps: slice) -> Held:
        """Some steps of it."""
        index = self.index[steps]
        if not len(index):
            return Held(self.rows[:0], index)
        return Held(self.rows[index[0] : index[-1] + 1], index - index[0])


def unit(sequence: Floats) -> Floats:
    """(T, n) float32 with rows of length 1, or 0; the array itself where it is so already."""
    length = np.linalg.norm(sequence, axis=1)
    if sequence.dtype == np.float32 and np.all((np.abs(length - 1) < EQUAL_LENGTH) | (length == 0)):
        return sequence
    return (sequence / np.where(length > 0, length, 1)[:, None]).astype(np.float32)


def _numbers(new: NDArray[np.bool_]) -> Steps:
    return np.asarray(np.cumsum(new) - 1, np.intp)
