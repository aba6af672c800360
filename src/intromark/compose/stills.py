"""Single pictures of many shows: what a network is tried on without any video."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from intromark.compose.finish import mastered, subtitle
from intromark.compose.noise import generator
from intromark.compose.reel import picture
from intromark.compose.season import plan_season

SEASON = 12  # stills of one season, at most: the next has another look
MINUTES = 3.0


def stills(count: int, seed: int = 0) -> Iterator[NDArray[np.uint8]]:
    """Pictures at random moments of random episodes: scenes, titles, captions, crops, logos.

    Args:
        count: How many, >= 0.
        seed: Others of another seed.

    Yields:
        (180, 320, 3) RGB.
    """
    for number in range(count):
        rng = generator(seed, 90, number)
        plan = plan_season(1 + number // SEASON + 1000 * seed, MINUTES)
        episode = plan.episodes[int(rng.integers(len(plan.episodes)))]
        lengths = np.array([block.seconds for block in episode.blocks])
        block = episode.blocks[int(rng.choice(len(lengths), p=lengths / lengths.sum()))]
        moment = float(rng.uniform(0, block.seconds))
        frame = picture(block, moment)
        subtitle(frame, block, moment)
        yield np.asarray(mastered(frame, episode.master))
