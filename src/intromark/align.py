"""Where two sequences of feature vectors repeat each other: ungapped local alignment, with a significance.

An intro that stands in two episodes is a diagonal of their similarity matrix. Every cell is scored by how unlikely
its similarity is among the cells of this very pair; runs of high cells along a diagonal are kept when no run as good
is to be expected by chance. So the threshold means the same for pictures, for sound, and for any other features.

Short sequences are compared in full. Of long ones with few features, as sound is, only the diagonals are that an FFT
finds promising, and some more that tell what chance does.

Source:
    Karlin & Altschul, PNAS 87 (1990): statistics of maximal-scoring segments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intromark.arrays import Floats, Steps
from intromark.cells import CellScores, ScoreRule
from intromark.diagonals import Chance, best_of_each, best_stretches, spread_lags
from intromark.held import Held
from intromark.lags import promising_lags

NARROW = 64  # features up to which an FFT is cheaper than all cells
MANY_CELLS = 1 << 21  # beyond which it is
PROMISING = 48  # lags that are looked at then
CHANCE = 192  # lags that tell then what chance gives


@dataclass(frozen=True, slots=True)
class AlignmentRule(ScoreRule):
    """What counts as a run.

    Attributes:
        drop: Nats that a run may lose before it ends: how much of a changed shot is bridged.
        surprise: Least significance of a run: -log10 of the expected number of such runs by chance.
        most: Most runs that are returned.
    """

    drop: float = 20.0
    surprise: float = 2.0
    most: int = 200

    def __post_init__(self) -> None:
        """Check ranges."""
        ScoreRule.__post_init__(self)
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


def align(
    a: Floats | Held,
    b: Floats | Held,
    rule: AlignmentRule = DEFAULT,
    *,
    exclude_lags_below: int = 0,
    scores: CellScores | None = None,
) -> list[Run]:
    """Find the runs that two sequences share.

    Args:
        a: (Ta, n) feature vectors, one a step; rows of zeros say nothing and match nothing.
        b: (Tb, n) feature vectors.
        rule: What counts as a run.
        exclude_lags_below: Diagonals nearer to the main one are left out: for a sequence with itself.
        scores: The cells of this pair by this rule, where they are at hand.

    Returns:
        Runs, best first. No two overlap in both sequences at once.

    Raises:
        ValueError: The sequences are not two-dimensional, differ in width, or hold what is not finite.
    """
    first, second = _checked("a", a), _checked("b", b)
    if first.width != second.width:
        raise ValueError(f"widths differ: {first.width} and {second.width}")
    if not len(first) or not len(second):
        return []
    cells = CellScores(first, second, rule) if scores is None else scores
    lags, best, chance = _candidates(first, second, cells, exclude_lags_below)
    least = max(rule.cap, chance.score(rule.surprise))
    runs = [
        Run(
            stretch.start + max(0, -lag),
            stretch.start + max(0, lag),
            stretch.end - stretch.start,
            stretch.score,
            chance.surprise(stretch.score),
        )
        for lag in lags[best >= least].tolist()
        for stretch in best_stretches(cells.diagonal(lag), least, rule.drop)
    ]
    return _without_overlaps(sorted(runs, key=lambda run: -run.score), rule)


def _checked(name: str, sequence: Floats | Held) -> Held:
    if not isinstance(sequence, Held):
        if sequence.ndim != 2:
            raise ValueError(f"{name} must be a finite (T, n) array, got shape {sequence.shape}")
        sequence = Held.of(sequence)
    if not np.isfinite(sequence.rows).all():
        raise ValueError(f"{name} must be finite")
    return sequence.unit()


def _candidates(a: Held, b: Held, cells: CellScores, exclude_below: int) -> tuple[Steps, Floats, Chance]:
    """Lags of diagonals, what the best stretch of each is worth at the most, and what chance gives."""
    all_lags = np.arange(1 - len(a), len(b))
    count = int((np.abs(all_lags) >= exclude_below).sum())
    if a.width > NARROW or len(a) * len(b) < MANY_CELLS:
        lags, best = all_lags, best_of_each(cells.blocks(), len(a), len(b))
        searched = np.abs(lags) >= exclude_below
        return lags[searched], best[searched], Chance.of(best[searched], count)
    sample = spread_lags(len(a), len(b), CHANCE)
    sample = sample[np.abs(sample) >= exclude_below]
    chance = Chance.of(cells.best_of(sample), count)
    lags = promising_lags(a.expanded(), b.expanded(), PROMISING)
    lags = lags[np.abs(lags) >= exclude_below]
    return lags, cells.best_of(lags), chance


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
