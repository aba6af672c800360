import numpy as np
import pytest

from intromark.cells import CellScores, ScoreRule
from intromark.diagonals import best_sums
from intromark.held import Held

RULE = ScoreRule()
A_BIN = 1e-2  # nats: what rounding changes where a value lies between two bins of the survival


def drawn(steps: int, seed: int, held: int = 1) -> Held:
    rows = np.random.default_rng(seed).standard_normal((-(-steps // held), 6)).astype(np.float32)
    return Held.of(np.repeat(rows, held, axis=0)[:steps])


PAIRS = {
    "all differ": (drawn(37, 1), drawn(52, 2)),
    "one holds": (drawn(37, 1, held=5), drawn(52, 2)),
    "both hold": (drawn(61, 1, held=4), drawn(33, 2, held=7)),
}


@pytest.fixture(params=PAIRS)
def cells(request: pytest.FixtureRequest) -> CellScores:
    return CellScores(*PAIRS[request.param], RULE)


def test_every_way_to_a_cell_gives_the_same_score(cells: CellScores) -> None:
    rows, columns = cells.shape
    whole = np.concatenate(list(cells.blocks()))
    assert whole.shape == (rows, columns)
    assert whole.min() >= -RULE.cost
    assert whole.max() <= RULE.cap - RULE.cost
    for lag in range(1 - rows, columns):
        np.testing.assert_allclose(cells.diagonal(lag), whole.diagonal(lag), atol=A_BIN)
    steps = np.arange(min(rows, columns))
    np.testing.assert_allclose(cells.along(steps, steps[::-1]), whole[steps, steps[::-1]], atol=A_BIN)


def test_the_best_of_diagonals_of_any_length(cells: CellScores) -> None:
    rows, columns = cells.shape
    lags = np.arange(1 - rows, columns)
    expected = [best_sums(cells.diagonal(lag)[None])[0] for lag in lags.tolist()]
    np.testing.assert_allclose(cells.best_of(lags), expected, atol=1e-4)
    assert not len(cells.best_of(lags[:0]))


def test_many_different_rows_are_not_kept() -> None:
    wide = CellScores(drawn(1400, 1, held=2), drawn(700, 2), RULE)
    few = CellScores(drawn(140, 1, held=2), drawn(70, 2), RULE)
    for cells in (wide, few):
        block = next(iter(cells.blocks()))
        np.testing.assert_allclose(block[0], block[1], atol=1e-5)
        np.testing.assert_allclose(cells.diagonal(0)[:2], block.diagonal()[:2], atol=1e-4)
