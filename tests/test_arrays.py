"""What several need of arrays."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.arrays import mean_between, runs


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ([], []),
        ([0, 0], []),
        ([1], [(0, 1)]),
        ([1, 1, 0, 1], [(0, 2), (3, 4)]),
        ([0, 1, 1, 0], [(1, 3)]),
    ],
)
def test_runs(there: list[int], found: list[tuple[int, int]]) -> None:
    assert runs(np.array(there, np.bool_)) == found


def test_a_mean_is_of_what_there_is() -> None:
    first, last = np.array([-1, 1, 2, 3]), np.array([1, 3, 9, 5])
    np.testing.assert_array_equal(mean_between(np.array([1.0, 2.0, 4.0]), first, last), [1, 3, 4, 0])
