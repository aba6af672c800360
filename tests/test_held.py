import numpy as np
import pytest

from intromark.held import Held


def of(*numbers: float) -> Held:
    return Held.of(np.array(numbers, np.float32)[:, None] * np.ones((1, 3), np.float32))


def test_what_repeats_is_held_once() -> None:
    held = of(1, 1, 2, 1)
    assert held.rows[:, 0].tolist() == [1, 2, 1]
    assert held.index.tolist() == [0, 0, 1, 2]
    assert held.expanded()[:, 0].tolist() == [1, 1, 2, 1]
    assert held.weights().tolist() == [0.5, 0.25, 0.25]
    assert len(held) == 4
    assert not held.all_differ
    assert of(1, 2, 3).all_differ


def test_rows_that_begin_alike_are_not_the_same() -> None:
    assert Held.of(np.array([[1, 2], [1, 3], [1, 3]], np.float32)).index.tolist() == [0, 1, 1]


def test_from_sources_in_any_order() -> None:
    held = Held.of_sources(np.arange(5, dtype=np.float32)[:, None], np.array([3, 3, 0, 4]))
    assert held.expanded()[:, 0].tolist() == [3, 3, 0, 4]
    assert held.index.tolist() == [0, 0, 1, 2]


def test_parts_and_other_steps() -> None:
    held = of(1, 1, 2, 3, 3)
    assert held.part(slice(1, 4)).expanded()[:, 0].tolist() == [1, 2, 3]
    assert len(held.part(slice(1, 4)).rows) == 3
    assert len(held.part(slice(5, 9))) == 0
    assert held.at(np.array([0, 2, 4])).expanded()[:, 0].tolist() == [1, 2, 3]


def test_the_first_features() -> None:
    held = Held(np.arange(6.0).reshape(2, 3), np.array([0, 0, 1]))
    assert held.columns(2).expanded().tolist() == [[0, 1], [0, 1], [3, 4]]
    assert held.columns(5) is held


def test_rows_are_scaled_once() -> None:
    unit = of(2, 0, 5).unit()
    assert np.linalg.norm(unit.rows, axis=1).tolist() == pytest.approx([1, 0, 1])
    assert unit.unit() is unit


def test_none() -> None:
    empty = Held.of(np.zeros((0, 4), np.float32))
    assert (len(empty), empty.width) == (0, 4)
    assert len(empty.weights()) == 0


@pytest.mark.parametrize(("rows", "index"), [((3,), (3,)), ((3, 2), (2,)), ((1, 2), (3, 1))])
def test_refuses(rows: tuple[int, ...], index: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="need"):
        Held(np.zeros(rows), np.zeros(index, np.intp))
