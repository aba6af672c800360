"""A network -> the files in the folder of a model, and how far an exported one is from torch."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxscript  # noqa: F401  torch loads it only when it exports: a missing extra must show before that
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from intromark.arrays import Floats
from intromark.atomic import explained
from intromark.errors import ModelError
from intromark.model import Model
from intromark.model_card import REMAKE, WEIGHTS, ModelCard
from intromark.network import IntroTransformer, NetworkConfig
from intromark.quiet import no_warnings, only_errors
from intromark.train.epoch import window_logits
from intromark.windows import Windows

OPSET = 18
PRECISIONS = ("fp32", "fp16", "int8")
"""What the weights of an exported network are kept in."""


@dataclass(frozen=True, slots=True)
class Parity:
    """How far an exported network is from torch, over the frames of some windows.

    Attributes:
        worst: Largest difference of a probability.
        mean: Mean difference of a probability.
        turned: Share of frames that fall on the other side of one half.
    """

    worst: float
    mean: float
    turned: float


def weights_of(network: IntroTransformer) -> bytes:
    """The weights as the content of a safetensors file."""
    return save({name: tensor.contiguous() for name, tensor in network.state_dict().items()})


def load_network(folder: Path, card: ModelCard) -> IntroTransformer:
    """Build the network of a model again, from its card and its weights.

    Raises:
        ModelError: The weights are missing or damaged, or do not fit the card.
        FileError: They cannot be read.
    """
    path = folder / WEIGHTS
    if not path.is_file():
        raise ModelError(f"the model `{folder}` lacks its weights `{WEIGHTS}`", REMAKE)
    with explained("read", path):
        content = path.read_bytes()
    try:
        network = IntroTransformer(NetworkConfig(**card.network))
        network.load_state_dict(load(content))
    except (SafetensorError, RuntimeError, TypeError, ValueError) as error:
        raise ModelError(f"`{path}` is damaged, or does not fit the card beside it", REMAKE) from error
    return network.eval()


def onnx_of(network: IntroTransformer, precision: str = "fp32") -> bytes:
    """The network as the content of an ONNX file, which `Model` runs.

    Args:
        network: In float32.
        precision: fp32; fp16, of half the size; int8, of a quarter, for the weights of its matrices.

    Raises:
        ValueError: The precision is unknown.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"precision must be one of {PRECISIONS}, got {precision!r}")
    if precision == "int8":
        return _quantised(onnx_of(network))
    if precision == "fp16":
        return _exported(_Halved(network), network.config)
    return _exported(network, network.config)


def parity(network: IntroTransformer, model: Model, windows: Windows) -> Parity:
    """Compare a model with the network it was exported from, frame by frame."""
    ours, true = (
        _probabilities(model, logits[windows.mask])
        for logits in (model.logits(windows), window_logits(network, windows))
    )
    apart = np.abs(ours - true)
    turned = (ours >= 0.5) != (true >= 0.5)
    return Parity(float(apart.max()), float(apart.mean()), float(turned.mean()))


def _probabilities(model: Model, logits: Floats) -> Floats:
    """(F, L): of (F,) or (F, L) logits, as each head is calibrated."""
    heads = model.card.heads.values()
    columns = zip(heads, logits.reshape(len(logits), len(heads)).T, strict=True)
    return np.stack([head.calibration.probabilities(own) for head, own in columns], axis=1)


class _Halved(nn.Module):
    """A copy in half precision, which is given and gives float32."""

    def __init__(self, network: IntroTransformer) -> None:
        super().__init__()
        self.network = IntroTransformer(network.config)
        self.network.load_state_dict(network.state_dict())
        self.network.eval().half()

    def forward(self, frames: Tensor, mask: Tensor) -> Tensor:
        logits: Tensor = self.network(frames.half(), mask).float()
        return logits


def _exported(network: nn.Module, config: NetworkConfig) -> bytes:
    example = (torch.zeros(2, config.window, config.inputs), torch.ones(2, config.window, dtype=torch.bool))
    batch = torch.export.Dim("batch")
    with _exporting():
        program = torch.onnx.export(
            network.eval(),
            example,
            input_names=["frames", "mask"],
            output_names=["logits"],
            dynamic_shapes=({0: batch}, {0: batch}),
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    assert program is not None
    content: bytes = program.model_proto.SerializeToString()
    return content


def _quantised(content: bytes) -> bytes:
    with TemporaryDirectory() as folder, _exporting():
        target = Path(folder) / "int8.onnx"
        # Weights of 7 bits: products of 8 overflow in processors without VNNI, and shift every logit.
        quantize_dynamic(
            onnx.load(io.BytesIO(content)),
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
        return target.read_bytes()


@contextmanager
def _exporting() -> Iterator[None]:
    """Hold back notes on optional packages and deprecations, and use no layer that ONNX does not have."""
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with only_errors("torch.onnx", "root"), no_warnings():
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
