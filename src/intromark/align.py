"""Where two sequences of feature vectors repeat each other: ungapped local alignment, with a significance.

An intro that stands in two episodes is a diagonal of their similarity matrix. Every cell is scored by how unlikely
its similarity is among the cells of this very pair; runs of high cells along a diagonal are kept when no run as good
is to be expected by chance. So the threshold means the same for pictures, for sound, and for any other features.

    scores = CellScores(a, b)       the cells of a pair, a row or a diagonal at a time, never the whole matrix
    runs = align(a, b)              maximal runs, best first

Source:
    Karlin & Altschul, PNAS 87 (1990): statistics of maximal-scoring segments. Pickands, Annals of Statistics 3
    (1975): the tail of a distribution beyond a high threshold is exponential for all light-tailed distributions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats, Steps

BLOCK_CELLS = 1 << 21  # cells of the similarity matrix held at a time: 8 MB of float32
TAIL_SHARE = 0.03  # share of the cells taken as the tail of the null
TAIL_SAMPLE = 1 << 18  # cells that the tail is fitted on
SMALLEST_SPREAD = 1e-3  # standard deviation of a row's cosines below which it tells nothing


@dataclass(frozen=True, slots=True)
class AlignmentRule:
    """What counts as a run.

    Attributes:
        cost: Nats taken from each cell, > 1, so that chance cells lose (they hold 1 on average).
        cap: Most nats that one cell may bring: a single pair of equal frames is no run.
        drop: Nats that a run may lose before it ends: how much of a changed shot is bridged.
        surprise: Least significance of a run: -log10 of the expected number of such runs by chance.
        most: Most runs that are returned.
    """

    cost: float = 2.0
    cap: float = 6.0
    drop: float = 20.0
    surprise: float = 2.0
    most: int = 200

    def __post_init__(self) -> None:
        if not 1 < self.cost < self.cap:
            raise ValueError(f"need 1 < cost < cap, got {self.cost} and {self.cap}")
        if self.drop <= 0 or self.most < 1:
            raise ValueError(f"drop and most must be positive, got {self.drop} and {self.most}")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one sequence that stands in the other: a[a_start + k] is b[b_start + k] for k < length.

    Attributes:
        a_start: First step in the first sequence.
        b_start: First step in the second sequence.
        length: Steps, >= 1.
        score: Nats, > 0.
        surprise: -log10 of the number of runs as good that chance would give in the whole pair.
    """

    a_start: int
    b_start: int
    length: int
    score: float
    surprise: float

    @property
    def lag(self) -> int:
        """Steps from the first sequence's clock to the second's."""
        return self.b_start - self.a_start


DEFAULT = AlignmentRule()


def align(a: Floats, b: Floats, rule: AlignmentRule = DEFAULT, *, exclude_lags_below: int = 0) -> list[Run]:
    """Find the runs that two sequences share.

    Args:
        a: (Ta, n) feature vectors, one a step; rows of zeros say nothing and match nothing.
        b: (Tb, n) feature vectors.
        rule: What counts as a run.
        exclude_lags_below: Diagonals nearer to the main one are left out: for a sequence with itself.

    Returns:
        Runs, best first. No two overlap in both sequences at once.

    Raises:
        ValueError: The sequences are not two-dimensional, differ in width, or hold what is not finite.
    """
    for name, sequence in (("a", a), ("b", b)):
        if sequence.ndim != 2 or not np.isfinite(sequence).all():
            raise ValueError(f"{name} must be a finite (T, n) array, got shape {sequence.shape}")
    if a.shape[1] != b.shape[1]:
        raise ValueError(f"widths differ: {a.shape[1]} and {b.shape[1]}")
    if not len(a) or not len(b):
        return []
    search = _DiagonalSearch(len(a), len(b), rule, exclude_lags_below)
    for row, scores in enumerate(CellScores(a, b, rule).rows()):
        search.add(row, scores)
    return _without_overlaps(search.finish(), rule)


class CellScores:
    """Scores of the cells of a pair: nats by which a cell is better than chance in its pair, less the cost.

    A cosine is first held against its own row and its own column, whichever is harder, so that a frame that looks
    like everything says nothing. The survival of these values over the whole pair is then read from the pair itself.
    All scores are in [-cost, cap - cost].
    """

    def __init__(self, a: Floats, b: Floats, rule: AlignmentRule = DEFAULT) -> None:
        """Learn what is chance in this pair: a is (Ta, n), b is (Tb, n); both have at least one row."""
        self._a, self._b, self._rule = _unit(a), _unit(b), rule
        self._row_mean, self._row_spread = _cosine_moments(self._a, self._b)
        self._column_mean, self._column_spread = _cosine_moments(self._b, self._a)
        count = min(len(a), max(8, TAIL_SAMPLE // len(b)))
        sampled = np.linspace(0, len(a) - 1, count).astype(np.intp)
        self._survival = _Survival.fit(self._standardised(sampled).ravel())

    def rows(self) -> Iterator[Floats]:
        """(Tb,) scores, once for each row of a."""
        height = max(1, BLOCK_CELLS // len(self._b))
        for first in range(0, len(self._a), height):
            rows = np.arange(first, min(first + height, len(self._a)))
            yield from self._scored(self._standardised(rows))

    def along(self, a_steps: Steps, b_steps: Steps) -> Floats:
        """(k,) scores of the cells (a_steps[i], b_steps[i])."""
        cosine = np.einsum("kd,kd->k", self._a[a_steps], self._b[b_steps])
        by_row = (cosine - self._row_mean[a_steps]) / self._row_spread[a_steps]
        by_column = (cosine - self._column_mean[b_steps]) / self._column_spread[b_steps]
        return self._scored(np.minimum(by_row, by_column))

    def _standardised(self, rows: Steps) -> Floats:
        cosine = self._a[rows] @ self._b.T
        by_row = (cosine - self._row_mean[rows, None]) / self._row_spread[rows, None]
        return np.minimum(by_row, (cosine - self._column_mean) / self._column_spread, out=by_row)

    def _scored(self, standardised: Floats) -> Floats:
        nats = self._survival.nats(standardised)
        return np.minimum(nats, self._rule.cap, out=nats) - np.float32(self._rule.cost)


def _unit(sequence: Floats) -> Floats:
    length = np.linalg.norm(sequence, axis=1, keepdims=True)
    return (sequence / np.where(length > 0, length, 1)).astype(np.float32)


def _cosine_moments(rows: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each row's cosines, without making them: (T,) each."""
    mean = rows @ columns.mean(axis=0)
    second = np.einsum("td,de,te->t", rows, columns.T @ columns / len(columns), rows, optimize=True)
    spread = np.sqrt(np.maximum(second - mean**2, 0))
    # A row that tells nothing gets an infinite spread: its cells are average, whatever they hold.
    return mean, np.where(spread > SMALLEST_SPREAD, spread, np.inf).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Survival:
    """-log of the share of cells above a value: read from the sample up to a threshold, exponential beyond it."""

    values: Floats
    logs: Floats
    threshold: float
    slope: float  # nats a unit beyond the threshold

    @classmethod
    def fit(cls, sample: Floats) -> _Survival:
        ordered = np.sort(sample)
        threshold = ordered[int((1 - TAIL_SHARE) * (len(ordered) - 1))]
        shares = np.linspace(0, 1 - TAIL_SHARE, 64)
        # The excess of the upper tail, without its very end, where the runs that we look for lie.
        upper = ordered[
            int((1 - TAIL_SHARE) * len(ordered)) : max(1, int((1 - TAIL_SHARE / 10) * len(ordered)))
        ]
        excess = float(np.mean(upper - threshold)) * 1.344 if len(upper) else 1.0
        return cls(
            np.quantile(ordered, shares).astype(np.float32),
            -np.log1p(-shares).astype(np.float32),
            float(threshold),
            1 / max(excess, 0.05),
        )

    def nats(self, values: Floats) -> Floats:
        bulk = np.interp(values, self.values, self.logs)
        beyond = np.maximum(values - self.threshold, 0) * self.slope
        return np.asarray(bulk + beyond, np.float32)


class _DiagonalSearch:
    """Maximal-scoring runs of all diagonals at once, a row of scores at a time."""

    def __init__(self, rows: int, columns: int, rule: AlignmentRule, exclude_lags_below: int) -> None:
        self._rows, self._columns, self._rule = rows, columns, rule
        diagonals = rows + columns - 1  # diagonal d holds the cells with column - row == d - (rows - 1)
        lags = np.arange(diagonals) - (rows - 1)
        self._searched = np.abs(lags) >= exclude_lags_below
        self._sum = np.zeros(diagonals, np.float32)
        self._start = np.zeros(diagonals, np.int32)
        self._peak = np.zeros(diagonals, np.float32)
        self._peak_end = np.zeros(diagonals, np.int32)
        self._best = np.zeros(diagonals, np.float32)
        self._found: list[tuple[float, int, int, int]] = []  # score, diagonal, start row, end row

    def add(self, row: int, scores: Floats) -> None:
        here = slice(self._rows - 1 - row, self._rows - 1 - row + self._columns)
        total, start = self._sum[here], self._start[here]
        peak, peak_end = self._peak[here], self._peak_end[here]
        start[total <= 0] = row
        total += scores
        higher = total > peak
        peak[higher] = total[higher]
        peak_end[higher] = row + 1
        over = (total <= 0) | (peak - total > self._rule.drop)
        np.maximum(self._best[here], peak, out=self._best[here])
        ended = np.flatnonzero(over & (peak > self._rule.cap))
        self._keep(ended + here.start)
        total[over] = 0
        peak[over] = 0

    def _keep(self, diagonals: NDArray[np.intp]) -> None:
        self._found.extend(
            (float(self._peak[d]), int(d), int(self._start[d]), int(self._peak_end[d]))
            for d in diagonals
            if self._searched[d]
        )

    def finish(self) -> list[Run]:
        """All runs that are more than chance gives, best first."""
        self._keep(np.flatnonzero(self._peak > self._rule.cap))
        level, rate = _chance(self._best[self._searched])
        runs = []
        for score, diagonal, start, end in sorted(self._found, reverse=True):
            expected_log = np.log(max(1, self._searched.sum())) - rate * (score - level)
            surprise = float(-expected_log / np.log(10))
            if surprise < self._rule.surprise:
                break
            lag = diagonal - (self._rows - 1)
            runs.append(Run(start, start + lag, end - start, score, surprise))
        return runs


def _chance(best: Floats) -> tuple[float, float]:
    """Level and rate (a nat of score) of the exponential tail that the best runs of chance diagonals have.

    Read from the pair's own diagonals, most of which hold nothing: neighbouring frames are alike, so that chance
    runs are longer than independent cells would give. For a Gumbel law, quantile p lies at level - log(-log p) / rate.
    """
    if not len(best):
        return 0.0, 1.0
    middle, high = np.quantile(best, (0.5, 0.9))
    spread = max(float(high - middle), 1.0)
    rate = (np.log(-np.log(0.5)) - np.log(-np.log(0.9))) / spread
    return float(middle + np.log(-np.log(0.5)) / rate), float(rate)


def _without_overlaps(runs: list[Run], rule: AlignmentRule) -> list[Run]:
    """Drop what overlaps a better run in both sequences: the neighbours of a diagonal repeat it."""
    kept: list[Run] = []
    for run in runs:
        if len(kept) == rule.most:
            break
        if not any(_overlap(run, other) for other in kept):
            kept.append(run)
    return kept


def _overlap(one: Run, other: Run) -> bool:
    in_a = min(one.a_start + one.length, other.a_start + other.length) - max(one.a_start, other.a_start)
    in_b = min(one.b_start + one.length, other.b_start + other.length) - max(one.b_start, other.b_start)
    return in_a > 0 and in_b > 0
