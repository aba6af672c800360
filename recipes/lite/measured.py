"""What the figures compare: the file that was built, and what one would take without it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intromark.encoders.lite import Lite

from .backbone import LiteNetwork
from .evaluate import Describe, perceptual_hash
from .pictures import Corpus, Stills, pooled, squash
from .whiten import project_raw


def describer(imagenet: LiteNetwork, training: Corpus, built: Path) -> Describe:
    """Squashed pictures -> the column titles of the table and what each makes of the pictures.

    Args:
        imagenet: The network with ImageNet weights; gets a projection.
        training: What the whitening of the second baseline is fitted on.
        built: The ONNX file.
    """
    project_raw(imagenet, pooled(imagenet, [squash(still) for still in training.pictures]))
    weight, bias = imagenet.project.weight.detach().numpy(), imagenet.project.bias.detach().numpy()
    lite = Lite(built)

    def describe(pictures: Sequence[Stills]) -> dict[str, NDArray[np.float32]]:
        features = pooled(imagenet, list(pictures))
        return {
            "pHash": perceptual_hash(pictures),
            "ImageNet features": _length_one(features),
            "the same, whitened": _length_one(features @ weight.T + bias),
            "**lite**": lite.encode(np.stack(pictures)),
        }

    return describe


def _length_one(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled
