"""The loss that a network is trained by, and the least of one that has learnt nothing."""

from __future__ import annotations

import math

import numpy as np

from intromark.arrays import Floats


def cross_entropy(logits: Floats, targets: Floats, weight: float = 1.0) -> float:
    """Mean binary cross entropy in nats; frames of the intro count `weight` times; nan without frames.

    Of several labels it is the mean over them.
    """
    against = np.logaddexp(0, logits)
    losses = weight * targets * (against - logits) + (1 - targets) * against
    return float(losses.mean()) if len(losses) else math.nan


def constant_loss(prevalence: float, weight: float = 1.0) -> float:
    """The least loss of a network that says the same of every frame: the entropy of the prior.

    Args:
        prevalence: Share of frames that belong to the intro, in [0, 1].
        weight: How many times those count in the loss.
    """
    mass = weight * prevalence
    if mass == 0 or prevalence == 1:
        return 0.0
    logit = math.log(mass / (1 - prevalence))
    return mass * math.log1p(math.exp(-logit)) + (1 - prevalence) * math.log1p(math.exp(logit))
