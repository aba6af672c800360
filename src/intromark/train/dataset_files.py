"""A dataset to a folder, and back: `card.json` and `sequences.safetensors`, a tensor for each episode."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from intromark.atomic import explained, write_folder
from intromark.errors import DatasetError
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import CARD, REBUILD, read_dataset_card

SEQUENCES = "sequences.safetensors"


def save_dataset(dataset: Dataset, folder: Path) -> None:
    """Write a dataset, whole or not at all; one that is there is replaced.

    Raises:
        DatasetError: The folder is there and holds something else.
        FileError: It cannot be written; what was there is untouched.
    """
    refuse_other(folder)
    card = replace(dataset.card, counts=dataset.counts())
    kind = np.dtype(card.precision)
    tensors = {id: np.ascontiguousarray(rows, kind) for id, rows in dataset.embeddings.items()}
    write_folder(folder, {SEQUENCES: save(tensors), CARD: card.text().encode()})


def refuse_other(folder: Path) -> None:
    """Refuse a folder in which something else than a dataset would be lost.

    Raises:
        DatasetError: There is something else.
    """
    with explained("read", folder):
        if not folder.exists():
            return
        held = {path.name for path in folder.iterdir()} if folder.is_dir() else {folder.name}
    if held - {CARD, SEQUENCES}:
        raise DatasetError(
            f"`{folder}` is there, and is no dataset", "name a new folder, or one that was built before"
        )


def load_dataset(folder: Path) -> Dataset:
    """Read a dataset.

    Raises:
        DatasetError: The folder holds none, or it is damaged.
        FileError: It cannot be read.
    """
    card = read_dataset_card(folder)
    path = folder / SEQUENCES
    if not path.is_file():
        raise DatasetError(f"the dataset `{folder}` lacks its `{SEQUENCES}`", REBUILD)
    with explained("read", path):
        content = path.read_bytes()
    try:
        return Dataset(card, load(content))
    except ValueError as error:
        raise DatasetError(f"`{path}` does not fit the card beside it: {error}", REBUILD) from error
    except SafetensorError as error:
        raise DatasetError(f"`{path}` is damaged", REBUILD) from error
