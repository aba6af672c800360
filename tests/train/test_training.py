"""A network learns, stops when it should, says when it does not, and does the same every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from intromark.errors import FileError, IntromarkError
from intromark.train.augment import Augmentation
from intromark.train.checkpoint import Epoch
from intromark.train.lesson import Lesson
from intromark.train.recipe import Plan
from intromark.train.training import Keeping, Learnt, kept_epoch, train
from intromark.windows import Windows

from .tiny import WIDTH, WINDOW, material, recipe

CPU = torch.device("cpu")


def lesson(*, held: bool = True, **changes: object) -> Lesson:
    given, tiny = material(held=held), recipe()
    plan = replace(tiny.plan, **changes)  # type: ignore[arg-type]  # by name
    return Lesson(given.train, given.held, tiny.network(WIDTH, WINDOW), plan, tiny.augmentation)


def same(one: Learnt, other: Learnt) -> bool:
    pairs = zip(one.network.state_dict().values(), other.network.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def losses(learnt: Learnt) -> list[float]:
    return [epoch.loss for epoch in learnt.history]


def test_it_learns() -> None:
    learnt = train(lesson(), CPU)
    assert not learnt.collapsed
    assert learnt.history[learnt.kept - 1].held_precision == pytest.approx(1.0, abs=0.02)
    assert losses(learnt)[-1] < 0.5 * losses(learnt)[0]


def test_two_runs_are_the_same_to_the_bit() -> None:
    first, second, other = train(lesson(), CPU), train(lesson(), CPU), train(lesson(seed=1), CPU)
    assert losses(first) == losses(second)
    assert same(first, second)
    assert not same(first, other)


class Killed(BaseException):
    pass


def test_going_on_is_the_same_as_not_having_stopped(tmp_path: Path) -> None:
    def killed(epoch: Epoch) -> None:
        if epoch.number == 2:
            raise Killed

    keeping = Keeping(tmp_path / "checkpoint.pt", "this training")
    with pytest.raises(Killed):
        train(lesson(), CPU, keeping, killed)
    told: list[int] = []
    went_on = train(lesson(), CPU, replace(keeping, resume=True), lambda epoch: told.append(epoch.number))
    straight = train(lesson(), CPU)
    assert told == [epoch.number for epoch in straight.history]
    assert losses(went_on) == losses(straight)
    assert same(went_on, straight)


def test_the_checkpoint_of_another_training(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "checkpoint.pt", "this training")
    train(lesson(epochs=1), CPU, keeping)
    with pytest.raises(FileError, match="another recipe, other options or other data"):
        train(lesson(epochs=1), CPU, Keeping(keeping.path, "another", resume=True))
    keeping.path.write_bytes(keeping.path.read_bytes()[:-2000])
    with pytest.raises(FileError, match="it is damaged"):
        train(lesson(epochs=1), CPU, replace(keeping, resume=True))
    with pytest.raises(FileError, match="cannot read"):
        train(lesson(epochs=1), CPU, Keeping(tmp_path / "missing.pt", "", resume=True))


def test_a_collapse_is_seen() -> None:
    given = lesson(epochs=2, learning_rate=1e-12)
    assert train(given, CPU).collapsed


def test_a_loss_that_is_no_number() -> None:
    with pytest.raises(IntromarkError, match="no number any more in epoch") as error:
        train(lesson(learning_rate=1e30), CPU)
    assert "learning_rate" in error.value.hint


def test_it_stops_when_nothing_gets_better() -> None:
    learnt = train(lesson(epochs=30, patience=2), CPU)
    assert len(learnt.history) < 30
    assert learnt.kept == len(learnt.history) - 2
    assert learnt.kept == kept_epoch(learnt.history, Plan(30, 1.0, patience=2))


@pytest.mark.parametrize(
    "given", [lesson(patience=0), lesson(held=False)], ids=["no patience", "nothing held"]
)
def test_the_last_weights_are_kept(given: Lesson) -> None:
    assert train(given, CPU).kept == given.plan.epochs


def test_the_weight_of_the_intro() -> None:
    # frame           0    1    2    3    4    5    6    7
    targets = [[1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
    windows = Windows(np.zeros((1, 8, 3), np.float32), np.array(targets, np.float32), np.ones((1, 8), bool))
    config = recipe().network(3, 8)

    def weights(most: float) -> tuple[float, ...]:
        return Lesson(windows, None, config, Plan(1, 1.0, most_weight=most), Augmentation()).weights

    assert [weights(most) for most in (1, 2, 10)] == [(1,), (2,), (3,)]


def test_the_rate_rises_and_falls() -> None:
    given = lesson(epochs=10, warm_up=0.2, decay=True, learning_rate=1.0)
    steps = given.steps * 10
    rates = [given.rate(step) for step in range(steps)]
    peak = rates.index(1.0)
    assert peak == round(0.2 * steps) - 1
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] < 0.01
    assert {lesson(warm_up=0.0, decay=False).rate(step) for step in range(9)} == {1e-2}


def test_labels_are_learnt_side_by_side() -> None:
    """Credits are where the first number is low, and recaps are nowhere."""
    given, tiny = material(), recipe()
    assert given.held is not None
    train_on, held = (
        replace(one, targets=np.stack([one.targets, one.mask - one.targets, 0 * one.targets], axis=2))
        for one in (given.train, given.held)
    )
    config = replace(tiny.network(WIDTH, WINDOW), labels=3)
    several = Lesson(train_on, held, config, tiny.plan, tiny.augmentation)
    assert several.weights == pytest.approx((several.weights[0], 1.0, 1.0))
    learnt = train(several, CPU)
    kept = learnt.history[learnt.kept - 1]
    assert kept.held_precision == pytest.approx(1.0, abs=0.02)
    assert kept.other_precisions == [pytest.approx(1.0, abs=0.02), None]
    assert losses(learnt)[-1] < 0.5 * several.floor
