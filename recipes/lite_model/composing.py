"""Processes that compose the shows of the next epoch while those of this one are learnt from."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from intromark.windows import Windows, join

from ..sound.corpus import load_corpus
from .learning import Read, episode, windows
from .shows import Material
from .stock import load_stock

CHUNK = 20  # shows composed together


@dataclass(frozen=True)
class Order:
    """What is composed.

    Attributes:
        shows: How many.
        seed: Decides all of them.
        given: Signals that the network is given.
        held_out: Of material that is held out of the training.
        tells_missing: Whether the network is told which signals are there.
    """

    shows: int
    seed: tuple[int, ...]
    given: Mapping[str, int]
    held_out: bool = False
    tells_missing: bool = True

    def chunks(self) -> list[range]:
        """Numbers of shows that are composed together."""
        return [range(first, min(first + CHUNK, self.shows)) for first in range(0, self.shows, CHUNK)]


@dataclass(frozen=True)
class Composers:
    """Processes with the material of the training.

    Attributes:
        pool: Of them.
    """

    pool: ProcessPoolExecutor
    _under_way: dict[tuple[int, ...], Sequence[Future[Windows]]] = field(default_factory=dict)

    @classmethod
    def equipped(cls, stock: Path, corpus: Path, workers: int) -> Composers:
        """Processes that read what shows are made of from where it is kept."""
        fresh = multiprocessing.get_context("spawn")  # torch and onnxruntime have threads, which a fork loses
        return cls(ProcessPoolExecutor(workers, fresh, _equip, (stock, corpus)))

    def begin(self, order: Order) -> None:
        """Compose what will be asked for."""
        composed = partial(_composed, order=order)
        self._under_way[order.seed] = [self.pool.submit(composed, chunk) for chunk in order.chunks()]

    def windows(self, order: Order) -> Windows:
        """Those of an order, begun or not."""
        if order.seed not in self._under_way:
            self.begin(order)
        return join([part.result() for part in self._under_way.pop(order.seed)])

    def episodes(self, order: Order) -> Iterator[list[Read]]:
        """Those of an order."""
        for chunk in self.pool.map(partial(_episodes, order=order), order.chunks()):
            yield from chunk


_MATERIAL: dict[bool, Material] = {}  # of a process, by whether it is held out


def _equip(stock: Path, corpus: Path) -> None:
    threadpool_limits(1)
    whole = Material(load_stock(stock), load_corpus(corpus))
    _MATERIAL.update({held_out: whole.part(held_out=held_out) for held_out in (False, True)})


def _composed(numbers: range, order: Order) -> Windows:
    return chunk_windows(_MATERIAL[order.held_out], numbers, order)


def _episodes(numbers: range, order: Order) -> list[list[Read]]:
    return chunk_episodes(_MATERIAL[order.held_out], numbers, order)


def chunk_windows(material: Material, numbers: range, order: Order) -> Windows:
    """The windows of some shows of an order."""
    return windows(
        chunk_episodes(material, numbers, order), np.random.default_rng((*order.seed, 1, numbers.start))
    )


def chunk_episodes(material: Material, numbers: range, order: Order) -> list[list[Read]]:
    """Some shows of an order."""
    return [
        episode(material, (*order.seed, number), order.given, tells_missing=order.tells_missing)
        for number in numbers
    ]
