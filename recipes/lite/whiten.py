"""Whitening: turns the last layer so that unrelated pictures have a cosine near 0, equally spread."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from .backbone import EMBEDDING, LiteNetwork

SHRINK = 0.1  # share of the mean variance added to each direction, so that the weakest are not blown up


def whiten(network: LiteNetwork, looks: NDArray[np.float32]) -> None:
    """Fold a PCA whitening of what the projection makes of `looks` (S, 1280) into the projection itself.

    Source: SSCD, arXiv 2202.10261, section 5; the shrinkage is ours, for a training set of few scenes.
    """
    weight = network.project.weight.detach().double().numpy()
    bias = network.project.bias.detach().double().numpy()
    projected = looks.astype(np.float64) @ weight.T + bias
    turn = whitening(projected)
    _set_projection(network, turn @ weight, turn @ (bias - projected.mean(0)))


def project_raw(network: LiteNetwork, looks: NDArray[np.float32]) -> None:
    """Set the projection to the 512 strongest directions of `looks` (S, 1280), whitened."""
    turn = whitening(looks.astype(np.float64))[:EMBEDDING]
    _set_projection(network, turn, -turn @ looks.mean(0))


def whitening(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """(S, d) -> (d, d) matrix that gives centred rows equal variances, the strongest direction first."""
    values, directions = np.linalg.eigh(np.cov(rows, rowvar=False))
    floor = SHRINK * values.mean()
    turn: NDArray[np.float64] = directions.T / np.sqrt(np.maximum(values, 0) + floor)[:, None]
    return turn[::-1]


def _set_projection(network: LiteNetwork, weight: NDArray[np.float64], bias: NDArray[np.float64]) -> None:
    with torch.no_grad():
        network.project.weight.copy_(torch.from_numpy(weight.copy()))
        network.project.bias.copy_(torch.from_numpy(bias))
