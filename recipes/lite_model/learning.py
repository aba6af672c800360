"""Windows out of composed episodes, new ones in each epoch, so that no network can learn them by heart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.hearing import heard
from intromark.signals import Seen, stacked
from intromark.span import Span
from intromark.train.augment import augment
from intromark.train.lesson import Lesson
from intromark.windows import WINDOW, Windows, cut, join

from .shows import Material, Shown, compose
from .stock import Stock

EMBEDDING = 512
WIDTHS: Mapping[str, int] = {
    "embedding": EMBEDDING,
    "look": 128,
    "text": 9,
    "change": 11,
    "elsewhere": 6,
    "place": 8,
    "sound": 19,
}
"""Signals that a network can be given, and how many numbers each has."""
STRIDE = 20  # seconds between windows of one episode


@dataclass(frozen=True, eq=False)
class Read:
    """An episode as a network reads it.

    Attributes:
        inputs: (T, n) signals.
        targets: (T,) True where it is the intro.
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.bool_]

    @property
    def intro(self) -> Span | None:
        """Where the intro is."""
        inside = np.flatnonzero(self.targets)
        return Span(float(inside[0]), float(inside[-1] + 1)) if len(inside) else None


def read(shown: Shown, stock: Stock, signals: Mapping[str, int]) -> Read:
    """The signals of an episode."""
    rows = stock.rows[shown.rows].astype(np.float32)
    times = np.arange(len(rows), dtype=np.float64)
    seen = Seen(rows[:, :EMBEDDING], rows[:, EMBEDDING:], times, shown.duration, heard(shown.power))
    return Read(stacked(seen, signals), shown.targets)


def episodes(
    material: Material, count: int, seed: Sequence[int], signals: Mapping[str, int]
) -> Iterator[Read]:
    """Composed episodes; the seed decides all of them."""
    for number in range(count):
        yield read(compose(material, np.random.default_rng((*seed, number))), material.stock, signals)


def windows(composed: Iterator[Read], chance: np.random.Generator) -> Windows:
    """Windows of episodes, which begin anywhere."""
    return join(
        [
            cut(
                one.inputs,
                one.targets,
                np.arange(int(chance.integers(STRIDE)), len(one.inputs), STRIDE),
                WINDOW,
            )
            for one in composed
            if len(one.inputs) > STRIDE
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedLesson(Lesson):
    """A lesson whose episodes are composed anew in each epoch; `train` holds a sample of their windows.

    Attributes:
        material: What they are made of.
        shows: Episodes an epoch.
        sampled: Episodes whose windows `train` holds.
        given: Signals that the network is given.
    """

    material: Material
    shows: int
    sampled: int
    given: Mapping[str, int]

    @property
    def steps(self) -> int:
        """Batches of an epoch; episodes differ in length, so the last ones may be missing or more."""
        a_show = len(self.train) / self.sampled
        return max(1, round(a_show * self.shows / self.plan.batch))

    def batches(self, epoch: int) -> Iterator[Windows]:
        """The windows of an epoch, altered, in any order."""
        chance = np.random.default_rng((self.plan.seed, epoch))
        drawn = windows(episodes(self.material, self.shows, (self.plan.seed, epoch), self.given), chance)
        order = chance.permutation(len(drawn))
        for first in range(0, len(order), self.plan.batch):
            yield augment(drawn.rows(order[first : first + self.plan.batch]), self.augmentation, chance)
