"""The whole way: material and a recipe -> the folder of a model."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch

from intromark.errors import IntromarkError, ModelError
from intromark.events import Listener, Progress
from intromark.model import Model
from intromark.model_card import NETWORK, Head, ModelCard
from intromark.segment import Label
from intromark.train.checkpoint import CHECKPOINT, Epoch
from intromark.train.exporting import onnx_of, parity, weights_of
from intromark.train.fitting import Curve, choose_rule, fit_calibration, unweighted
from intromark.train.folder import claim, keep_log, keep_model
from intromark.train.lesson import Lesson
from intromark.train.material import Material
from intromark.train.recipe import Recipe
from intromark.train.training import Keeping, Learnt, kept_epoch, train

DEVICES = ("auto", "cpu", "cuda", "mps")
PROBED = 16  # windows on which the exported network is compared with torch
FAR = 1e-3  # difference of a probability that an export to float32 must not have

COLLAPSED = (
    "the network has collapsed: its loss never left that of saying the same of every frame",
    "train with the recipe `default`, or with warm_up or norm_first in your own",
)


@dataclass(frozen=True, slots=True)
class Order:
    """Where and how a model is made.

    Attributes:
        out: Folder of the model.
        device: One of `DEVICES`; auto is the first of cuda, mps and cpu that is there.
        resume: Go on with the training that was begun there.
    """

    out: Path
    device: str = "auto"
    resume: bool = False


def make_model(material: Material, recipe: Recipe, order: Order, listener: Listener) -> ModelCard:
    """Train a network, set its calibration and thresholds, and write it.

    Args:
        material: What it learns from.
        recipe: How.
        order: Where.
        listener: Told of each epoch, and of a collapse.

    Returns:
        The card of the model.

    Raises:
        IntromarkError: The device or the folder cannot be used, the recipe does not fit the material, a file
            cannot be written, or the loss is no longer a number.
    """
    device = pick_device(order.device)
    config = recipe.network(material.train.width, material.train.size)
    claim(order.out, resume=order.resume)
    lesson = Lesson(material.train, material.held, config, recipe.plan, recipe.augmentation)
    stamp = hashlib.sha256(f"{recipe} {config} {material.stamp()}".encode()).hexdigest()
    history: list[Epoch] = []

    def tell(epoch: Epoch) -> None:
        history.append(epoch)
        keep_log(order.out, tuple(history), lesson.floor, kept_epoch(history, recipe.plan))
        said = f"epoch {epoch.number}, loss {epoch.loss:.4f}"
        listener.on_progress(Progress("train", epoch.number, recipe.plan.epochs, said))

    learnt = train(lesson, device, Keeping(order.out / CHECKPOINT, stamp, order.resume), tell)
    keep_log(order.out, learnt.history, lesson.floor, learnt.kept)
    if learnt.collapsed:
        listener.warn(order.out, ModelError(*COLLAPSED))
    return _finished(material, recipe, order.out, learnt, lesson.weights[0])


def pick_device(name: str) -> torch.device:
    """The device of a name in `DEVICES`.

    Raises:
        IntromarkError: This machine has none.
    """
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        name = next(device for device in there if there[device])
    if not there[name]:
        raise IntromarkError(f"there is no device `{name}` that torch can use", "leave out --device")
    return torch.device(name)


def _finished(material: Material, recipe: Recipe, out: Path, learnt: Learnt, weight: float) -> ModelCard:
    """Export the network, set what is set on the held-out show, and write all of it."""
    config = learnt.network.config
    kept = learnt.history[learnt.kept - 1]
    card = ModelCard(
        encoder=material.encoder,
        network=asdict(config),
        window=config.window,
        stride=recipe.use.stride,
        heads={Label.INTRO: Head(calibration=unweighted(weight))},
        fps=material.fps,
        recipe=recipe.as_dict(),
        data=material.described(),
        metrics={"epoch": asdict(kept)},
        warnings=(COLLAPSED[0],) if learnt.collapsed else (),
        licence=recipe.use.licence,
        intromark=version("intromark"),
    )
    network = onnx_of(learnt.network)
    model = Model(card, network, out / NETWORK)
    apart = parity(learnt.network, model, material.train.rows(np.arange(min(PROBED, len(material.train)))))
    if not apart.worst <= FAR:
        raise ModelError(
            f"the exported network differs from torch by {apart.worst:.1e}, so no model was written",
            "try the torch version in constraints.txt, and go on with --resume",
        )
    card = replace(card, metrics={**card.metrics, "parity": asdict(apart)})
    if material.episodes:
        card = _fitted(card, model, material)
    keep_model(out, card, network, weights_of(learnt.network))
    return card


def _fitted(card: ModelCard, model: Model, material: Material) -> ModelCard:
    """The card with calibration and thresholds for the episodes that were held out."""
    head = card.heads[Label.INTRO]
    logits = [model.frame_logits(episode.embeddings)[Label.INTRO] for episode in material.episodes]
    targets = np.concatenate([episode.targets for episode in material.episodes])
    calibration = fit_calibration(np.concatenate(logits), targets, head.calibration)
    curves = [
        Curve(calibration.probabilities(one), episode.intro)
        for one, episode in zip(logits, material.episodes, strict=True)
    ]
    rule, counts = choose_rule(curves, card.fps)
    metrics: dict[str, Any] = {
        "intros": counts.intros,
        "hits": counts.hits,
        "without": counts.without,
        "false_intros": counts.false_intros,
    }
    return replace(
        card,
        heads={Label.INTRO: replace(head, rule=rule, calibration=calibration)},
        metrics={**card.metrics, "held_out_episodes": metrics},
    )
