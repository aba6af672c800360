"""A lesson of composed episodes, new ones in each epoch, so that no network can learn them by heart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from intromark.train.augment import augment
from intromark.train.lesson import Lesson
from intromark.windows import Windows, join

from .composing import Composers, Order, chunk_windows
from .shows import Material


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedLesson(Lesson):
    """A lesson whose episodes are composed anew in each epoch; `train` holds a sample of their windows.

    Attributes:
        material: What they are made of.
        shows: Episodes an epoch.
        sampled: Episodes whose windows `train` holds.
        given: Signals that the network is given.
        composers: Who composes while the network learns; None composes when it is asked.
    """

    material: Material
    shows: int
    sampled: int
    given: Mapping[str, int]
    composers: Composers | None = None

    @property
    def steps(self) -> int:
        """Batches of an epoch; episodes differ in length, so the last ones may be missing or more."""
        a_show = len(self.train) / self.sampled
        return max(1, round(a_show * self.shows / self.plan.batch))

    def batches(self, epoch: int) -> Iterator[Windows]:
        """The windows of an epoch, altered, in any order."""
        chance = np.random.default_rng((self.plan.seed, epoch))
        drawn = self._drawn(epoch)
        order = chance.permutation(len(drawn))
        for first in range(0, len(order), self.plan.batch):
            batch = drawn.rows(order[first : first + self.plan.batch])
            yield augment(batch, self.augmentation, chance, self.given)

    def _drawn(self, epoch: int) -> Windows:
        order, following = (
            Order(self.shows, (self.plan.seed, each), self.given) for each in (epoch, epoch + 1)
        )
        if self.composers is None:
            return join([chunk_windows(self.material, chunk, order) for chunk in order.chunks()])
        windows = self.composers.windows(order)
        if epoch < self.plan.epochs:
            self.composers.begin(following)
        return windows
