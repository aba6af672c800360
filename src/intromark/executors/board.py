"""How far the whole stages of a Ray cluster are: each says it to an actor, which the driver asks now and then.

Nothing depends on it: a board that died has no news, and comes up again empty.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ray
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from intromark.events import Progress

EVERY = 0.5  # seconds between two steps of a stage that are told, and two looks of the driver
PATIENCE = 5.0  # seconds after which the driver goes on without news

News = dict[tuple[int, str], Progress]
"""The last step of each stage that was told since the last look, by number of the item and name of the stage."""


class Board:
    """Where the stages of one run tell how far they are."""

    def __init__(self) -> None:
        """Start the actor, on the machine of the driver: it takes no core, and stays when others go away."""
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=True)
        self._actor = _board.options(num_cpus=0, max_restarts=-1, scheduling_strategy=here).remote()

    def teller(self, number: int) -> Callable[[Progress], None]:
        """What the process of an item tells its steps; it can be sent there."""
        return _Teller(self._actor, number)

    def news(self) -> News:
        """What was told since this was asked."""
        try:
            news: News = ray.get(self._actor.news.remote(), timeout=PATIENCE)
        except RayError:  # it died, or does not answer in time
            return {}
        return news


class _Notes:
    """The actor."""

    def __init__(self) -> None:
        self._news: News = {}

    def tell(self, number: int, step: Progress) -> None:
        """Note a step in place of the one before it."""
        self._news[number, step.stage] = step

    def news(self) -> News:
        """What was noted, once."""
        news, self._news = self._news, {}
        return news


_board: Any = ray.remote(_Notes)


@dataclass
class _Teller:
    """Tells some of the steps, so that many short ones cost nothing; and always the last of a stage."""

    actor: Any
    number: int
    told: float = 0.0  # second of this process's clock

    def __call__(self, step: Progress) -> None:
        now = time.monotonic()
        if step.done < step.total and now - self.told < EVERY:
            return
        self.told = now
        self.actor.tell.remote(self.number, step)
