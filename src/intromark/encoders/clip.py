"""The encoder `clip-vit-b-32`: OpenAI's CLIP ViT-B/32, image encoder and projection, on onnxruntime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intromark.encoders.base import Picture
from intromark.encoders.clip_network import SIDE, WIDTH, ImageNetwork
from intromark.encoders.clip_weights import find_weights
from intromark.encoders.devices import HERE, Place

# Mean and standard deviation of CLIP's training pictures, RGB in [0, 1].
_MEAN = np.array([0.48145466, 0.4578275, 0.40821073], dtype=np.float32)
_STD = np.array([0.26862954, 0.26130258, 0.27577711], dtype=np.float32)
_BATCH = 32  # pictures of one run: 19 MB of pixels, and no faster beyond


class Clip:
    """CLIP's view of a picture: what is shown, robust to size and quality, and aware of overlaid text.

    Source:
        Radford et al., 'Learning Transferable Visual Models From Natural Language Supervision', ICML 2021.
    """

    name = "clip-vit-b-32"
    height: int | None = None  # `prepare` is exact to the pixel, from the whole picture

    def __init__(self, weights: str | Path | None = None, place: Place = HERE) -> None:
        """Open the weights; those in the Hugging Face layout are exported to ONNX once, and cached.

        Args:
            weights: An .onnx file; a Hugging Face folder, or a weights file beside its config.json;
                `hub:owner/name`, or `owner/name` when nothing on disk has that path; None reads the
                environment variable INTROMARK_ENCODER_WEIGHTS.
            place: Where it runs.

        Raises:
            EncoderError: The weights are not named, missing, damaged or another model's; or there is no such device.
        """
        self._opened = (self.name, weights, place.threads, place.device)
        found = find_weights(weights)
        self._network = ImageNetwork(found.path, place)
        self._fingerprint = found.digest[:16]

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process by its name."""
        from intromark.encoders import kept_encoder

        return kept_encoder, (*self._opened, self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the weights as given.

        Of the .onnx file, or of the .safetensors or .bin file followed by the architecture in its
        config.json: the same weights in another format have another fingerprint.
        """
        return self._fingerprint

    def prepare(self, picture: Picture) -> NDArray[np.uint8]:
        """Scale the short side to 224 pixels with a bicubic filter, and cut out the middle.

        Pixel for pixel what transformers' Pillow-backed CLIPImageProcessor does before it normalises.

        Args:
            picture: (H, W, 3) RGB.

        Returns:
            (224, 224, 3) RGB.

        Raises:
            ValueError: picture is not (H, W, 3) uint8 with at least one pixel.
        """
        if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or picture.size == 0:
            raise ValueError(f"a picture must be (H, W, 3) uint8, got {picture.shape} {picture.dtype}")
        height, width, _ = picture.shape
        short = min(height, width)
        # The long side is rounded down, as the published processor does.
        wide, high = int(SIDE * width / short), int(SIDE * height / short)
        scaled = Image.fromarray(picture).resize((wide, high), Image.Resampling.BICUBIC)
        left, top = (wide - SIDE) // 2, (high - SIDE) // 2
        return np.array(scaled.crop((left, top, left + SIDE, top + SIDE)))

    def project(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The projected embeddings at their own length, as published CLIP embeddings are kept.

        Args:
            prepared: (N, 224, 224, 3) pictures from `prepare`; N may be 0.

        Returns:
            (N, 512) embeddings; their lengths are near 10 with OpenAI's weights.

        Raises:
            ValueError: prepared has another shape or type.
        """
        if prepared.shape[1:] != (SIDE, SIDE, 3) or prepared.dtype != np.uint8:
            got = f"{prepared.shape} {prepared.dtype}"
            raise ValueError(f"prepared pictures must be (N, {SIDE}, {SIDE}, 3) uint8, got {got}")
        embeddings = np.empty((len(prepared), WIDTH), dtype=np.float32)
        for start in range(0, len(prepared), _BATCH):
            chunk = slice(start, start + _BATCH)
            embeddings[chunk] = self._network(_normalised(prepared[chunk]))
        return embeddings

    def encode(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, 224, 224, 3) prepared pictures -> (N, 512) embeddings of length 1 each; N may be 0.

        Raises:
            ValueError: prepared has another shape or type.
        """
        embeddings = self.project(prepared)
        lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
        embeddings /= np.maximum(lengths, np.finfo(np.float32).tiny)
        return embeddings

    def encode_with_look(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The same as `encode`: CLIP's embedding sees what is written over a picture."""
        return self.encode(prepared)


def _normalised(prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, 224, 224, 3) uint8 -> (N, 3, 224, 224) float32, centred and scaled by CLIP's statistics."""
    pixels = (prepared.astype(np.float32) / np.float32(255) - _MEAN) / _STD
    return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))
