"""Turns published CLIP weights into an ONNX file; needs torch and transformers (the `train` extra)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxscript  # noqa: F401  torch loads it only when it exports: a missing extra must show before that
import safetensors
import torch
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from intromark.encoders.clip_checkpoint import Checkpoint
from intromark.encoders.clip_network import SIDE, ImageNetwork
from intromark.errors import EncoderError
from intromark.quiet import no_warnings, only_errors

OPSET = 18
_VISION_PREFIXES = ("vision_model.", "visual_projection.")
_TOLERANCE = 1e-4  # of the largest number in an embedding


def export_clip(checkpoint: Checkpoint, target: Path) -> None:
    """Write the image encoder and its projection as ONNX, and check it against torch.

    Args:
        checkpoint: Where the weights are.
        target: The .onnx file to write; (N, 3, 224, 224) float32 `pixel_values` -> (N, 512) `image_embeds`.

    Raises:
        EncoderError: The weights are damaged or do not fit their config, or ONNX disagrees with torch.
    """
    network = _ImageEmbeddings(_load(checkpoint)).eval()
    try:
        with only_errors("torch.onnx"), no_warnings():
            torch.onnx.export(
                network,
                (torch.zeros(2, 3, SIDE, SIDE),),
                target,
                input_names=["pixel_values"],
                output_names=["image_embeds"],
                dynamic_shapes={"pixel_values": {0: torch.export.Dim("batch")}},
                opset_version=OPSET,
                dynamo=True,
                external_data=False,
                verbose=False,
            )
    except torch.onnx.errors.OnnxExporterError as fault:
        raise EncoderError(
            f"torch {torch.__version__} cannot export `{checkpoint.weights}` to ONNX",
            hint="try the torch version in constraints.txt, or give an .onnx file instead",
        ) from fault
    _verify(network, target, checkpoint.weights)


class _ImageEmbeddings(torch.nn.Module):
    """The projected embedding alone, so that the graph has one output."""

    def __init__(self, model: CLIPVisionModelWithProjection) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        embeddings: torch.Tensor = self.model(pixel_values=pixel_values).image_embeds
        return embeddings


def _load(checkpoint: Checkpoint) -> CLIPVisionModelWithProjection:
    tensors = _read_tensors(checkpoint.weights)
    try:
        # Eager attention exports as plain products and softmax, which onnxruntime fuses by itself.
        config = CLIPVisionConfig.from_dict(dict(checkpoint.vision), attn_implementation="eager")
        model = CLIPVisionModelWithProjection(config)
        missing = model.load_state_dict(tensors, strict=False).missing_keys
    except Exception as fault:  # each kind of misfit raises its own
        raise EncoderError(
            f"the weights in `{checkpoint.weights}` do not fit the config beside them",
            hint="download both from the same place again",
        ) from fault
    if missing:
        raise EncoderError(
            f"`{checkpoint.weights}` lacks `{missing[0]}`, one of {len(missing)} missing tensors of CLIP",
            hint="use a full CLIP model, or its vision model with the projection",
        )
    return model


def _read_tensors(weights: Path) -> dict[str, torch.Tensor]:
    """The image encoder's tensors in float32; the text encoder's are never read from safetensors."""
    try:
        if weights.suffix.lower() == ".safetensors":
            with safetensors.safe_open(weights, framework="pt") as file:
                names = [name for name in file.keys() if name.startswith(_VISION_PREFIXES)]  # noqa: SIM118
                found = {name: file.get_tensor(name) for name in names}
        else:
            # weights_only: a pickle may carry code, and this refuses to run any.
            everything = torch.load(weights, map_location="cpu", weights_only=True)
            found = {name: value for name, value in everything.items() if name.startswith(_VISION_PREFIXES)}
    except Exception as fault:  # safetensors, zip, pickle and torch each raise their own
        raise EncoderError(
            f"cannot read the weights in `{weights}`: the file is cut short or damaged",
            hint="download it again, and compare its size with the published one",
        ) from fault
    return {name: value.float() for name, value in found.items()}


@torch.inference_mode()
def _verify(network: torch.nn.Module, target: Path, weights: Path) -> None:
    # Noise from a fixed seed, and another batch size than the export saw.
    pixels = np.random.default_rng(0).standard_normal((3, 3, SIDE, SIDE), dtype=np.float32)
    expected = network(torch.from_numpy(pixels)).numpy()
    worst = float(np.abs(ImageNetwork(target)(pixels) - expected).max())
    if not worst <= _TOLERANCE * float(np.abs(expected).max()):
        raise EncoderError(
            f"the ONNX export of `{weights}` differs from torch by {worst:.1e}, so it was thrown away",
            hint="try the torch version in constraints.txt, or give an .onnx file instead",
        )
