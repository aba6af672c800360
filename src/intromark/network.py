"""The network, the only one: embeddings of the frames of a window -> a logit a frame and label.

    frames (B, W, n) -> [projection] -> + learned positions -> transformer encoder -> linear heads a frame

Source:
    arXiv 2504.09738: CLIP embeddings at 1 FPS, windows of 60, 16 layers of 16 heads, a head for each position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn

from intromark.windows import WINDOW

LEAST_DEVIATION = 1e-3  # of a number that is standardised: one that changes less is not blown up
POSITION_SCALE = 0.02  # standard deviation of the positions at the start, as in ViT


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """What a network is made of.

    Attributes:
        inputs: Numbers a frame.
        width: Numbers a frame inside the network; divisible by heads.
        depth: Layers.
        heads: Attention heads of each layer.
        feed_forward: Width of the hidden layer between two attentions.
        window: Frames it sees at once.
        norm_first: Normalise before attention and feed-forward, not after them: trains without care at any depth.
        per_position_head: A linear head for each position of the window, not one for all.
        dropout: In [0, 1).
        project: Normalise the inputs and bring them to the width; without it they must have that width.
        standardise: Normalise each number by its mean and deviation in the training data, and not each frame by
            its own: for inputs of several signals.
        labels: How many things are told apart from the story, each by a head of its own.
    """

    inputs: int
    width: int
    depth: int
    heads: int
    feed_forward: int
    window: int = WINDOW
    norm_first: bool = True
    per_position_head: bool = False
    dropout: float = 0.1
    project: bool = True
    standardise: bool = False
    labels: int = 1

    def __post_init__(self) -> None:
        """Check that such a network can be built."""
        for name in ("inputs", "width", "depth", "heads", "feed_forward", "window", "labels"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be >= 1, got {getattr(self, name)}")
        if self.width % self.heads:
            raise ValueError(f"width must be divisible by heads, got {self.width} and {self.heads}")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout must be in [0, 1), got {self.dropout}")
        if not self.project and self.inputs != self.width:
            raise ValueError(f"inputs must be projected to have another width: {self.inputs}, {self.width}")
        if self.standardise and not self.project:
            raise ValueError("inputs that are not projected cannot be standardised")
        if self.per_position_head and self.labels > 1:
            raise ValueError("heads of positions are the paper's, for one label")


_SEED: Mapping[str, int | bool] = {
    "width": 512,
    "depth": 16,
    "heads": 16,
    "feed_forward": 2048,
    "norm_first": False,
}
PRESETS: Mapping[str, Mapping[str, int | bool]] = {
    "seed": _SEED,
    "paper": {**_SEED, "per_position_head": True},
    "small": {"width": 128, "depth": 4, "heads": 4, "feed_forward": 256, "project": True},
}
"""Name -> what it sets; `small` is the default, and takes inputs of any width."""


def preset(name: str, inputs: int, changes: Mapping[str, float] = MappingProxyType({})) -> NetworkConfig:
    """The config of a preset, for inputs of some width.

    `seed` and `paper` take inputs of their own width as they are, and others through a projection.

    Args:
        name: A key of `PRESETS`.
        inputs: Numbers a frame.
        changes: Fields of the config that differ from the preset.

    Raises:
        ValueError: Such a network cannot be built.
        TypeError: The config has no such field.
    """
    values: dict[str, Any] = {**PRESETS[name], **changes}
    values.setdefault("project", inputs != values["width"])
    return NetworkConfig(inputs=inputs, **values)


class IntroTransformer(nn.Module):
    """A logit for each frame of a window and each label: how likely it belongs to an intro, to credits, ..."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.projection: nn.Module = (
            nn.Sequential(
                Standardise(config.inputs) if config.standardise else nn.LayerNorm(config.inputs),
                nn.Linear(config.inputs, config.width),
            )
            if config.project
            else nn.Identity()
        )
        self.positions = nn.Parameter(POSITION_SCALE * torch.randn(1, config.window, config.width))
        layer = nn.TransformerEncoderLayer(
            config.width,
            config.heads,
            config.feed_forward,
            config.dropout,
            batch_first=True,
            norm_first=config.norm_first,
        )
        self.encoder = nn.TransformerEncoder(
            layer,
            config.depth,
            # Layers that normalise first leave their sum as it is.
            norm=nn.LayerNorm(config.width) if config.norm_first else None,
            enable_nested_tensor=False,
        )
        self.head: nn.Module = (
            PositionHeads(config.window, config.width)
            if config.per_position_head
            else nn.Linear(config.width, config.labels)
        )

    def forward(self, frames: Tensor, mask: Tensor) -> Tensor:
        """Look at windows.

        Args:
            frames: (B, W, n).
            mask: (B, W) bool, True where a real frame is; at least one in each window.

        Returns:
            (B, W) logits of one label, (B, W, L) of several; those where no frame is mean nothing.
        """
        hidden = self.projection(frames) + self.positions
        hidden = self.encoder(hidden, src_key_padding_mask=~mask)
        logits: Tensor = self.head(hidden)
        return logits.squeeze(-1) if self.config.labels == 1 else logits

    def learn_scale(self, frames: Tensor) -> None:
        """Set what inputs are standardised by from (N, n) frames; nothing where they are not."""
        first = self.projection[0] if isinstance(self.projection, nn.Sequential) else None
        if isinstance(first, Standardise):
            deviation, mean = torch.std_mean(frames, dim=0)
            first.mean.copy_(mean)
            first.deviation.copy_(deviation.where(deviation >= LEAST_DEVIATION, 1.0))

    def parameter_count(self) -> int:
        """Numbers that are learnt."""
        return sum(parameter.numel() for parameter in self.parameters())


class Standardise(nn.Module):
    """Each number less its mean, in its deviations; both are set from the training data before the training."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("deviation", torch.ones(inputs))

    def forward(self, frames: Tensor) -> Tensor:
        """(..., n) -> (..., n)."""
        return (frames - self.mean) / self.deviation


class PositionHeads(nn.Module):
    """The paper's heads: (B, W, d) -> (B, W, 1), with weights of their own at each of W positions."""

    def __init__(self, window: int, width: int) -> None:
        super().__init__()
        bound = width**-0.5  # what nn.Linear starts with
        self.weight = nn.Parameter(torch.empty(window, width).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(window, 1).uniform_(-bound, bound))

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, W, d) -> (B, W, 1) logits."""
        return (hidden * self.weight).sum(-1, keepdim=True) + self.bias
