"""The best stretches of a similarity matrix's diagonals, and how good they are by chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from intromark.arrays import Floats, Steps

QUANTILES = (0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # the best of all may hold what is sought
SMALLEST_SCALE = 0.5  # nats by which the best of chance diagonals differ at the least


def best_of_each(blocks: Iterable[Floats], rows: int, columns: int) -> Floats:
    """(rows + columns - 1,) the largest sum over any stretch of each diagonal, 0 where all are negative.

    Args:
        blocks: (k, columns) scores, the rows in order, some at a time.
        rows: Of the matrix.
        columns: Of the matrix.

    Diagonal d holds the cells with column - row == d - (rows - 1).
    """
    total = np.zeros(rows + columns - 1, np.float32)
    lowest = np.zeros_like(total)
    best = np.zeros_like(total)
    gain = np.empty(columns, np.float32)
    first = rows - 1
    for block in blocks:
        for scores in block:
            here = slice(first, first + columns)
            np.add(total[here], scores, out=total[here])
            np.minimum(lowest[here], total[here], out=lowest[here])
            np.subtract(total[here], lowest[here], out=gain)
            np.maximum(best[here], gain, out=best[here])
            first -= 1
    return best


def best_sums(scores: Floats) -> Floats:
    """(k,) the largest sum over any stretch of each row of (k, T) scores, 0 where all are negative."""
    total = np.zeros((len(scores), scores.shape[1] + 1))
    np.cumsum(scores, axis=1, out=total[:, 1:])
    total -= np.minimum.accumulate(total, axis=1)
    return np.asarray(total.max(axis=1))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a sequence of scores: [start, end), and their sum."""

    start: int
    end: int
    score: float


def best_stretch(scores: Floats) -> Stretch:
    """The stretch of (T,) scores with the largest sum; it is empty where no score is positive."""
    total = np.concatenate([[0.0], np.cumsum(scores, dtype=np.float64)])
    lowest = np.minimum.accumulate(total)
    end = int((total - lowest).argmax())
    start = int(np.flatnonzero(total[: end + 1] == lowest[end])[-1])
    return Stretch(start, end, float(total[end] - lowest[end]))


def best_stretches(scores: Floats, least: float, drop: float) -> list[Stretch]:
    """The stretches of a sequence with the largest sums, none of which overlap.

    Args:
        scores: (T,).
        least: Least sum of a stretch, > 0.
        drop: What a stretch may lose on its way before it is two.
    """
    found: list[Stretch] = []
    areas = [(0, len(scores))]
    while areas:
        first, last = areas.pop()
        best = best_stretch(scores[first:last])
        if best.score < least:
            continue
        start, end = first + best.start, first + best.end
        inside = np.concatenate([[0.0], np.cumsum(scores[start:end], dtype=np.float64)])
        fallen = np.maximum.accumulate(inside) - inside
        lowest = int(fallen.argmax())
        if fallen[lowest] > drop:
            areas += [(first, start + lowest), (start + lowest, last)]
            continue
        found.append(Stretch(start, end, best.score))
        areas += [(first, start), (end, last)]
    return found


@dataclass(frozen=True, slots=True)
class Chance:
    """The exponential tail that the best stretches of chance diagonals have.

    Attributes:
        level: Score that a diagonal reaches about once.
        rate: A nat of score, > 0.
        diagonals: How many there are in the pair.
    """

    level: float
    rate: float
    diagonals: int

    @classmethod
    def of(cls, best: Floats, diagonals: int) -> Chance:
        """Read from the pair's own diagonals, most of which hold nothing.

        Neighbouring frames are alike, so that chance runs are longer than independent cells would give. For a Gumbel
        law, quantile p lies at level - log(-log p) / rate; a line is laid through several of them, since a few
        diagonals tell each of them badly.

        Args:
            best: (k,) best scores of diagonals, all of them or some that were picked without looking.
            diagonals: How many there are.
        """
        if not len(best):
            return cls(0.0, 1.0, max(1, diagonals))
        scale, level = np.polyfit(-np.log(-np.log(QUANTILES)), np.quantile(best, QUANTILES), 1)
        return cls(float(level), float(1 / max(scale, SMALLEST_SCALE)), max(1, diagonals))

    def surprise(self, score: float) -> float:
        """-log10 of the number of stretches as good that chance would give in the whole pair."""
        return float((self.rate * (score - self.level) - np.log(self.diagonals)) / np.log(10))

    def score(self, surprise: float) -> float:
        """The score that has this surprise."""
        return float(self.level + (surprise * np.log(10) + np.log(self.diagonals)) / self.rate)


def spread_lags(rows: int, columns: int, most: int) -> Steps:
    """Up to `most` lags, evenly over all of them."""
    return np.unique(np.linspace(1 - rows, columns - 1, most).astype(np.intp))
