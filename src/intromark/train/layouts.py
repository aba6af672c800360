"""How windows are cut out of episodes: one function each, one row in the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats, Steps
from intromark.span import Span
from intromark.windows import Windows, covering_starts, cut, join, starts

DEFAULT_LAYOUT = "windows"


@dataclass(frozen=True, slots=True)
class EpisodeSequence:
    """What is known of an episode, second by second.

    Attributes:
        id: Of the episode, as in the labels.
        show: It belongs to.
        embeddings: (T, n) float32; row i is the picture shown at second i / fps.
        targets: (T,) True where at least half of the time [i, i + 1) / fps belongs to the intro.
        intro: Where the intro is, in seconds; None where there is none.
    """

    id: str
    show: str
    embeddings: NDArray[np.float32]
    targets: NDArray[np.bool_]
    intro: Span | None


@dataclass(frozen=True, slots=True)
class Strip:
    """A sequence, and where windows begin in it.

    Attributes:
        inputs: (T, n) embeddings.
        targets: (T,) True where a frame belongs to an intro.
        at: (N,) frames at which windows begin.
    """

    inputs: Floats
    targets: NDArray[np.bool_]
    at: Steps


def paired(episodes: Sequence[EpisodeSequence], window: int, stride: int) -> list[Strip]:
    """The seed's: of each episode the intro, then as many frames of the film right after it; all in one strip.

    Half of the frames are intro, and a window shows two or three episodes. Episodes without an intro give nothing.
    """
    parts = [(one, pair_of(one.targets)) for one in episodes if one.targets.any()]
    if not parts:
        return []
    inputs = np.concatenate([one.embeddings[both] for one, both in parts])
    targets = np.concatenate([one.targets[both] for one, both in parts])
    return [Strip(inputs, targets, starts(len(inputs), window, stride))]


def pair_of(targets: NDArray[np.bool_]) -> slice:
    """The frames of the intro and as many after it, as far as there are any; nothing where there is no intro."""
    inside = np.flatnonzero(targets)
    return slice(inside[0], inside[0] + 2 * len(inside)) if len(inside) else slice(0, 0)


def whole_episodes(episodes: Sequence[EpisodeSequence], window: int, stride: int) -> list[Strip]:
    """Every episode is a strip of its own, in which an intro is as rare as it is in life.

    Every frame stands in a window. An episode shorter than one is padded, which the mask says.
    """
    return [
        Strip(one.embeddings, one.targets, covering_starts(len(one.embeddings), window, stride))
        for one in episodes
    ]


LAYOUTS: dict[str, Callable[[Sequence[EpisodeSequence], int, int], list[Strip]]] = {
    "windows": whole_episodes,
    "paired": paired,
}
"""Name -> what makes strips of episodes, for a window and a stride in frames."""


def cut_all(strips: Sequence[Strip], window: int, width: int) -> Windows:
    """The windows of all strips, in order; there may be none."""
    none = cut(np.zeros((0, width), np.float32), np.zeros(0, np.bool_), np.arange(0), window)
    return join([none, *(cut(strip.inputs, strip.targets, strip.at, window) for strip in strips)])
