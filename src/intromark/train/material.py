"""What a model is made from: the windows and episodes of a dataset, and what is said of them in the card."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from intromark.errors import DatasetError
from intromark.model_card import EncoderStamp
from intromark.train.dataset import Dataset
from intromark.train.layouts import EpisodeSequence
from intromark.windows import Windows


@dataclass(frozen=True, slots=True)
class Material:
    """What a model is made from.

    Attributes:
        encoder: What the embeddings come from.
        train: Windows to learn from, at least one.
        held: Windows of a show that is held out; None where there is none.
        episodes: Its episodes, whole.
        fps: Frames a second.
        data: What the card says of it.
    """

    encoder: EncoderStamp
    train: Windows
    held: Windows | None = None
    episodes: Sequence[EpisodeSequence] = ()
    fps: float = 1.0
    data: Mapping[str, Any] = field(default_factory=dict)

    def stamp(self) -> str:
        """Stands for the windows: 32 hexadecimal digits of their content."""
        digest = hashlib.sha256()
        for windows in (self.train, self.held):
            if windows is not None:
                for part in (windows.inputs, windows.targets, windows.mask):
                    digest.update(np.ascontiguousarray(part).data)
        return digest.hexdigest()[:32]

    def described(self) -> dict[str, Any]:
        """What the card says of the data."""
        inputs = self.train.inputs[self.train.mask]
        return {
            **self.data,
            "windows": len(self.train),
            "prevalence": round(self.train.prevalence(), 4),
            "held_out_windows": 0 if self.held is None else len(self.held),
            "held_out_episodes": len(self.episodes),
            "inputs": {"mean": float(inputs.mean()), "deviation": float(inputs.std())},
        }


def material_of(dataset: Dataset, *, hold_out: bool) -> Material:
    """What a model is made from, out of a dataset.

    Args:
        dataset: Has a split `train`.
        hold_out: A show must be held out: where the dataset has no split `val`, the training show of median size
            is, if there are two.

    Raises:
        DatasetError: There is nothing to train on.
    """
    shows = dataset.shows("train")
    if hold_out and "val" not in dataset.splits and len(shows) > 1:
        dataset = dataset.hold_out(_median(dataset))
    train = dataset.windows("train")
    if not len(train):
        raise DatasetError("there is no window to train on in the dataset", "build it with more episodes")
    if not train.targets.any():
        raise DatasetError(
            "no frame of the split `train` belongs to an intro", "label some episodes with one"
        )
    held = dataset.windows("val")
    card = dataset.card
    return Material(
        card.encoder,
        train,
        held if len(held) else None,
        dataset.episodes("val"),
        card.fps,
        {
            "layout": card.layout,
            "stride": card.stride,
            "repair": card.repair,
            "labels": [asdict(source) for source in card.labels],
            "shows": {split: list(dataset.shows(split)) for split in dataset.splits},
        },
    )


def _median(dataset: Dataset) -> str:
    counts = Counter(entry.show for entry in dataset.card.episodes if entry.split == "train")
    ranked = sorted(counts, key=lambda show: (counts[show], show))
    return ranked[len(ranked) // 2]
