"""A few diagonals out of thousands, found without scoring every cell."""

import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.lags import BLOCK, promising_lags

WIDTH = 16


def noise(seed: int, steps: int) -> Floats:
    drawn = np.random.default_rng(seed).standard_normal((steps, WIDTH)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def planted(steps: int, length: int, starts: tuple[int, int]) -> tuple[Floats, Floats]:
    a, b = noise(1, steps), noise(2, steps + 77)
    for sequence, start in zip((a, b), starts, strict=True):
        sequence[start : start + length] = noise(3, length)
    return a, b


@pytest.mark.parametrize("steps", [BLOCK // 2, BLOCK, 5 * BLOCK + 3, 40 * BLOCK])
@pytest.mark.parametrize("at", [(0.0, 0.5), (0.5, 0.0), (0.25, 0.3), (0.7, 0.7)])
def test_a_shared_stretch_is_the_most_promising(steps: int, at: tuple[float, float]) -> None:
    starts = round(at[0] * steps), round(at[1] * steps)
    a, b = planted(steps, min(60, steps // 4), starts)
    assert promising_lags(a, b, 3)[0] == starts[1] - starts[0]


def test_as_many_as_are_wanted_and_none_beside_another() -> None:
    lags = promising_lags(noise(1, 900), noise(2, 800), 20)
    assert len(lags) == 20
    assert np.abs(np.subtract.outer(lags, lags))[~np.eye(20, dtype=bool)].min() > 1
    assert lags.min() > -900
    assert lags.max() < 800


def test_silence_promises_nothing_and_is_no_error() -> None:
    assert len(promising_lags(np.zeros((300, WIDTH), np.float32), noise(2, 300), 5)) <= 5
