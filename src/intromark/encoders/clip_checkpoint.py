"""Published CLIP weights on disk: which files they are, and whether they are a ViT-B/32-shaped CLIP."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from intromark.errors import EncoderError

WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")
"""What a folder's weights are called, the preferred name first."""

# What `prepare` and the (T, 512) embeddings assume; an absent key has CLIP's default, which is this.
_REQUIRED = {"image_size": 224, "patch_size": 32, "num_channels": 3, "projection_dim": 512}
# These change the embeddings without changing the weights file.
_ARCHITECTURE = (
    *_REQUIRED,
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "hidden_act",
    "layer_norm_eps",
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """CLIP weights in the Hugging Face layout.

    Attributes:
        weights: The .safetensors or .bin file.
        vision: The image encoder's architecture, by the names config.json uses.
    """

    weights: Path
    vision: Mapping[str, object]

    def digest(self) -> str:
        """Hexadecimal SHA-256 of the weights file followed by the architecture."""
        with self.weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        digest.update(json.dumps(dict(self.vision), sort_keys=True).encode())
        return digest.hexdigest()


def find_checkpoint(path: Path) -> Checkpoint:
    """Find the weights and the architecture at a path, without reading the weights.

    Args:
        path: A folder with config.json and weights, or a weights file beside its config.json.

    Raises:
        EncoderError: A file is missing or unreadable, or config.json describes another model.
    """
    weights = _weights_in(path) if path.is_dir() else path
    if weights.suffix.lower() not in {".safetensors", ".bin"}:
        raise EncoderError(
            f"cannot read `{path}` as CLIP weights: its format is unknown",
            hint="give an .onnx file, or the model's Hugging Face folder (config.json and model.safetensors)",
        )
    return Checkpoint(weights, _vision_in(weights.parent / "config.json"))


def _weights_in(folder: Path) -> Path:
    for name in WEIGHT_FILES:
        if (folder / name).is_file():
            return folder / name
    onnx = next(iter(sorted(folder.glob("*.onnx"))), None)
    raise EncoderError(
        f"no weights in `{folder}`: neither `{WEIGHT_FILES[0]}` nor `{WEIGHT_FILES[1]}` is there",
        hint=f"name the file itself: `{onnx}`" if onnx else "download the model's whole folder again",
    )


def _vision_in(config_file: Path) -> dict[str, object]:
    config = _read_config(config_file)
    if config.get("model_type") == "clip":
        # transformers lets the older `vision_config_dict` win where both are present.
        parts = (config.get("vision_config"), config.get("vision_config_dict"))
        vision = {key: value for part in parts if isinstance(part, dict) for key, value in part.items()}
        # The projection of the full model is sized by the key outside `vision_config`.
        vision["projection_dim"] = config.get("projection_dim", _REQUIRED["projection_dim"])
    elif config.get("model_type") == "clip_vision_model":
        vision = config
    else:
        raise EncoderError(
            f"`{config_file}` describes a `{config.get('model_type')}` model, not CLIP",
            hint="this encoder reads OpenAI's CLIP ViT-B/32: `openai/clip-vit-base-patch32` on the hub",
        )
    for key, needed in _REQUIRED.items():
        if vision.get(key, needed) != needed:
            raise EncoderError(
                f"`{config_file}` has {key} {vision[key]}, and CLIP ViT-B/32 has {needed}",
                hint="another size of CLIP gives other embeddings: use `openai/clip-vit-base-patch32`",
            )
    return {key: vision[key] for key in _ARCHITECTURE if key in vision}


def _read_config(file: Path) -> dict[str, object]:
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise EncoderError(
            f"no `config.json` in `{file.parent}`, so the shape of the weights is unknown",
            hint="download it from where the weights came from, and put it beside them",
        ) from missing
    except (OSError, ValueError) as fault:
        raise EncoderError(
            f"cannot read `{file}`: {fault}", hint="download it again from where the weights came from"
        ) from fault
    if not isinstance(config, dict):
        raise EncoderError(
            f"`{file}` is not a model's config: it holds no JSON object",
            hint="download it again from where the weights came from",
        )
    return config
