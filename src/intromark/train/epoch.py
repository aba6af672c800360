"""One epoch: a pass over the windows, and a look at what is held out."""

from __future__ import annotations

import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from intromark.errors import IntromarkError
from intromark.frame_counts import average_precision
from intromark.network import IntroTransformer
from intromark.train.checkpoint import Epoch
from intromark.train.lesson import Lesson
from intromark.train.measuring import cross_entropy
from intromark.windows import Windows

EVALUATED = 64  # windows at once when nothing is learnt
EPOCHS_APART = 100_003  # numbers between the generators of two seeds


def run_epoch(
    network: IntroTransformer, optimiser: torch.optim.Optimizer, lesson: Lesson, number: int
) -> Epoch:
    """Learn from all windows once, and measure what is held out.

    Args:
        network: Is changed.
        optimiser: Is changed.
        lesson: What is learnt, and how.
        number: Of the epoch; 1 is the first.

    Raises:
        IntromarkError: The loss is no longer a number.
    """
    began = time.monotonic()
    plan, device = lesson.plan, network.positions.device
    # Dropout is drawn from the number of the epoch too, however the training came to it.
    torch.manual_seed(plan.seed * EPOCHS_APART + number)
    weight = torch.tensor(lesson.weights, device=device)
    losses, rate = [], 0.0
    network.train()
    for step, batch in enumerate(lesson.batches(number), (number - 1) * lesson.steps):
        rate = lesson.rate(step)
        for group in optimiser.param_groups:
            group["lr"] = rate
        frames, targets, mask = (
            torch.from_numpy(part).to(device) for part in (batch.inputs, batch.targets, batch.mask)
        )
        with torch.autocast("cuda", torch.bfloat16, enabled=plan.bf16 and device.type == "cuda"):
            logits = network(frames, mask)
        loss = F.binary_cross_entropy_with_logits(logits[mask].float(), targets[mask], pos_weight=weight)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        if plan.clip:
            torch.nn.utils.clip_grad_norm_(network.parameters(), plan.clip)
        optimiser.step()
        losses.append(loss.detach())
    mean = float(torch.stack(losses).mean())
    if not math.isfinite(mean):
        raise IntromarkError(
            f"the loss is no number any more in epoch {number}", "train with a lower learning_rate"
        )
    held_loss, (held_precision, *others) = _measured(network, lesson.held)
    return Epoch(number, mean, rate, time.monotonic() - began, held_loss, held_precision, others)


def _measured(network: IntroTransformer, held: Windows | None) -> tuple[float | None, list[float | None]]:
    """Loss, and average precision of each label; nothing where nothing is held out."""
    if held is None:
        return None, [None]
    logits = window_logits(network, held)[held.mask].reshape(-1, held.labels)
    targets = held.targets[held.mask].reshape(-1, held.labels)
    columns = zip(logits.T, targets.T, strict=True)
    precisions = [average_precision(said, true) for said, true in columns]
    return cross_entropy(logits, targets), [None if math.isnan(one) else one for one in precisions]


@torch.inference_mode()
def window_logits(network: IntroTransformer, windows: Windows) -> NDArray[np.float32]:
    """(N, W) float32, or (N, W, L) of several labels: what a network says of windows, wherever it is."""
    network.eval()
    device = network.positions.device
    parts = []
    for first in range(0, len(windows), EVALUATED):
        part = slice(first, first + EVALUATED)
        frames = torch.from_numpy(windows.inputs[part]).to(device)
        parts.append(network(frames, torch.from_numpy(windows.mask[part]).to(device)).float().cpu())
    return torch.cat(parts).numpy()
