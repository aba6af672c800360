"""Composed episodes are what they say they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from intromark.light import LIGHT
from intromark.model import Model
from intromark.model_card import EncoderStamp, Head, ModelCard
from intromark.segment import Label
from intromark.soundprint import BANDS, STEP_RATE
from recipes.clips import NEIGHBOURS
from recipes.lite_model import cards
from recipes.lite_model.editor import BLACK
from recipes.lite_model.judging import Said, figures, fitted, judged
from recipes.lite_model.learning import STRIDE, WIDTHS, episodes, windows
from recipes.lite_model.lesson import ComposedLesson
from recipes.lite_model.shows import AT_THE_END, LABELS, MOST_SEARCHED, Material, Shown, compose
from recipes.lite_model.stock import VARIANTS, Stock
from recipes.sound.corpus import Corpus, Recording
from toy_model import toy

SECONDS = 12
CLIPS = 2 * NEIGHBOURS * 5
WIDTH = WIDTHS["embedding"] + WIDTHS["look"] + WIDTHS["text"] + LIGHT


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
                "acted": {f"speaker {n}": [noise(5 + n, 20 + n, 1.0)] for n in range(4)},
                "songs": {f"speaker {n}": [noise(5 + n, 20 + n, 1.0)] for n in range(4)},
                "music": {"band": [noise(30, 10, 0.0)], "orchestra": [noise(40, 11, 0.0)]},
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


def spans(marked: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff([0, *marked.astype(int), 0]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


@pytest.fixture(scope="module")
def composed(material: Material) -> list[list[Shown]]:
    return [compose(material, np.random.default_rng(number)) for number in range(80)]


def test_an_episode_has_each_label_once_or_not_at_all(
    material: Material, composed: list[list[Shown]]
) -> None:
    for parts in composed:
        assert len(parts) in (1, 2)
        for shown in parts:
            assert len(shown.rows) == len(shown.targets)
            assert shown.targets.shape[1] == len(LABELS) == 3
            assert shown.targets.sum(axis=1).max() <= 1
            assert all(len(spans(marked)) <= 1 for marked in shown.targets.T)
            assert shown.rows.max() < len(material.stock.rows)
            assert len(shown.power) in (0, len(shown.rows) * STEP_RATE)
        assert len(parts[0].rows) <= MOST_SEARCHED
    silent = sum(not len(parts[0].power) for parts in composed)
    assert 1 < silent < 18, "some have no sound"


def test_long_episodes_are_searched_at_their_beginning_and_their_end(composed: list[list[Shown]]) -> None:
    both = [parts for parts in composed if len(parts) == 2]
    assert 18 < len(both) < 60
    for beginning, end in both:
        assert beginning.began == 0
        assert beginning.duration == end.duration
        assert len(end.rows) <= AT_THE_END
        assert end.began + len(end.rows) == pytest.approx(end.duration)
        assert not end.targets[:, LABELS.index(Label.INTRO)].any()
    assert max(end.began - len(beginning.rows) for beginning, end in both) > 100


def test_what_labels_are_like(composed: list[list[Shown]]) -> None:
    intro, credits, recap = (
        [(parts[number], spans(parts[number].targets[:, column])) for parts in composed]
        for column, number in enumerate((0, -1, 0))
    )
    assert 3 < sum(not found for _, found in intro) < 28
    assert any(found and found[0][0] == 0 for _, found in intro), "some begin with it"
    assert max(last - first for _, found in intro for first, last in found) > 45
    assert 42 < sum(bool(found) for _, found in credits) < 75
    ends = [shown.began + last == shown.duration for shown, found in credits for _, last in found]
    assert 0.4 < np.mean(ends) < 0.9, "something follows others"
    assert 6 < sum(bool(found) for _, found in recap) < 35
    lengths = [last - first for _, found in recap for first, last in found]
    assert min(lengths) >= 8
    assert max(lengths) < 110


def test_the_seed_decides_an_episode(material: Material) -> None:
    (one, *_), (same, *_), (other, *_) = (
        compose(material, np.random.default_rng(seed)) for seed in (3, 3, 4)
    )
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
    read = list(episodes(material, 12, (1,), WIDTHS))
    cut = windows(read, np.random.default_rng(1))
    assert cut.width == sum(WIDTHS.values()) + len(WIDTHS)
    assert all(0 < cut.prevalence(label) < 0.6 for label in range(3))
    assert len(cut) > sum(len(part.inputs) for parts in read for part in parts) // STRIDE
    (first, *_) = read
    intro = first[0].true(Label.INTRO)
    marked = first[0].marked(Label.INTRO)
    assert (intro is None) == (not marked.any())
    if intro is not None:
        assert intro.length == marked.sum()


def test_a_model_is_fitted_and_judged_by_label(material: Material) -> None:
    """One that knows the truth."""
    read = list(episodes(material, 30, (5,), {"text": 9}))
    chance = np.random.default_rng(0)
    known: dict[Label, list[Said]] = {label: [] for label in LABELS}
    for parts in read:
        for label in LABELS:
            part = parts[-1 if label is Label.CREDITS else 0]
            marked = part.marked(label)
            logits = np.where(marked, 6.0, -6.0) + chance.normal(0, 0.5, len(marked))
            known[label].append(Said(logits, marked, part.true(label)))
    stamp = EncoderStamp("lite", "0123", 3)
    card = fitted(ModelCard(stamp, {}, 10, 4, {label: Head() for label in LABELS}), known)
    assert card.heads[Label.CREDITS].rule.longest > card.heads[Label.INTRO].rule.longest
    model = Model(card, toy(heads=3), Path("toy"))
    for label, answers in judged(model, known).items():
        told = figures(answers)
        assert told["there"] + told["without"] == 30, label
        assert told["hits"] >= 0.9 * told["there"]
        assert told["false"] == 0
        assert told["calibration_error"] < 0.35


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
        "small",
        22,
        {"labels": 3, "width": 16, "depth": 1, "heads": 2, "feed_forward": 16, "standardise": True},
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
