"""The training: windows and a plan -> a network that has learnt, with every epoch kept and told of.

On a CPU two runs give the same weights to the bit, and so does one that was killed and went on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from intromark.network import IntroTransformer
from intromark.train.checkpoint import Checkpoint, Epoch, Weights, load_checkpoint, save_checkpoint
from intromark.train.epoch import run_epoch
from intromark.train.lesson import Lesson
from intromark.train.recipe import Plan

COLLAPSED = 0.97  # of the entropy of the prior: a loss above it is that of saying the same of every frame


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came out of a training.

    Attributes:
        network: With the weights that are kept, on the CPU.
        history: What was measured in each epoch.
        kept: Number of the epoch whose weights they are.
        collapsed: The loss never left that of saying the same of every frame.
    """

    network: IntroTransformer
    history: tuple[Epoch, ...]
    kept: int
    collapsed: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the state of a training is kept.

    Attributes:
        path: Of the checkpoint; it is written after each epoch.
        stamp: Stands for the recipe and the data.
        resume: Go on from the checkpoint.
    """

    path: Path
    stamp: str
    resume: bool = False


def train(
    lesson: Lesson,
    device: torch.device,
    keeping: Keeping | None = None,
    on_epoch: Callable[[Epoch], None] = lambda _: None,
) -> Learnt:
    """Train a network.

    Args:
        lesson: What is learnt, and how.
        device: Where.
        keeping: Where the state is kept; None keeps none.
        on_epoch: Told of each epoch, also of those before the checkpoint.

    Raises:
        FileError: The checkpoint cannot be read or written.
        IntromarkError: The loss is no longer a number.
    """
    plan = lesson.plan
    torch.manual_seed(plan.seed)
    network = IntroTransformer(lesson.config)
    if lesson.config.standardise:
        network.learn_scale(torch.from_numpy(lesson.train.inputs[lesson.train.mask]))
    network.to(device)
    # Without decay AdamW is Adam.
    optimiser = torch.optim.AdamW(network.parameters(), plan.learning_rate, weight_decay=plan.weight_decay)
    history: tuple[Epoch, ...] = ()
    best: Weights | None = None
    if keeping is not None and keeping.resume:
        before = load_checkpoint(keeping.path, keeping.stamp)
        network.load_state_dict(before.network)
        optimiser.load_state_dict(dict(before.optimiser))
        history, best = before.history, before.best
        for epoch in history:
            on_epoch(epoch)
    while not _is_over(history, plan):
        epoch = run_epoch(network, optimiser, lesson, len(history) + 1)
        history = (*history, epoch)
        if plan.patience and lesson.held is not None and kept_epoch(history, plan) == epoch.number:
            best = _copied(network)
        if keeping is not None:
            state = Checkpoint(network.state_dict(), optimiser.state_dict(), history, best)
            save_checkpoint(keeping.path, keeping.stamp, state)
        on_epoch(epoch)
    if best is not None:
        network.load_state_dict(best)
    return Learnt(network.cpu().eval(), history, kept_epoch(history, plan), is_collapsed(history, lesson))


def is_collapsed(history: tuple[Epoch, ...], lesson: Lesson) -> bool:
    """Whether no epoch did better than saying the same of every frame."""
    return min(epoch.loss for epoch in history) > COLLAPSED * lesson.floor


def kept_epoch(history: Sequence[Epoch], plan: Plan) -> int:
    """Number of the epoch whose weights are kept: the first of the best precision on the held-out show, or the last.

    Where the plan has no patience, or nothing is measured there, it is the last.
    """
    measured = [epoch for epoch in history if epoch.held_precision is not None] if plan.patience else []
    return max(measured or history[-1:], key=lambda epoch: epoch.held_precision or 0.0).number


def _is_over(history: Sequence[Epoch], plan: Plan) -> bool:
    waited = plan.patience and history and history[-1].number - kept_epoch(history, plan) >= plan.patience
    return len(history) >= plan.epochs or bool(waited)


def _copied(network: IntroTransformer) -> Weights:
    return {name: tensor.detach().cpu().clone() for name, tensor in network.state_dict().items()}
