"""What a model is judged on: the episodes of a dataset, or of videos with labels, read as the model wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from intromark.atomic import explained
from intromark.errors import DatasetError
from intromark.events import Listener
from intromark.machine import CPU_ONLY, Machine
from intromark.model import Model
from intromark.store import Store
from intromark.train.building import SEARCH, DatasetPlan, build_dataset
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import CARD, FPS
from intromark.train.dataset_files import load_dataset
from intromark.train.labelled import LabelPlan
from intromark.train.layouts import EpisodeSequence

TEST, ALL = "test", "all"
SPLITS = (TEST, "val", "train", ALL)


@dataclass(frozen=True, slots=True)
class JudgedOn:
    """Where the episodes come from.

    Attributes:
        path: A dataset, or labels: a file, or a folder of shows with their truth.
        split: Of a dataset: one of `SPLITS`. Of labels all episodes are taken.
        videos: Where the videos of labels lie; None is beside them.
        weights: Of the model's encoder, where videos are read; None as `load_encoder` says.
        search: Seconds from the start that are read of each video; None is all.
        machine: Where videos are read; the listener is told once of what does not work.
    """

    path: Path
    split: str = TEST
    videos: Path | None = None
    weights: str | None = None
    search: float | None = SEARCH
    machine: Machine = CPU_ONLY


def episodes_for(model: Model, on: JudgedOn, listener: Listener) -> list[EpisodeSequence]:
    """The episodes, in embeddings of the encoder that the model was trained on.

    Args:
        model: Whose encoder it must be.
        on: Where they come from.
        listener: Told of videos that are read, and of those that cannot be.

    Raises:
        DatasetError: There is no episode in the split, or no video can be read.
        ModelError: The embeddings are of another encoder, or as many a second as the model does not know.
        EncoderError: The encoder or its weights are missing.
        LabelError: The labels cannot be read.
        FileError: A file cannot be read.
    """
    with explained("read", on.path):
        on.path.stat()
    if (on.path / CARD).is_file():
        dataset = load_dataset(on.path)
        splits = dataset.splits if on.split == ALL else (on.split,)
    else:
        dataset = _read(model, on, listener)
        splits = dataset.splits
    stamp = dataset.card.encoder
    model.require_encoder(stamp.name, stamp.fingerprint)
    _require_rate(model, dataset)
    unique = {one.id: one for split in splits for one in dataset.episodes(split)}
    if not unique:
        raise DatasetError(
            f"no episode of the dataset `{on.path}` is in the split `{on.split}`",
            f"it has: {', '.join(dataset.splits)}; name one with --split",
        )
    return list(unique.values())


def shows_known_to(model: Model, episodes: Sequence[EpisodeSequence]) -> list[str]:
    """Shows of the episodes that the model has seen in its training, in order: of them it proves little."""
    splits = model.card.data.get("shows", {})
    seen = {show for split, shows in splits.items() if split != TEST for show in shows}
    return sorted(seen & {one.show for one in episodes})


def _read(model: Model, on: JudgedOn, listener: Listener) -> Dataset:
    tell = partial(listener.warn, on.path)
    encoder = on.machine.encoder(model.card.encoder.name, on.weights, tell)
    model.require_encoder(encoder.name, encoder.fingerprint)
    plan = DatasetPlan(LabelPlan(on.path, videos=on.videos), search=on.search)
    return build_dataset(plan, encoder, Store(), listener, on.machine.decoder(tell))


def _require_rate(model: Model, dataset: Dataset) -> None:
    if model.card.fps != dataset.card.fps:
        raise DatasetError(
            f"the model looks at {model.card.fps:g} frames a second, and here are {dataset.card.fps:g}",
            f"use a model that was trained at {FPS:g}",
        )
