"""How much better than chance each cell of a pair's similarity matrix is, in nats; the matrix is never made whole.

A cosine is first held against its own row and its own column, whichever is harder, so that a frame that looks like
everything says nothing. The survival of these values over the whole pair is then read from the pair itself.

Source:
    Pickands, Annals of Statistics 3 (1975): the tail of a distribution beyond a high threshold is exponential for
    all light-tailed distributions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from intromark.arrays import Floats, Steps
from intromark.diagonals import best_sums
from intromark.held import Held

BLOCK_CELLS = 1 << 18  # cells of the similarity matrix held at a time: 1 MB of float32, which a cache holds
TAIL_SHARE = 0.03  # share of the cells taken as the tail of the null
SAMPLE_CELLS = 1 << 17  # cells that the survival is read from
SMALLEST_SPREAD = 1e-3  # standard deviation of a row's cosines below which it tells nothing
BINS = 4096  # of the table of the survival
AT_ONCE = 16  # diagonals that are scored together


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """What a cell is worth.

    Attributes:
        cost: Nats taken from each cell, > 1, so that chance cells lose (they hold 1 on average).
        cap: Most nats that one cell may bring: a single pair of equal frames is no run.
    """

    cost: float = 2.0
    cap: float = 6.0

    def __post_init__(self) -> None:
        """Check ranges."""
        if not 1 < self.cost < self.cap:
            raise ValueError(f"need 1 < cost < cap, got {self.cost} and {self.cap}")


class CellScores:
    """Scores of the cells of a pair: nats by which a cell is better than chance in its pair, less the cost.

    All scores are in [-cost, cap - cost]. Rows that are equal to the one before, as a key frame is that stands for
    some seconds, are reckoned once.

    Attributes:
        is_attached: Whether the two sequences are here, without which nothing but their number is known.
    """

    def __init__(self, a: Held, b: Held, rule: ScoreRule) -> None:
        """Learn what is chance in this pair: both have at least one step."""
        self._a, self._b, self._rule = a.unit(), b.unit(), rule
        self.is_attached = True
        self._row_mean, self._row_spread = _cosine_moments(self._a, self._b)
        self._column_mean, self._column_spread = _cosine_moments(self._b, self._a)
        count = min(len(a), max(8, SAMPLE_CELLS // len(b)))
        sampled = self._a.index[np.linspace(0, len(a) - 1, count).astype(np.intp)]
        self._survival = _Survival.fit(self._standardised(sampled)[:, self._b.index].ravel())
        self._different: Floats | None = None  # scores of all different rows, where these are few
        if not self._all_differ and len(self._a.rows) * len(self._b.rows) <= BLOCK_CELLS:
            self._different = self._scored(self._standardised(np.arange(len(self._a.rows))))

    def __getstate__(self) -> dict[str, object]:
        """Without the sequences, which travel once and not with each of their pairs; see `attach`."""
        return {**self.__dict__, "_a": None, "_b": None, "is_attached": False}

    def attach(self, a: Held, b: Held) -> None:
        """Give the scores the sequences back that they lost on their way from another process."""
        if not self.is_attached:
            self._a, self._b, self.is_attached = a.unit(), b.unit(), True

    @property
    def shape(self) -> tuple[int, int]:
        """(Ta, Tb)."""
        return len(self._a), len(self._b)

    def blocks(self) -> Iterator[Floats]:
        """(rows, Tb) scores, some rows of a at a time."""
        rows, columns = self.shape
        height = max(1, BLOCK_CELLS // columns)
        for first in range(0, rows, height):
            held = self._a.index[first : first + height]
            if self._different is not None:
                yield self._different[held[:, None], self._b.index]
                continue
            lowest = int(held[0])
            scores = self._scored(self._standardised(np.arange(lowest, held[-1] + 1)))
            yield scores if self._all_differ else scores[(held - lowest)[:, None], self._b.index]

    def along(self, a_steps: Steps, b_steps: Steps) -> Floats:
        """(k,) scores of the cells (a_steps[i], b_steps[i])."""
        a, b = self._a.index[a_steps], self._b.index[b_steps]
        if self._different is not None:
            return self._different[a, b]
        return self._scored(self._standardised_pairs(a, b))

    def diagonal(self, lag: int) -> Floats:
        """(k,) scores of the cells (first + i, first + i + lag), where first = max(0, -lag)."""
        first, last = self._ends(lag)
        if self._all_differ:
            return self._scored(self._standardised_pairs(slice(first, last), slice(first + lag, last + lag)))
        return self.along(np.arange(first, last), np.arange(first + lag, last + lag))

    def best_of(self, lags: Steps) -> Floats:
        """(k,) the largest sum over any stretch of each of some diagonals, 0 where all scores are negative.

        Several diagonals at a time take fewer and longer steps in numpy, so that threads seldom wait for each other.
        """
        if not self._all_differ:
            return np.array([best_sums(self.diagonal(lag)[None])[0] for lag in lags.tolist()])
        best = np.empty(len(lags))
        for done in range(0, len(lags), AT_ONCE):
            part = lags[done : done + AT_ONCE].tolist()
            ends = [self._ends(lag) for lag in part]
            # What follows a shorter one is as unlike as can be: it adds to no sum.
            values = np.full((len(part), max(last - first for first, last in ends)), -np.inf, np.float32)
            for row, (first, last), lag in zip(values, ends, part, strict=True):
                row[: last - first] = self._standardised_pairs(
                    slice(first, last), slice(first + lag, last + lag)
                )
            best[done : done + len(part)] = best_sums(self._scored(values))
        return best

    def _ends(self, lag: int) -> tuple[int, int]:
        """First row of a diagonal, and the row after its last."""
        rows, columns = self.shape
        return max(0, -lag), min(rows, columns - lag)

    def _standardised_pairs(self, a: Steps | slice, b: Steps | slice) -> Floats:
        """Of each different row of a with the one of b in the same place."""
        return self._harder(np.einsum("kd,kd->k", self._a.rows[a], self._b.rows[b]), a, b)

    @property
    def _all_differ(self) -> bool:
        return self._a.all_differ and self._b.all_differ

    def _standardised(self, rows: Steps) -> Floats:
        """Of some different rows of a with all different rows of b."""
        return self._harder(self._a.rows[rows] @ self._b.rows.T, rows[:, None], slice(None))

    def _harder(self, cosine: Floats, rows: Steps | slice, columns: Steps | slice) -> Floats:
        by_row = (cosine - self._row_mean[rows]) * self._row_spread[rows]
        by_column = (cosine - self._column_mean[columns]) * self._column_spread[columns]
        return np.minimum(by_row, by_column, out=by_row)

    def _scored(self, standardised: Floats) -> Floats:
        nats = self._survival.nats(standardised)
        np.minimum(nats, np.float32(self._rule.cap), out=nats)
        return np.subtract(nats, np.float32(self._rule.cost), out=nats)


def _cosine_moments(rows: Held, columns: Held) -> tuple[Floats, Floats]:
    """Mean of each row's cosines, and one over their standard deviation: (k,) each."""
    weights = columns.weights()
    mean = rows.rows @ (weights @ columns.rows)
    if len(columns.rows) < columns.width:
        second = np.square(rows.rows @ columns.rows.T) @ weights
    else:
        gram = (columns.rows * weights[:, None]).T @ columns.rows
        second = np.einsum("td,td->t", rows.rows @ gram, rows.rows)
    spread = np.sqrt(np.maximum(second - mean**2, 0))
    # A row that tells nothing gets an infinite spread: its cells are average, whatever they hold.
    told = spread > SMALLEST_SPREAD
    return mean, np.where(told, 1 / np.where(told, spread, 1), 0).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Survival:
    """-log of the share of cells above a value: read from a sample up to a threshold, exponential beyond it."""

    lowest: np.float32
    bins_a_unit: np.float32
    table: Floats
    threshold: np.float32
    slope: np.float32  # nats a unit beyond the threshold

    @classmethod
    def fit(cls, sample: Floats) -> _Survival:
        ordered = np.sort(sample)
        count = len(ordered)
        threshold = ordered[int((1 - TAIL_SHARE) * (count - 1))]
        shares = np.linspace(0, 1 - TAIL_SHARE, 64)
        quantiles = ordered[(shares * (count - 1)).astype(np.intp)]
        # The excess of the upper tail, without its very end, where the runs that we look for lie.
        upper = ordered[int((1 - TAIL_SHARE) * count) : max(1, int((1 - TAIL_SHARE / 10) * count))]
        excess = float(np.mean(upper - threshold)) * 1.344 if len(upper) else 1.0
        values = np.linspace(quantiles[0], threshold, BINS)
        width = max(float(threshold - quantiles[0]), 1e-6)
        return cls(
            np.float32(quantiles[0]),
            np.float32((BINS - 1) / width),
            np.interp(values, quantiles, -np.log1p(-shares)).astype(np.float32),
            np.float32(threshold),
            np.float32(1 / max(excess, 0.05)),
        )

    def nats(self, values: Floats) -> Floats:
        places = (values - self.lowest) * self.bins_a_unit
        np.clip(places, 0, BINS - 1, out=places)
        nats = self.table.take(places.astype(np.int16))
        beyond = values - self.threshold
        np.maximum(beyond, 0, out=beyond)
        beyond *= self.slope
        nats += beyond
        return np.asarray(nats, np.float32)
