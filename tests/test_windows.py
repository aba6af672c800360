"""Sequences are cut into windows and put together again."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.windows import Windows, average, covering_starts, cut, join, starts


@pytest.mark.parametrize(("length", "count"), [(2068, 402), (992, 187), (60, 1), (59, 0), (0, 0)])
def test_the_seeds_windows(length: int, count: int) -> None:
    found = starts(length, 60, 5)
    assert len(found) == count
    assert list(found[:3]) == [0, 5, 10][:count]


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        pytest.param(0, [], id="nothing"),
        pytest.param(3, [0], id="shorter than a window"),
        pytest.param(4, [0], id="one window"),
        pytest.param(8, [0, 2, 4], id="the stride fits"),
        pytest.param(9, [0, 2, 4, 5], id="a rest has a window of its own"),
    ],
)
def test_every_frame_is_covered(length: int, expected: list[int]) -> None:
    assert list(covering_starts(length, 4, 2)) == expected


def test_a_stride_that_leaves_out_frames() -> None:
    with pytest.raises(ValueError, match="leave out"):
        covering_starts(100, 4, 5)
    with pytest.raises(ValueError, match="> 0"):
        starts(100, 4, 0)


def test_cut() -> None:
    frames = np.arange(1.0, 6.0)
    windows = cut(np.stack([frames, -frames], axis=1), frames > 3, np.array([0, 3]), 4)
    assert windows.inputs[:, :, 0].tolist() == [[1, 2, 3, 4], [4, 5, 0, 0]]
    assert windows.targets.tolist() == [[0, 0, 0, 1], [1, 1, 0, 0]]
    assert windows.mask.tolist() == [[True] * 4, [True, True, False, False]]
    assert (len(windows), windows.size, windows.width) == (2, 4, 2)
    assert windows.prevalence() == 0.5
    assert windows.inputs.dtype == windows.targets.dtype == np.float32


def test_windows_begin_inside_the_sequence() -> None:
    with pytest.raises(ValueError, match=r"\[0, 5\)"):
        cut(np.zeros((5, 2)), np.zeros(5), np.array([5]), 4)


@pytest.mark.parametrize("length", [1, 7, 60, 61, 143])
def test_averaging_undoes_cutting(length: int) -> None:
    values = np.random.default_rng(0).random(length)
    at = covering_starts(length, 60, 7)
    windows = cut(values[:, None], values, at, 60)
    assert average(windows.inputs[:, :, 0], at, length) == pytest.approx(values, abs=1e-6)


def test_average_is_the_mean_and_says_what_it_does_not_know() -> None:
    # frame       0  1  2  3  4
    values = [[0, 1, 1], [3, 1, 9]]
    found = average(np.array(values, float), np.array([0, 1]), 5)
    assert found[:4].tolist() == [0, 2, 1, 9]
    assert np.isnan(found[4])


def test_join() -> None:
    one = cut(np.ones((4, 2)), np.ones(4), np.array([0]), 4)
    two = cut(np.zeros((9, 2)), np.zeros(9), np.array([0, 5]), 4)
    both = join([one, two])
    assert len(both) == 3
    assert both.prevalence() == pytest.approx(1 / 3)


def test_what_is_no_window() -> None:
    with pytest.raises(ValueError, match=r"\(N, W, n\)"):
        Windows(np.zeros((4, 2), np.float32), np.zeros((4, 2), np.float32), np.zeros((4, 2), bool))
    with pytest.raises(ValueError, match="as the inputs are"):
        Windows(np.zeros((4, 2, 1), np.float32), np.zeros((4, 3), np.float32), np.zeros((4, 2), bool))
    with pytest.raises(ValueError, match=r"targets \(T,\)"):
        cut(np.zeros((5, 2)), np.zeros(4), np.array([0]), 4)


def test_several_labels() -> None:
    frames = np.arange(1.0, 6.0)
    targets = np.stack([frames > 3, frames < 3, frames > 9], axis=1)
    windows = cut(frames[:, None], targets, np.array([0, 3]), 4)
    assert windows.labels == 3
    assert windows.targets[:, :, 1].tolist() == [[1, 1, 0, 0], [0, 0, 0, 0]]
    assert [windows.prevalence(label) for label in range(3)] == pytest.approx([0.5, 1 / 3, 0])
    joined = average(windows.targets, np.array([0, 3]), 5)
    np.testing.assert_array_equal(joined, targets)
    assert join([windows, windows]).rows(np.array([1])).targets.shape == (1, 4, 3)
