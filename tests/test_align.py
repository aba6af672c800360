from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from intromark.align import MANY_CELLS, AlignmentRule, Run, align
from intromark.arrays import Floats
from intromark.cells import CellScores
from intromark.held import Held

SLACK = 8  # steps: one chance cell of the most nats outweighs so many that lose a little
WIDTH = 32


def unlike(seed: int, steps: int, hold: int = 1) -> Floats:
    """Random vectors, each held for some steps, as a shot holds a picture."""
    shots = np.random.default_rng(seed).standard_normal((steps // hold + 1, WIDTH))
    return np.repeat(shots, hold, axis=0)[:steps].astype(np.float32)


def shots(seed: int, steps: int) -> Floats:
    """Shots of 1-8 steps, whose vectors change a little from step to step."""
    random = np.random.default_rng(seed)
    rows: list[Floats] = []
    while len(rows) < steps:
        shot = random.standard_normal(WIDTH)
        rows += [shot + 0.3 * random.standard_normal(WIDTH) for _ in range(random.integers(1, 9))]
    return np.asarray(rows[:steps], np.float32)


def planted(
    length: int, starts: tuple[int, int], noise: float = 0.0, steps: int = 200, seed: int = 7
) -> tuple[Floats, Floats]:
    """Two unlike sequences, into which one stretch is put."""
    a, b = unlike(seed, steps), unlike(seed + 1, steps + 15)
    theme = unlike(seed + 2, length)
    for sequence, start, number in zip((a, b), starts, (3, 4), strict=True):
        sequence[start : start + length] = theme + noise * unlike(seed + number, length)
    return a, b


def assert_is(run: Run, length: int, starts: tuple[int, int]) -> None:
    assert run.lag == starts[1] - starts[0]
    assert abs(run.a_start - starts[0]) <= SLACK
    assert abs(run.a_start + run.length - starts[0] - length) <= SLACK


@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize("length", [10, 20, 60])
@pytest.mark.parametrize("starts", [(0, 0), (50, 50), (20, 120), (130, 5), (140, 155)])
def test_a_planted_run_is_found_where_it_stands(length: int, starts: tuple[int, int], noise: float) -> None:
    runs = align(*planted(length, starts, noise))
    assert len(runs) == 1
    assert_is(runs[0], length, starts)
    assert runs[0].surprise > 3


def test_most_edges_are_exact() -> None:
    exact = 0
    for seed in range(20):
        (run,) = align(*planted(25, (60, 90), seed=10 * seed))
        exact += (run.a_start == 60) + (run.a_start + run.length == 85)
    assert exact >= 28  # the cell beside a run beats its cost by chance about one time in eight


def test_an_ending_cut_by_the_end_of_both_is_found() -> None:
    a, b = planted(20, (180, 195))
    (run,) = align(a, b)
    assert run.a_start + run.length == len(a)
    assert_is(run, 20, (180, 195))


def test_a_changed_shot_is_bridged_and_a_long_one_is_not() -> None:
    a, b = planted(40, (60, 90))
    b[108:112] = unlike(99, 4)
    (run,) = align(a, b)
    assert_is(run, 40, (60, 90))
    a, b = planted(100, (60, 90))
    b[110:170] = unlike(99, 60)
    assert sorted(run.a_start for run in align(a, b)) == pytest.approx([60, 140], abs=SLACK)


def test_two_runs_come_best_first() -> None:
    a, b = planted(30, (20, 100))
    a[120:135] = b[40:55]
    first, second = align(a, b)
    assert_is(first, 30, (20, 100))
    assert_is(second, 15, (120, 40))
    assert first.score > second.score > 0
    assert first.surprise > second.surprise


def test_the_order_of_the_two_does_not_matter() -> None:
    a, b = planted(20, (50, 80), noise=0.3)
    (one,), (other,) = align(a, b), align(b, a)
    assert (one.a_start, one.b_start, one.length) == (other.b_start, other.a_start, other.length)
    assert one.surprise == pytest.approx(other.surprise, rel=0.1)


def test_the_scale_of_a_vector_does_not_matter() -> None:
    a, b = planted(20, (50, 80), noise=0.3)
    assert align(a, b) == align(a * 8, b / 4)


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(unlike, id="every step another picture"),
        pytest.param(lambda seed, steps: unlike(seed, steps, hold=4), id="held for 4 steps"),
        pytest.param(lambda seed, steps: unlike(seed, steps, hold=20), id="held for 20 steps"),
        pytest.param(shots, id="shots"),
    ],
)
def test_chance_gives_no_run(draw: Callable[[int, int], Floats]) -> None:
    # A surprise of 2 is one false run in a hundred pairs: half a one is expected here, four are one in 500.
    alarms = sum(bool(align(draw(2 * seed, 120), draw(2 * seed + 1, 130))) for seed in range(50))
    assert alarms <= 3


def test_surprise_counts_chance() -> None:
    lenient = AlignmentRule(surprise=0.0)
    alarms = sum(len(align(unlike(2 * s, 100), unlike(2 * s + 1, 100), lenient)) for s in range(50))
    assert 15 <= alarms <= 120  # one a pair is expected


def test_rows_of_zeros_match_nothing() -> None:
    a, b = unlike(1, 150), unlike(2, 150)
    a[20:60] = b[70:110] = 0
    assert align(a, b) == []


def test_what_looks_like_everything_says_nothing() -> None:
    still = np.ones((100, WIDTH), np.float32)
    assert align(still, still) == []
    assert align(still, unlike(1, 80)) == []


def test_a_still_in_one_is_no_run() -> None:
    a, b = unlike(1, 150), unlike(2, 150)
    a[20:60] = a[20]
    b[70:110] = b[70]
    assert align(a, b) == []


def test_flashes_of_one_picture_are_no_run() -> None:
    a, b = unlike(1, 150), unlike(2, 150)
    a[::10] = b[3::10] = unlike(3, 1)  # equal cells on one diagonal, but never two in a row
    assert align(a, b) == []


def test_a_sequence_with_itself() -> None:
    a = unlike(1, 200)
    a[130:150] = a[30:50]
    whole = align(a, a)[0]
    assert (whole.lag, whole.length) == (0, 200)
    runs = align(a, a, exclude_lags_below=20)
    assert {run.lag for run in runs} == {100, -100}
    for run in runs:
        assert abs(min(run.a_start, run.b_start) - 30) <= SLACK
    assert align(a, a, exclude_lags_below=101) == []


def test_no_two_runs_overlap_in_both() -> None:
    a, b = unlike(1, 150), unlike(2, 150)
    theme = unlike(3, 6)
    a[20:50], b[60:90] = np.tile(theme, (5, 1)), np.tile(theme, (5, 1))  # a loop matches itself at many lags
    runs = align(a, b)
    assert runs
    for one, other in combinations(runs, 2):
        apart_a = one.a_start + one.length <= other.a_start or other.a_start + other.length <= one.a_start
        apart_b = one.b_start + one.length <= other.b_start or other.b_start + other.length <= one.b_start
        assert apart_a or apart_b
    assert align(a, b, AlignmentRule(most=1)) == runs[:1]


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (0, 9), (9, 0), (1, 1), (1, 9), (3, 2), (2, 30)])
def test_too_short_to_tell(rows: int, columns: int) -> None:
    assert align(unlike(1, rows), unlike(2, columns)) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(np.ones((4, 3)), np.ones((4, 2)), id="widths differ"),
        pytest.param(np.ones(4), np.ones((4, 1)), id="one dimension"),
        pytest.param(np.full((4, 3), np.nan), np.ones((4, 3)), id="nan in a"),
        pytest.param(np.ones((4, 3)), np.full((4, 3), np.inf), id="infinite in b"),
    ],
)
def test_refuses(a: Floats, b: Floats) -> None:
    with pytest.raises(ValueError, match=r"finite|widths"):
        align(a, b)


@pytest.mark.parametrize(
    "wrong", [{"cost": 1.0}, {"cost": 6.0}, {"drop": 0.0}, {"most": 0}], ids=lambda wrong: next(iter(wrong))
)
def test_the_rule_refuses(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        AlignmentRule(**wrong)  # type: ignore[arg-type]


def test_cells_are_the_same_by_row_and_along_a_diagonal() -> None:
    a, b = planted(20, (50, 80))
    rule = AlignmentRule()
    cells = CellScores(Held.of(a), Held.of(b), rule)
    matrix = np.concatenate(list(cells.blocks()))
    assert matrix.shape == (len(a), len(b))
    steps = np.arange(0, 150)
    np.testing.assert_allclose(cells.along(steps, steps + 30), matrix[steps, steps + 30], atol=1e-3)
    assert matrix.min() >= -rule.cost
    assert matrix.max() <= rule.cap - rule.cost + 1e-6
    assert cells.along(np.arange(50, 70), np.arange(80, 100)).min() > 3  # the planted run
    assert matrix.mean() < -0.8  # chance cells hold 1 and lose 2


LONG = 1500  # steps: more cells than are all scored, with so few features


@pytest.mark.parametrize("length", [60, 200])
@pytest.mark.parametrize("starts", [(0, 700), (300, 20), (900, 1000)])
def test_a_run_of_long_sequences(length: int, starts: tuple[int, int]) -> None:
    runs = align(*planted(length, starts, noise=0.5, steps=LONG))
    assert LONG**2 > MANY_CELLS
    assert_is(runs[0], length, starts)
    assert len(runs) <= 2


def test_long_sequences_and_all_their_cells_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = planted(90, (400, 1000), noise=0.5, steps=LONG)
    some = align(a, b)[0]
    monkeypatch.setattr("intromark.align.MANY_CELLS", LONG**3)
    every = align(a, b)[0]
    assert (some.a_start, some.b_start, some.length) == (every.a_start, every.b_start, every.length)
    assert some.score == pytest.approx(every.score, rel=1e-3)
    assert some.surprise == pytest.approx(every.surprise, rel=0.15)


def test_chance_gives_no_run_of_long_sequences() -> None:
    assert sum(len(align(unlike(2 * seed, LONG), unlike(2 * seed + 1, LONG))) for seed in range(5)) <= 1


def test_a_long_sequence_with_itself() -> None:
    a = unlike(1, LONG)
    a[900:1000] = a[100:200]
    assert {run.lag for run in align(a, a, exclude_lags_below=50)} == {800, -800}


def test_held_rows_and_the_same_rows_expanded_say_the_same() -> None:
    a, b = planted(25, (60, 90))
    a, b = np.repeat(a, 3, axis=0), np.repeat(b, 3, axis=0)
    held = align(Held.of(a), Held.of(b))
    jitter = 1e-5 * np.arange(len(a), dtype=np.float32)[:, None]
    spread = align(a + jitter, b)
    assert [(run.a_start, run.b_start, run.length) for run in held] == [
        (run.a_start, run.b_start, run.length) for run in spread
    ]
