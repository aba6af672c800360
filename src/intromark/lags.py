"""At which lags two long sequences may share something, by the FFT: a few diagonals out of thousands.

Scoring every cell of two long sequences takes seconds. Here their rows' inner products are summed over stretches of a
diagonal, for all diagonals at once, by correlating blocks of one sequence with blocks of the other; the best stretch
of each diagonal says how much it promises. What is found is then scored cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from intromark.arrays import Floats, Steps

BLOCK = 128  # steps that are summed: 16 s of sound
COST = 1.0  # standard deviations taken from each sum, so that chance loses
AT_ONCE = 32  # blocks of the first sequence that are correlated together: bounds memory


def promising_lags(a: Floats, b: Floats, most: int) -> Steps:
    """The lags at which stretches of two sequences are most alike.

    Args:
        a: (Ta, n), n small: the cost grows with it.
        b: (Tb, n).
        most: How many are wanted.

    Returns:
        (k,) steps by which the second is later, k <= most, most promising first. None is next to another.
    """
    promise = _best_stretches(a, b)
    padded = np.concatenate([[-np.inf], promise, [-np.inf]])
    peaks = np.flatnonzero((promise >= padded[:-2]) & (promise > padded[2:]))
    best = peaks[np.argsort(-promise[peaks], kind="stable")[:most]]
    return np.asarray(best - (len(a) - 1), np.intp)


def _best_stretches(a: Floats, b: Floats) -> Floats:
    """(Ta + Tb - 1,) for each diagonal, the largest sum of standard deviations over any of its stretches."""
    blocks = -(-len(a) // BLOCK)
    windows = -(-len(b) // BLOCK) + 1
    last = (blocks - 1) * BLOCK  # of the first sequence, as the lag -(Ta - 1) is the first diagonal
    total = np.zeros(last + windows * BLOCK, np.float32)
    best = np.zeros_like(total)
    scale: float | None = None
    for number, sums in enumerate(_sums(a, b, blocks, windows)):
        scale = scale or 1 / max(float(sums[sums != 0].std()) if sums.any() else 1.0, 1e-6)
        here = slice(last - number * BLOCK, last - number * BLOCK + windows * BLOCK)
        total[here] = np.maximum(total[here], 0) + (sums * np.float32(scale) - np.float32(COST))
        np.maximum(best[here], total[here], out=best[here])
    first = last + BLOCK - (len(a) - 1)
    return best[first : first + len(a) + len(b) - 1]


def _sums(a: Floats, b: Floats, blocks: int, windows: int) -> Iterator[Floats]:
    """For each block of the first, its inner products with the second, by the step where it begins there.

    Element i is for the block beginning BLOCK - i steps before the second does.
    """
    length = 2 * BLOCK
    before = np.zeros((BLOCK, b.shape[1]), np.float32)
    after = np.zeros(((windows + 1) * BLOCK - BLOCK - len(b), b.shape[1]), np.float32)
    padded = np.concatenate([before, b, after])
    starts = np.arange(windows) * BLOCK
    # (bins, n, windows) and (bins, blocks, n), so that each bin is one product of matrices.
    theirs = np.fft.rfft(
        np.lib.stride_tricks.sliding_window_view(padded, length, axis=0)[starts], axis=2
    ).astype(np.complex64)
    theirs = np.ascontiguousarray(theirs.transpose(2, 1, 0))
    for first in range(0, blocks, AT_ONCE):
        part = a[first * BLOCK : (first + AT_ONCE) * BLOCK]
        count = -(-len(part) // BLOCK)
        filled = np.zeros((count * BLOCK, a.shape[1]), np.float32)
        filled[: len(part)] = part
        own = np.fft.rfft(filled.reshape(count, BLOCK, -1), length, axis=1).astype(np.complex64)
        own = np.ascontiguousarray(own.conj().transpose(1, 0, 2))
        sums = np.fft.irfft(np.matmul(own, theirs), length, axis=0)[:BLOCK]
        yield from sums.transpose(1, 2, 0).reshape(count, -1).astype(np.float32)
