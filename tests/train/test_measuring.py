"""The loss, against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from intromark.train.measuring import constant_loss, cross_entropy


def test_cross_entropy_is_the_one_that_is_trained() -> None:
    chance = np.random.default_rng(0)
    logits, targets = 5 * chance.standard_normal(50), (chance.random(50) < 0.3).astype(float)
    loss = F.binary_cross_entropy_with_logits(
        torch.from_numpy(logits), torch.from_numpy(targets), pos_weight=torch.tensor(3.0)
    )
    assert cross_entropy(logits, targets, 3.0) == pytest.approx(loss.item())
    assert math.isnan(cross_entropy(np.zeros(0), np.zeros(0)))


def test_the_loss_of_saying_the_same() -> None:
    assert constant_loss(0.5) == pytest.approx(math.log(2))
    assert constant_loss(0.0) == constant_loss(1.0) == 0
    targets = np.array([1.0] * 2 + [0.0] * 8)
    least = min(cross_entropy(np.full(10, logit), targets, 3.0) for logit in np.linspace(-3, 3, 6001))
    assert constant_loss(0.2, 3.0) == pytest.approx(least, abs=1e-6)
