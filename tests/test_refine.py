import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.edges import EdgeFrames
from intromark.refine import Sibling, is_farther_in, partings, refine_edge

FPS, WIDTH = 25, 32


def rows(seed: int, count: int) -> Floats:
    drawn = np.random.default_rng(seed).standard_normal((count, WIDTH))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def around(edge: float, seed: int, *, opens: bool, off: float = 0.0, black: int = 0) -> EdgeFrames:
    """44 frames round a true edge, 22 before it, with a coarse edge that is off; the intro's frames are seed 1's."""
    own, intro = rows(seed, 22), rows(1, 22)
    embeddings = np.concatenate([own, intro] if opens else [intro, own])
    if black:
        embeddings[22 : 22 + black] = 0
    times = edge - 22 / FPS + np.arange(44) / FPS
    return EdgeFrames(edge + off, times, embeddings, opens)


@pytest.mark.parametrize("opens", [True, False])
@pytest.mark.parametrize("off", [-0.2, 0.0, 0.28])
def test_the_edge_is_where_two_episodes_part(opens: bool, off: float) -> None:
    own = around(30.0, 2, opens=opens, off=off)
    sibling = Sibling(around(50.0, 3, opens=opens), 1.0, 20.0 + off)
    assert refine_edge(own, [sibling]) == pytest.approx(30.0, abs=1 / FPS / 2)


def test_black_after_the_last_picture_belongs_to_the_intro() -> None:
    own = around(30.0, 2, opens=False, black=3)
    sibling = Sibling(around(50.0, 3, opens=False, black=3), 1.0, 20.0)
    assert refine_edge(own, [sibling]) == pytest.approx(30.0 + 3 / FPS, abs=1 / FPS / 2)


def test_a_sibling_that_begins_with_it_says_nothing_of_the_start() -> None:
    own = around(30.0, 2, opens=True)
    sibling = Sibling(around(0.0, 3, opens=True), 1.0, -30.0)
    assert refine_edge(own, [sibling]) == refine_edge(own, [])


def test_too_few_frames_leave_the_edge_alone() -> None:
    own = EdgeFrames(12.5, np.array([12.0, 12.1]), rows(2, 2), opens=True)
    assert refine_edge(own, []) == 12.5


def test_an_edge_among_the_frames_is_not_sought_farther_in() -> None:
    own = around(30.0, 2, opens=True)
    siblings = [Sibling(around(50.0, seed, opens=True), 1.0, 20.0) for seed in (3, 4)]
    assert len(partings(own, siblings)) == 2
    assert not is_farther_in(own, siblings)


def test_an_edge_is_farther_in_where_episodes_differ_throughout() -> None:
    own = EdgeFrames(30.0, 30.0 + np.arange(44) / FPS, rows(2, 44), opens=True)
    sibling = Sibling(EdgeFrames(50.0, 50.0 + np.arange(44) / FPS, rows(3, 44), opens=True), 1.0, 20.0)
    assert not partings(own, [sibling])
    assert is_farther_in(own, [sibling])


def test_nobody_to_ask_is_no_reason_to_look_farther_in() -> None:
    assert not is_farther_in(around(30.0, 2, opens=True), [])
