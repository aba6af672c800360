"""The kinds of array that are passed around, and what several need of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
"""Real numbers of either precision."""

Steps = NDArray[np.intp]
"""Indices."""


def mean_between(values: Floats, first: Steps, last: Steps) -> NDArray[np.float64]:
    """Mean of values[first:last] for each pair, as far as there are any; 0 where there are none."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    first, last = np.clip(first, 0, len(values)), np.clip(last, 0, len(values))
    return np.asarray((total[last] - total[first]) / np.maximum(last - first, 1))


def runs(there: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[first, last) of every run of True."""
    edges = np.flatnonzero(np.diff([False, *there, False]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
