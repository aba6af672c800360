"""A model in another precision, in a folder of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from intromark.atomic import write_folder
from intromark.errors import ModelError
from intromark.model import Model
from intromark.model_card import CARD, NETWORK, ModelCard, read_card
from intromark.train.exporting import Parity, load_network, onnx_of, parity
from intromark.windows import Windows

PROBED = 64  # windows


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        size: Bytes of the network.
        parity: How far it is from torch.
    """

    size: int
    parity: Parity


def export_model(folder: Path, precision: str, out: Path) -> Exported:
    """Write a model again, in a precision.

    Args:
        folder: Of the model, with its weights.
        precision: One of `PRECISIONS`.
        out: Folder that does not exist.

    Raises:
        ModelError: The folder holds no model or a damaged one, or something stands in `out`.
        FileError: A file cannot be read or written.
    """
    card = read_card(folder)
    network = load_network(folder, card)
    if out.exists():
        raise ModelError(f"`{out}` is there already", "export into another folder, or remove it first")
    content = onnx_of(network, precision)
    apart = parity(network, Model(card, content, out / NETWORK), probes(card))
    metrics: dict[str, Any] = {**card.metrics, "parity": asdict(apart)}
    exported = replace(card, precision=precision, metrics=metrics)
    write_folder(out, {CARD: exported.text().encode(), NETWORK: content})
    return Exported(len(content), apart)


def probes(card: ModelCard) -> Windows:
    """Windows of noise, with the mean and the deviation of the numbers that the model was trained on.

    The training data may lie elsewhere; the differences of an export depend on the weights, and little on the frames.
    """
    scale = card.data.get("inputs", {"mean": 0.0, "deviation": 1.0})
    shape = (PROBED, card.window, card.inputs)
    noise = np.random.default_rng(0).standard_normal(shape, np.float32)
    inputs = noise * np.float32(scale["deviation"]) + np.float32(scale["mean"])
    return Windows(inputs, np.zeros(shape[:2], np.float32), np.ones(shape[:2], np.bool_))
