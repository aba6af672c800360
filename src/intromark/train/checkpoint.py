"""What a training must know to go on after it was killed, as if it had not been.

All that is drawn is drawn from the seed and the number of the epoch, so that no state of a generator is kept.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from intromark.atomic import explained, write_atomically
from intromark.errors import FileError

CHECKPOINT = "checkpoint.pt"

Weights = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class Epoch:
    """What was measured in a pass over the windows.

    Attributes:
        number: 1 is the first.
        loss: Mean over its batches, weighted as the recipe says.
        rate: Learning rate at its end.
        seconds: It took.
        held_loss: Unweighted loss on the held-out show; None where there is none.
        held_precision: Average precision of the first label there, in [0, 1]; None where there is none.
        other_precisions: The same of the other labels, in order.
    """

    number: int
    loss: float
    rate: float
    seconds: float
    held_loss: float | None = None
    held_precision: float | None = None
    other_precisions: list[float | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a training after an epoch.

    Attributes:
        network: Its weights.
        optimiser: Its state.
        history: What was measured in each epoch so far.
        best: Weights of the best epoch on the held-out show; None where the last are kept.
    """

    network: Weights
    optimiser: Mapping[str, Any]
    history: tuple[Epoch, ...]
    best: Weights | None


def save_checkpoint(path: Path, stamp: str, checkpoint: Checkpoint) -> None:
    """Write a checkpoint in place of the one before.

    Args:
        path: Of the file.
        stamp: Stands for the recipe and the data; only the same may go on.
        checkpoint: The state.

    Raises:
        FileError: It cannot be written; the one before is untouched.
    """
    buffer = io.BytesIO()
    values = {
        "stamp": stamp,
        "network": dict(checkpoint.network),
        "optimiser": dict(checkpoint.optimiser),
        "history": [asdict(epoch) for epoch in checkpoint.history],
        "best": None if checkpoint.best is None else dict(checkpoint.best),
    }
    torch.save(values, buffer)
    write_atomically(path, buffer.getvalue())


def load_checkpoint(path: Path, stamp: str) -> Checkpoint:
    """Read a checkpoint.

    Raises:
        FileError: It cannot be read, is damaged, or belongs to a training with another recipe or other data.
    """
    with explained("read", path):
        content = io.BytesIO(path.read_bytes())
    try:
        # weights_only: a pickle may carry code, and this refuses to run any.
        values = torch.load(content, map_location="cpu", weights_only=True)
        found = values["stamp"]
        checkpoint = Checkpoint(
            values["network"],
            values["optimiser"],
            tuple(Epoch(**epoch) for epoch in values["history"]),
            values["best"],
        )
    except Exception as error:  # zip, pickle and torch each raise their own
        raise FileError(
            f"cannot go on from `{path}`: it is damaged", "remove it, and train from the beginning"
        ) from error
    if found != stamp:
        raise FileError(
            f"cannot go on from `{path}`: it was made with another recipe, other options or other data",
            "give what was given then, or train into another folder",
        )
    return checkpoint
