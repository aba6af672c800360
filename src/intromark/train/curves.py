"""The curves of a training as a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from intromark.train.checkpoint import Epoch

SIZE = (8.0, 3.2)  # inches
DPI = 120


def draw_curves(history: Sequence[Epoch], floor: float, kept: int) -> bytes:
    """A PNG: the loss beside that of saying the same of every frame, and what is measured on the held-out show.

    Args:
        history: All epochs.
        floor: The least loss of a network that says the same of every frame.
        kept: Number of the epoch whose weights are kept.
    """
    numbers = [epoch.number for epoch in history]
    held = [epoch for epoch in history if epoch.held_loss is not None]
    figure = Figure(SIZE, DPI, layout="constrained")
    losses, precision = figure.subplots(1, 2)
    losses.plot(numbers, [epoch.loss for epoch in history], label="training, as weighted")
    losses.plot([e.number for e in held], [e.held_loss for e in held], label="held-out show, unweighted")
    losses.axhline(floor, color="gray", linestyle=":", label="the same for every frame")
    losses.set_title("loss, nats a frame")
    losses.legend(fontsize="small")
    precision.plot([e.number for e in held], [e.held_precision or 0.0 for e in held])
    precision.set_title("average precision, held-out show")
    precision.set_ylim(0, 1)
    for axes in (losses, precision):
        axes.axvline(kept, color="gray", linewidth=0.8)
        axes.set_xlabel("epoch; the line is the one that is kept")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
