"""How many true copies are found at one false alarm in a thousand, on clips that the training never saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .augment import CHANGES, view
from .pictures import Corpus, Stills, look_alikes, squash

FALSE_ALARMS = 1e-3  # share of the other pairs that may score as high as a copy
SCENE_GAP = 5  # seconds between two stills of a clip that must not be taken for copies
SEED = 20260
HASH_SIDE = 8  # the hash keeps 8 x 8 signs
HASH_PICTURE = 32  # pixels of the square it is computed on

Describe = Callable[[Sequence[Stills]], dict[str, NDArray[np.float32]]]
"""Squashed pictures -> for each method (N, d) rows of length 1, whose products are similarities."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of true copies found, in [0, 1], each at 0.1 % false alarms.

    Attributes:
        clips: Where the others are stills of other groups of clips.
        scenes: Where the others are stills of the same clip, 5 s away or more, that do not look the same.
        nearer: Share of the copies that are nearer than every still of another group.
        nearer_in_scene: Share that are nearer than every such other still of their own clip.
        spread: Standard deviation of the similarities of stills of other groups.
    """

    clips: float
    scenes: float
    nearer: float
    nearer_in_scene: float
    spread: float


def altered(corpus: Corpus) -> Iterator[tuple[str, list[Stills]]]:
    """Each change alone: its name, and what it makes of every still."""
    for number, (name, (change, _)) in enumerate(CHANGES.items()):
        chance = np.random.default_rng((SEED, number))
        changed = (change(Image.fromarray(still), chance) for still in corpus.pictures)
        yield name, [squash(np.asarray(picture)) for picture in changed]


def both_altered(corpus: Corpus) -> Iterator[list[Stills]]:
    """Two views of every still, each with all the changes of the training."""
    for side in range(2):
        chance = np.random.default_rng((SEED, len(CHANGES) + side))
        others = chance.integers(0, len(corpus.pictures), len(corpus.pictures))
        pairs = zip(corpus.pictures, others, strict=True)
        yield [view(still, corpus.pictures[other], chance) for still, other in pairs]


def measure(first: NDArray[np.float32], second: NDArray[np.float32], corpus: Corpus) -> Figures:
    """Compare descriptions of first and second views, (S, d) each, row by row of `corpus`."""
    similarity = first @ second.T
    copies = np.diagonal(similarity)
    other_group = corpus.groups[:, None] != corpus.groups
    same_clip = corpus.clips[:, None] == corpus.clips
    apart = np.abs(corpus.seconds[:, None] - corpus.seconds) >= SCENE_GAP
    scene = same_clip & apart & ~look_alikes(corpus)
    nearest = np.where(other_group, similarity, -np.inf).max(1)
    nearest_in_scene = np.where(scene, similarity, -np.inf).max(1)
    return Figures(
        clips=_found(copies, similarity[other_group]),
        scenes=_found(copies, similarity[scene]),
        nearer=float((copies > nearest).mean()),
        nearer_in_scene=float((copies > nearest_in_scene).mean()),
        spread=float(similarity[other_group].std()),
    )


def perceptual_hash(pictures: Sequence[Stills]) -> NDArray[np.float32]:
    """The baseline: signs of the 64 lowest frequencies (DCT) of the grey picture against their median."""
    place = np.arange(HASH_PICTURE)
    waves = np.cos(np.pi / HASH_PICTURE * (place + 0.5) * np.arange(HASH_SIDE)[:, None])
    square = (HASH_PICTURE, HASH_PICTURE)
    rows = []
    for picture in pictures:
        grey = Image.fromarray(picture).convert("L").resize(square, Image.Resampling.BOX)
        frequencies = (waves @ np.asarray(grey, dtype=np.float64) @ waves.T).ravel()
        rows.append(np.where(frequencies > np.median(frequencies[1:]), 1, -1) / HASH_SIDE)
    return np.array(rows, dtype=np.float32)


def table(corpus: Corpus, describe: Describe) -> str:
    """A Markdown table: a row a change, a column a method, 'other clips / same scene' in per cent."""
    plain = describe([squash(still) for still in corpus.pictures])
    lines = [_row("change", plain), "|---" * (len(plain) + 1) + "|"]
    for change, changed in altered(corpus):
        copies = describe(changed)
        measured = [measure(plain[method], copies[method], corpus) for method in plain]
        lines.append(_row(change, [f"{figures.clips:.1%} / {figures.scenes:.1%}" for figures in measured]))
    first, second = (describe(side) for side in both_altered(corpus))
    measured = [measure(first[method], second[method], corpus) for method in plain]
    found = [f"{figures.clips:.1%} / {figures.scenes:.1%}" for figures in measured]
    nearer = [f"{figures.nearer:.1%} / {figures.nearer_in_scene:.1%}" for figures in measured]
    spread = [f"{figures.spread:.3f}" for figures in measured]
    lines += [_row("**all, on both sides**", found), _row("the same: the copy is the nearest", nearer)]
    return "\n".join([*lines, _row("the same: spread of other clips", spread)])


def _row(title: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join([title, *cells])} |"


def _found(copies: NDArray[np.float32], others: NDArray[np.float32]) -> float:
    """Share of `copies` above all but one in a thousand of `others`; ties count as not found."""
    return float((copies > np.quantile(others, 1 - FALSE_ALARMS, method="higher")).mean())
