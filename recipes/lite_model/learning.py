"""Composed episodes as a network reads them, and windows out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.hearing import heard
from intromark.light import COLUMNS, LIGHT
from intromark.segment import Label
from intromark.signals import Seen, stacked
from intromark.span import Span
from intromark.windows import WINDOW, Windows, cut, join

from .shows import LABELS, Material, Shown, compose
from .stock import Stock

EMBEDDING = 512
WIDTHS: Mapping[str, int] = {
    "embedding": EMBEDDING,
    "look": 128,
    "text": 9,
    "change": 11,
    "cuts": COLUMNS,
    "elsewhere": 6,
    "place": 8,
    "sound": 19,
}
"""Signals that a network can be given, and how many numbers each has."""
STRIDE = 20  # seconds between windows of one episode


@dataclass(frozen=True, eq=False)
class Read:
    """An episode, or its beginning or its end, as a network reads it.

    Attributes:
        inputs: (T, n) signals, and which of them are there.
        targets: (T, 3) True where it is of each of `LABELS`.
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.bool_]

    def marked(self, label: Label) -> NDArray[np.bool_]:
        """(T,) True where it is of a label."""
        return self.targets[:, LABELS.index(label)]

    def true(self, label: Label, first: int = 0) -> Span | None:
        """Where a label is, in seconds after the first that is looked at; None where it is not."""
        inside = np.flatnonzero(self.marked(label)[first:])
        return Span(float(inside[0]), float(inside[-1] + 1)) if len(inside) else None


def read(shown: Shown, stock: Stock, signals: Mapping[str, int], *, tells_missing: bool = True) -> Read:
    """The signals of a part of an episode."""
    rows = stock.rows[shown.rows].astype(np.float32)
    rows[:, -LIGHT:] = shown.lights
    times = shown.began + np.arange(len(rows), dtype=np.float64)
    sounds = heard(shown.power)
    seen = Seen.of_rows(rows, EMBEDDING, times, shown.duration, sounds, shown.began)
    return Read(stacked(seen, signals, tells_missing=tells_missing), shown.targets)


def episode(
    material: Material, seed: Sequence[int], signals: Mapping[str, int], *, tells_missing: bool = True
) -> list[Read]:
    """A composed episode, in one or two parts; the seed decides all of it."""
    parts = compose(material, np.random.default_rng(seed))
    return [read(part, material.stock, signals, tells_missing=tells_missing) for part in parts]


def episodes(
    material: Material,
    count: int,
    seed: Sequence[int],
    signals: Mapping[str, int],
    *,
    tells_missing: bool = True,
) -> Iterator[list[Read]]:
    """Composed episodes; the seed decides all of them."""
    for number in range(count):
        yield episode(material, (*seed, number), signals, tells_missing=tells_missing)


def windows(composed: Iterable[list[Read]], chance: np.random.Generator) -> Windows:
    """Windows of episodes, which begin anywhere."""
    return join(
        [
            cut(
                one.inputs,
                one.targets,
                np.arange(int(chance.integers(STRIDE)), len(one.inputs), STRIDE),
                WINDOW,
            )
            for parts in composed
            for one in parts
            if len(one.inputs) > STRIDE
        ]
    )
