import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.diagonals import Chance, Stretch, best_of_each, best_stretches, best_sums, spread_lags


def drawn(*shape: int) -> Floats:
    return np.random.default_rng(5).normal(-1, 2, shape).astype(np.float32)


def simply(scores: Floats) -> float:
    """The largest sum of any stretch, tried one by one."""
    sums = [scores[i:j].sum() for i in range(len(scores)) for j in range(i + 1, len(scores) + 1)]
    return max(0.0, *map(float, sums))


@pytest.mark.parametrize("height", [1, 3, 100])
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (9, 14), (14, 9)])
def test_the_best_of_each_diagonal(shape: tuple[int, int], height: int) -> None:
    scores = drawn(*shape)
    best = best_of_each([scores[first : first + height] for first in range(0, shape[0], height)], *shape)
    lags = range(1 - shape[0], shape[1])
    expected = [simply(scores.diagonal(lag)) for lag in lags]
    np.testing.assert_allclose(best, expected, atol=1e-4)
    assert [best_sums(scores.diagonal(lag)[None])[0] for lag in lags] == pytest.approx(expected, abs=1e-4)


def test_stretches_do_not_overlap_and_are_the_largest() -> None:
    scores = np.array([-1, 3, 3, -50, 4, -1, 4, -3], np.float32)
    assert sorted(best_stretches(scores, 2.0, 20.0), key=lambda one: one.start) == [
        Stretch(1, 3, 6.0),
        Stretch(4, 7, 7.0),
    ]
    assert best_stretches(scores, 6.5, 20.0) == [Stretch(4, 7, 7.0)]
    assert best_stretches(-np.abs(scores), 1.0, 20.0) == []


def test_what_is_lost_on_the_way_ends_a_stretch() -> None:
    scores = np.array([9, 9, 9, -2, -2, -2, 9, 9, 9], np.float32)
    assert best_stretches(scores, 1.0, 10.0) == [Stretch(0, 9, 48.0)]
    assert {(one.start, one.end) for one in best_stretches(scores, 1.0, 5.0)} == {(0, 3), (6, 9)}


def test_chance_is_read_from_the_diagonals() -> None:
    # The best of chance diagonals follow a Gumbel law; one in fifty holds something better.
    best = np.random.default_rng(1).gumbel(20, 4, 4000)
    best[::50] += 300
    chance = Chance.of(best, len(best))
    assert chance.level == pytest.approx(20, abs=1)
    assert 1 / chance.rate == pytest.approx(4, rel=0.15)
    assert chance.surprise(chance.score(2.0)) == pytest.approx(2.0)
    # A score that one diagonal in a thousand exceeds is expected once in a thousand.
    score = 20 - 4 * np.log(-np.log(1 - 1e-3))
    assert Chance.of(best, 1000).surprise(score) == pytest.approx(0, abs=0.5)


def test_nothing_is_no_chance() -> None:
    assert Chance.of(np.zeros(0), 0).surprise(5.0) > 0


def test_lags_are_spread_evenly() -> None:
    lags = spread_lags(100, 50, 30)
    assert (lags[0], lags[-1]) == (-99, 49)
    assert len(lags) == 30
    assert len(spread_lags(2, 2, 30)) == 3
