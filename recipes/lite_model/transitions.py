"""From one shot to the next: cuts, dissolves, and fades from and to black or white.

Shows are a picture a second, so of a transition there are one or two pictures at the most. What such a picture shows
was drawn with the stock, of a still that was blended with another, or dimmed; how light it is adds up, and is reckoned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.light import LIGHT

from .editor import Chance
from .stock import VARIANTS, Stock

SHOTS = ((0.0, 0.5), (0.06, 0.3), (0.3, 0.2))
"""Share of the changes of shot that are dissolves, and in which share of the shows that is so."""

PARTS = ((0.0, 0.4), (0.3, 0.35), (0.8, 0.25))
"""The same of parts of an episode, which are faded."""

WHITE = 0.1  # share of fades that are from and to white
LENGTHS = (0.3, 2.5)  # seconds


@dataclass(frozen=True, eq=False)
class Shots:
    """What is seen, one row a second.

    Attributes:
        rows: (T,) numbers of rows of the stock.
        lights: (T, 32) how light each picture is.
    """

    rows: NDArray[np.int32]
    lights: NDArray[np.float32]


def joined(rows: NDArray[np.int32], begins: NDArray[np.bool_], stock: Stock, chance: Chance) -> Shots:
    """Join shots and parts of an episode.

    Args:
        rows: (T,) numbers of rows of the stock.
        begins: (T,) True where a part begins.
        stock: What they are of.
        chance: What is drawn.
    """
    rows, lights = rows.copy(), stock.rows[rows, -LIGHT:].astype(np.float32)
    dissolved, faded = (
        chance.choice([share for share, _ in kinds], p=[often for _, often in kinds])
        for kinds in (SHOTS, PARTS)
    )
    white = float(chance.random() < WHITE)
    plain = lights.copy()
    owner = stock.owner[rows]
    changes = np.flatnonzero((np.diff(owner) != 0) | begins[1:]) + 1
    for at in changes:
        length = np.exp(chance.uniform(*np.log(LENGTHS)))
        if begins[at] and chance.random() < faded:
            for second in (at - 1, at):
                if chance.random() < length / 2:
                    share = chance.uniform(0.0, 0.85)
                    lights[second] = share * plain[second] + (1 - share) * white
                    rows[second] = _variant(rows[second], "dim", share < 0.7, stock, chance)
        elif not begins[at] and chance.random() < dissolved:
            for second in (at - 1, at):
                if chance.random() < length / 2:
                    share = chance.uniform(0.1, 0.9)
                    lights[second] = share * plain[at - 1] + (1 - share) * plain[at]
                    rows[second] = _variant(rows[second], "crossed", 0.2 < share < 0.8, stock, chance)
    return Shots(rows, lights)


def _variant(row: int, kind: str, wanted: bool, stock: Stock, chance: Chance) -> int:
    """The same still in another treatment; cards, and stills that hardly change, stay as they are."""
    first = int(stock.first[row])
    return int(first + chance.choice(VARIANTS[kind])) if wanted and first >= 0 else row
