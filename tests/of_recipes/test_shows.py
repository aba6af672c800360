"""Composed episodes are what they say they are."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.soundprint import BANDS, STEP_RATE
from recipes.clips import NEIGHBOURS
from recipes.lite_model import cards
from recipes.lite_model.learning import WIDTHS, ComposedLesson, episodes, windows
from recipes.lite_model.shows import BLACK, MOST_SEARCHED, Material, compose
from recipes.lite_model.stock import VARIANTS, Stock
from recipes.sound.corpus import Corpus, Recording

SECONDS = 12
CLIPS = 2 * NEIGHBOURS * 5
WIDTH = WIDTHS["embedding"] + WIDTHS["look"] + WIDTHS["text"]


def noise(seconds: float, seed: int, spoken: float) -> Recording:
    chance = np.random.default_rng(seed)
    steps = round(seconds * STEP_RATE)
    return Recording(
        chance.gamma(2.0, 1e-4, (steps, BANDS)).astype(np.float32), np.full(steps, spoken, np.float32)
    )


@pytest.fixture(scope="module")
def material(stock: Stock) -> Material:
    return Material(
        stock,
        Corpus(
            {
                "voices": {f"speaker {n}": [noise(1 + n, n, 1.0)] for n in range(4)},
                "music": {"band": [noise(30, 10, 0.0)], "singers": [noise(40, 11, 1.0)]},
                "noise": {"game": [noise(2, 12, 0.0)]},
            }
        ),
    )


@pytest.fixture(scope="module")
def stock() -> Stock:
    columns = max(one.stop for one in VARIANTS.values())
    numbers = np.arange(1, 1 + CLIPS * SECONDS * columns, dtype=np.int32).reshape(CLIPS, SECONDS, columns)
    first, drawn = int(numbers.max()) + 1, {}
    for kind, one in cards.KINDS.items():
        drawn[kind] = np.arange(first, first + 10 * one.seconds, dtype=np.int32).reshape(10, one.seconds)
        first += drawn[kind].size
    rows = np.random.default_rng(1).standard_normal((first, WIDTH)).astype(np.float16)
    rows[BLACK] = 0
    return Stock(rows, list(numbers), drawn)


def test_an_episode_has_one_opening_or_none(material: Material) -> None:
    stock = material.stock
    composed = [compose(material, np.random.default_rng(number)) for number in range(120)]
    for shown in composed:
        assert len(shown.rows) == len(shown.targets) <= min(shown.duration, MOST_SEARCHED)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], shown.targets.astype(int), [0]])))
        assert len(edges) in (0, 2)
        assert shown.rows.max() < len(stock.rows)
        assert len(shown.power) in (0, len(shown.rows) * STEP_RATE)
    assert 2 < sum(not len(shown.power) for shown in composed) < 25, "some have no sound"
    without = sum(not shown.targets.any() for shown in composed)
    assert 5 < without < 40
    assert any(shown.targets[0] for shown in composed), "some begin with it"
    assert max(shown.targets.sum() for shown in composed) > 45


def test_the_seed_decides_an_episode(material: Material) -> None:
    one, same, other = (compose(material, np.random.default_rng(seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.rows, same.rows)
    np.testing.assert_array_equal(one.power, same.power)
    assert not np.array_equal(one.rows[:20], other.rows[:20])


def test_what_is_held_out_is_not_learnt_from(stock: Stock) -> None:
    training, held = stock.part(held_out=False), stock.part(held_out=True)
    rows = [set(np.concatenate([clip.ravel() for clip in part.clips]).tolist()) for part in (training, held)]
    assert not rows[0] & rows[1]
    assert (len(training.clips), len(held.clips)) == (CLIPS * 4 // 5, CLIPS // 5)
    for kind in cards.KINDS:
        assert not set(training.cards[kind].ravel().tolist()) & set(held.cards[kind].ravel().tolist())
        assert len(held.cards[kind]) == 2


def test_windows_show_what_the_episodes_hold(material: Material) -> None:
    composed = list(episodes(material, 6, (1,), WIDTHS))
    cut = windows(iter(composed), np.random.default_rng(1))
    assert cut.width == sum(WIDTHS.values())
    assert 0 < cut.prevalence() < 0.6
    assert {one.intro is None for one in composed} <= {True, False}


def test_each_epoch_is_new_and_decided_by_the_seed(lesson: ComposedLesson) -> None:
    first, again, second = (
        np.concatenate([batch.targets for batch in lesson.batches(epoch)]) for epoch in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert first.shape != second.shape or not np.array_equal(first, second)


@pytest.fixture
def lesson(material: Material) -> ComposedLesson:
    from intromark.network import preset
    from intromark.train.augment import Augmentation
    from intromark.train.recipe import Plan

    signals = {"text": 9, "change": 11}
    sample = windows(episodes(material, 4, (9,), signals), np.random.default_rng(1))
    config = preset(
        "small", 20, {"width": 16, "depth": 1, "heads": 2, "feed_forward": 16, "standardise": True}
    )
    plan = Plan(epochs=1, learning_rate=1e-3, batch=16)
    return ComposedLesson(
        sample,
        sample,
        config,
        plan,
        Augmentation(shift=2),
        material=material,
        shows=20,
        sampled=4,
        given=signals,
    )


def test_the_steps_of_an_epoch_are_those_of_its_episodes(lesson: ComposedLesson) -> None:
    """Not those of the sample, which is smaller: the learning rate falls with them."""
    taken = len(list(lesson.batches(1)))
    assert lesson.steps == pytest.approx(taken, rel=0.35)
    assert lesson.steps > 3 * len(lesson.train) / lesson.plan.batch


def test_a_network_learns_from_it_and_knows_the_scale_of_its_inputs(lesson: ComposedLesson) -> None:
    import torch

    from intromark.network import Standardise
    from intromark.train.training import train

    learnt = train(lesson, torch.device("cpu"))
    assert learnt.history[0].held_precision is not None
    projection = learnt.network.projection
    assert isinstance(projection, torch.nn.Sequential)
    scale = projection[0]
    assert isinstance(scale, Standardise)
    seen = lesson.train.inputs[lesson.train.mask]
    np.testing.assert_allclose(scale.mean.numpy(), seen.mean(axis=0), atol=1e-4)
