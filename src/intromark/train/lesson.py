"""What is learnt, and how: the windows in batches, and the learning rate at each step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from intromark.network import NetworkConfig
from intromark.train.augment import Augmentation, augment
from intromark.train.measuring import constant_loss
from intromark.train.recipe import Plan
from intromark.windows import Windows


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt, and how.

    Attributes:
        train: Windows to learn from.
        held: Windows of a show that is held out; None where there is none.
        config: Of the network.
        plan: How it learns.
        augmentation: How the windows are altered.
        signals: Name -> numbers a frame, where the inputs tell which signals are there.
    """

    train: Windows
    held: Windows | None
    config: NetworkConfig
    plan: Plan
    augmentation: Augmentation
    signals: Mapping[str, int] | None = None

    @property
    def weights(self) -> tuple[float, ...]:
        """How many times a frame of each label counts."""
        shares = [self.train.prevalence(label) for label in range(self.train.labels)]
        balanced = [(1 - share) / share if share > 0 else 1.0 for share in shares]
        return tuple(min(self.plan.most_weight, max(1.0, one)) for one in balanced)

    @property
    def steps(self) -> int:
        """Batches of an epoch."""
        return math.ceil(len(self.train) / self.plan.batch)

    @property
    def floor(self) -> float:
        """The least loss of a network that says the same of every frame."""
        losses = [
            constant_loss(self.train.prevalence(label), weight) for label, weight in enumerate(self.weights)
        ]
        return sum(losses) / len(losses)

    def rate(self, step: int) -> float:
        """Learning rate at a step of all: a straight rise, then the peak, or half a cosine down to nothing."""
        plan, steps = self.plan, self.steps * self.plan.epochs
        rising = round(plan.warm_up * steps)
        if step < rising:
            return plan.learning_rate * (step + 1) / rising
        if not plan.decay:
            return plan.learning_rate
        return plan.learning_rate * 0.5 * (1 + math.cos(math.pi * (step - rising) / max(1, steps - rising)))

    def batches(self, epoch: int) -> Iterator[Windows]:
        """The windows of an epoch, altered, in an order that only the seed and the epoch decide."""
        chance = np.random.default_rng((self.plan.seed, epoch))
        order = chance.permutation(len(self.train))
        for first in range(0, len(order), self.plan.batch):
            batch = self.train.rows(order[first : first + self.plan.batch])
            yield augment(batch, self.augmentation, chance, self.signals)
