"""The folder of a training: claimed before, what stands in it while it goes on, and the model at its end.

The card is written last: a folder with a card holds a model, one without holds none.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from intromark.atomic import explained, write_atomically
from intromark.errors import ModelError
from intromark.model_card import CARD, NETWORK, WEIGHTS, ModelCard
from intromark.train.board import event_file
from intromark.train.checkpoint import CHECKPOINT, Epoch
from intromark.train.curves import draw_curves

CURVES = "curves.png"
EVENTS = "events.out.tfevents.intromark"


def claim(folder: Path, *, resume: bool) -> None:
    """Make the folder of a training, or see that it may go on there.

    Raises:
        ModelError: Something else stands there, or nothing to go on from.
        FileError: The folder cannot be made.
    """
    if (folder / CARD).exists():
        raise ModelError(f"`{folder}` holds a model already", "train into another folder, or remove it first")
    begun = (folder / CHECKPOINT).exists()
    if begun and not resume:
        raise ModelError(
            f"`{folder}` holds a training that was not finished",
            "go on with --resume, or remove the folder first",
        )
    if resume and not begun:
        raise ModelError(f"`{folder}` holds no training to go on with", "leave out --resume")
    with explained("write", folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not begun and any(folder.iterdir()):
            raise ModelError(f"`{folder}` is not empty", "train into another folder")


def keep_log(folder: Path, history: tuple[Epoch, ...], floor: float, kept: int) -> None:
    """Write the TensorBoard log and the picture of the curves.

    Raises:
        FileError: They cannot be written.
    """
    write_atomically(folder / EVENTS, event_file(history))
    write_atomically(folder / CURVES, draw_curves(history, floor, kept))


def keep_model(folder: Path, card: ModelCard, network: bytes, weights: bytes) -> None:
    """Write a model, the card last; the checkpoint is not needed any more.

    Raises:
        FileError: It cannot be written: the folder holds no model, and the checkpoint is kept.
    """
    write_atomically(folder / WEIGHTS, weights)
    write_atomically(folder / NETWORK, network)
    write_atomically(folder / CARD, card.text().encode())
    with suppress(OSError):
        (folder / CHECKPOINT).unlink()
