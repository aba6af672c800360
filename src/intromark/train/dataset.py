"""A dataset: embeddings and labels of episodes, in splits, and the windows that a network learns from.

In the order of the data:

building.py        labels and videos -> dataset
splits.py          which show is for training, which for testing
embedding.py       one video -> embeddings, which are kept
dataset_card.py    what is known of it
layouts.py         how windows are cut
dataset_files.py   to a folder, and back
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from intromark.arrays import Floats
from intromark.frame_counts import frames_in
from intromark.train.dataset_card import DatasetCard
from intromark.train.layouts import LAYOUTS, EpisodeSequence, cut_all
from intromark.windows import Windows


@dataclass(frozen=True)
class Dataset:
    """Embeddings and labels of episodes.

    Attributes:
        card: What is known of it.
        embeddings: Id of an episode -> (T, n) in the card's precision.
    """

    card: DatasetCard
    embeddings: Mapping[str, Floats]

    def __post_init__(self) -> None:
        """Check that the two belong together."""
        if {entry.id for entry in self.card.episodes} != set(self.embeddings):
            raise ValueError("the card and the embeddings have different episodes")
        for id, rows in self.embeddings.items():
            if rows.ndim != 2 or rows.shape[1] != self.card.encoder.width or not len(rows):
                raise ValueError(f"embeddings of {id!r} have shape {rows.shape}")

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits that hold an episode, in the order in which they are used."""
        present = {entry.split for entry in self.card.episodes}
        return tuple(split for split in ("train", "val", "test") if split in present)

    def shows(self, split: str) -> tuple[str, ...]:
        """The shows of a split, in order."""
        return tuple(sorted({entry.show for entry in self.card.episodes if entry.split == split}))

    def episodes(self, split: str) -> list[EpisodeSequence]:
        """Every episode of a split, over all that was read of it: an intro is as rare as it is in life."""
        return [
            EpisodeSequence(
                entry.id,
                entry.show,
                rows := self.embeddings[entry.id].astype(np.float32, copy=False),
                frames_in(entry.intro, len(rows), self.card.fps),
                entry.intro,
            )
            for entry in self.card.episodes
            if entry.split == split
        ]

    def windows(self, split: str) -> Windows:
        """The windows of a split, cut as the layout says; a split without episodes has none."""
        card = self.card
        strips = LAYOUTS[card.layout](self.episodes(split), card.window, card.stride)
        return cut_all(strips, card.window, card.encoder.width)

    def hold_out(self, show: str) -> Dataset:
        """The same, with the training episodes of a show in the split `val`."""
        moved = tuple(
            replace(entry, split="val") if entry.show == show and entry.split == "train" else entry
            for entry in self.card.episodes
        )
        return replace(self, card=replace(self.card, episodes=moved))

    def counts(self) -> dict[str, dict[str, float]]:
        """What each split holds: episodes, of them without an intro, shows, seconds, of them intro, and windows."""
        return {split: self._counts(split) for split in self.splits}

    def _counts(self, split: str) -> dict[str, float]:
        card, episodes = self.card, self.episodes(split)
        strips = LAYOUTS[card.layout](episodes, card.window, card.stride)
        return {
            "episodes": len(episodes),
            "without_intro": sum(one.intro is None for one in episodes),
            "shows": len({one.show for one in episodes}),
            "seconds": sum(len(one.targets) for one in episodes) / card.fps,
            "intro_seconds": sum(int(one.targets.sum()) for one in episodes) / card.fps,
            "windows": sum(len(strip.at) for strip in strips),
        }
