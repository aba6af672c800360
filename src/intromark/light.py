"""How light a picture is, in few numbers: the mean grey of each field of a coarse grid.

Embeddings are made to stay the same when a picture gets darker, and are zero where it shows nothing. So what is black,
what is white and what is on its way to either is told by these; and as light adds up, a picture that stands between two
others in a dissolve is their mean here, as it is in no embedding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats, mean_between

FIELDS = (4, 8)  # rows and columns of the grid
LIGHT = FIELDS[0] * FIELDS[1]
"""Numbers of a picture."""


def light_of(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, h, w) pictures in grey levels of 255 -> (N, 32) mean grey of each field, in [0, 1]."""
    height, width = grey.shape[1:]
    rows, columns = (
        np.arange(count) * size // count for count, size in zip(FIELDS, (height, width), strict=True)
    )
    sums = np.add.reduceat(np.add.reduceat(grey, rows, axis=1), columns, axis=2)
    heights, widths = (
        np.maximum(np.diff([*first, size]), 1)  # a field of a tiny picture is one pixel
        for first, size in ((rows, height), (columns, width))
    )
    means = sums / (255 * heights[:, None] * widths)
    return np.asarray(means.reshape(len(grey), LIGHT), np.float32)


def cut_columns(lights: Floats) -> Floats:
    """Describe black and white, shot changes, fades and dissolves.

    Args:
        lights: (T, 32) of pictures at even distances; T may be 0.

    Returns:
        (T, 13) float32: black and white, in [0, 1]; lightness less the median of all rows, and contrast; how much the
        picture differs from the one before and the one after; shot changes a row within 5 and within 15 rows; how
        near the last one and the next are; fading out, fading in, and dissolve, in [0, 1]. A picture that fades lies
        between two others as well.
    """
    lights = np.asarray(lights, np.float64)
    if not len(lights):
        return np.zeros((0, COLUMNS), np.float32)
    before, after = lights[[0, *range(len(lights) - 1)]], lights[[*range(1, len(lights)), -1]]
    level, contrast = lights.mean(axis=1), lights.std(axis=1)
    flat = np.clip(1 - contrast / FLAT, 0, 1)
    steps = np.abs(np.diff(lights, axis=0)).mean(axis=1)
    cuts, at = np.concatenate([[False], steps > CUT]), np.arange(len(lights))
    columns = [
        np.clip(1 - level / DARK, 0, 1) * flat,
        np.clip(1 - (1 - level) / DARK, 0, 1) * flat,
        level - np.median(level),
        contrast,
        np.tanh(np.concatenate([[0], steps]) / STEP),
        np.tanh(np.concatenate([steps, [0]]) / STEP),
        *(mean_between(cuts, at - reach, at + reach + 1) for reach in REACHES),
        *_nearness(cuts),
        np.maximum(_paler(lights, before), _paler(1 - lights, 1 - before)),
        np.maximum(_paler(lights, after), _paler(1 - lights, 1 - after)),
        _between(lights, before, after),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


COLUMNS = 13
DARK = 0.15  # mean light from which a picture is not black at all
FLAT = 0.05  # contrast from which it shows something
CUT = 0.1  # mean difference of light from which a shot has changed
STEP = 0.1  # difference that is large
REACHES = (5, 15)  # rows before and after in which shot changes are counted
NEAR = 3.0  # rows on whose scale the distance to a shot change is told
PALEST = 0.9  # share of the light of the next picture that is still as light
LIKE = 0.1  # share of a picture's light by which a paler one may differ from it in what it shows
STRAIGHT = 0.3  # share of the way between two pictures by which one of a dissolve may lie beside it


def _nearness(cuts: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """How near the shot's first row is, and the next shot's; 0 where there is none."""
    at, none = np.arange(len(cuts)), len(cuts) * 100.0
    last = np.maximum.accumulate(np.where(cuts, at, -none))
    following = np.append(np.minimum.accumulate(np.where(cuts, at, none)[::-1])[::-1][1:], none)
    return np.exp((last - at) / NEAR), np.exp((at - following) / NEAR)


def _paler(lights: Floats, other: Floats) -> Floats:
    """How much less light there is than in another picture that shows the same."""
    whole = np.maximum((other * other).sum(axis=1), 1e-6)
    share = np.clip((lights * other).sum(axis=1) / whole, 0, 1)
    apart = np.linalg.norm(lights - share[:, None] * other, axis=1) / np.sqrt(whole)
    return np.asarray(np.clip((PALEST - share) / PALEST, 0, 1) * np.exp(-apart / LIKE))


def _between(lights: Floats, before: Floats, after: Floats) -> Floats:
    """How far a picture lies between two that differ."""
    way = after - before
    length = np.maximum(np.linalg.norm(way, axis=1), 1e-6)
    share = ((lights - before) * way).sum(axis=1) / length**2
    beside = np.linalg.norm(lights - before - share[:, None] * way, axis=1) / length
    differ = length / (length + CUT * np.sqrt(LIGHT))
    return np.asarray(np.clip(4 * share * (1 - share), 0, 1) * np.exp(-((beside / STRAIGHT) ** 2)) * differ)
