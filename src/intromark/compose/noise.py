"""Random fields: what makes a drawn surface look like a surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]
Rng = np.random.Generator


def generator(*seeds: int) -> Rng:
    """The generator of a list of seeds; equal lists draw equal numbers."""
    return np.random.default_rng([seed & 0xFFFF_FFFF for seed in seeds])


def fractal(rng: Rng, size: tuple[int, int], cells: float, octaves: int = 4) -> Field:
    """Smooth noise in [0, 1], (height, width).

    Args:
        rng: Source of randomness.
        size: (width, height) in pixels.
        cells: Bumps across the width in the coarsest octave.
        octaves: Each has twice the cells and half the height of the one before.
    """
    width, height = size
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave) + 1)
        down = max(2, round(cells * 2**octave * height / width) + 1)
        grid = rng.random((down, across), dtype=np.float32) - 0.5
        smooth = Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC)
        total += np.asarray(smooth) / 2**octave
    low, high = float(total.min()), float(total.max())
    return np.asarray((total - low) / (high - low + 1e-6), np.float32)


def profile(rng: Rng, width: int, cells: float, octaves: int = 4) -> Field:
    """A wandering line in [0, 1], (width,): a ridge, a roof, a coast."""
    line: Field = fractal(rng, (width, 2), cells, octaves)[0]
    return line
