"""`lite`, the encoder in the wheel: a MobileNetV2 trained to know a picture again in another episode."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intromark.encoders.base import EMBEDDING, Picture
from intromark.encoders.devices import HERE, Place
from intromark.errors import EncoderError
from intromark.signals import TEXT

HEIGHT, WIDTH = 128, 224  # pixels; the whole picture is squashed to it
LOOK = 128  # numbers of what is seen of overlays
BATCH = 8  # pictures; more leave the cache, and are slower by a tenth
REDUCING_GAP = 2.0  # large pictures are first halved cheaply, down to twice the size at the least
SHIPPED = "lite.onnx"
REINSTALL = "reinstall intromark"


class Lite:
    """A copy-detection embedding: the same second of another episode is near, any other second is far.

    Overlays (logos, subtitles, names), another encode, small crops, bars and colours change it little.
    Two pictures that have nothing to do with each other have a cosine near 0. The recipe and its figures
    are in recipes/lite.

    Source:
        SSCD, arXiv 2202.10261; MobileNetV2, arXiv 1801.04381.
    """

    name = "lite"
    height = 192  # pixels: what a 4:3 picture needs to be WIDTH wide, and some more

    def __init__(self, weights: Path | None = None, place: Place = HERE) -> None:
        """Load the network.

        Args:
            weights: An ONNX file made by recipes/lite or `encoder export`; None means the one in the package.
            place: Where it runs.

        Raises:
            EncoderError: The file is missing, or is no such network, or there is no such device.
        """
        self._opened = (self.name, weights, place.threads, place.device)
        content = _read(weights)
        try:
            self._session = place.open(content)
            shape = self._session.get_inputs()[0].shape[1:]
            outputs = {found.name for found in self._session.get_outputs()}
        except EncoderError:
            raise
        except Exception as error:  # onnxruntime has no common base for its errors
            raise _damaged(weights) from error
        if shape != [HEIGHT, WIDTH, 3] or not {"embedding", "look"} <= outputs:
            raise _damaged(weights)
        self._fingerprint = hashlib.sha256(content).hexdigest()[:16]

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process by its name."""
        from intromark.encoders import kept_encoder

        return kept_encoder, (*self._opened, self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the weights."""
        return self._fingerprint

    def prepare(self, picture: Picture) -> NDArray[np.uint8]:
        """(H, W, 3) RGB of any size -> (128, 224, 3): the whole picture, squashed, never cropped."""
        image = Image.fromarray(picture)
        small = image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, reducing_gap=REDUCING_GAP)
        return np.asarray(small)

    def encode(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, 128, 224, 3) RGB -> (N, 512) of length 1 each; N may be 0.

        Raises:
            ValueError: `prepared` has another shape.
        """
        return np.concatenate(
            [np.empty((0, EMBEDDING), np.float32), *(rows for (rows,) in self._run(prepared, ["embedding"]))]
        )

    def encode_with_look(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, 128, 224, 3) RGB -> (N, 649): the embedding, and behind it the look.

        The look is 128 numbers of an early layer, which see overlays, and how much of nine regions is written on.

        Raises:
            ValueError: `prepared` has another shape.
        """
        all_three = [
            np.concatenate(parts, axis=1) for parts in self._run(prepared, ["embedding", "look", "text"])
        ]
        return np.concatenate([np.empty((0, EMBEDDING + LOOK + TEXT), np.float32), *all_three])

    def _run(self, prepared: NDArray[np.uint8], wanted: list[str]) -> Iterator[list[NDArray[np.float32]]]:
        if prepared.shape[1:] != (HEIGHT, WIDTH, 3):
            raise ValueError(f"prepared pictures have shape (N, {HEIGHT}, {WIDTH}, 3), not {prepared.shape}")
        for start in range(0, len(prepared), BATCH):
            yield self._session.run(wanted, {"pictures": prepared[start : start + BATCH]})


def weights_file(weights: Path | None = None) -> Path:
    """The ONNX file; None is the one in the package.

    Raises:
        EncoderError: It is missing.
    """
    found = Path(str(resources.files("intromark.encoders").joinpath(SHIPPED))) if weights is None else weights
    if not found.is_file():
        raise _missing(weights)
    return found


def _read(weights: Path | None) -> bytes:
    try:
        return weights_file(weights).read_bytes()
    except OSError as error:
        raise _missing(weights) from error


def _missing(weights: Path | None) -> EncoderError:
    hint = REINSTALL if weights is None else "check the path, or leave it out to use the built-in one"
    return EncoderError(f"cannot read the weights of encoder `lite`: `{_place(weights)}`", hint)


def _damaged(weights: Path | None) -> EncoderError:
    hint = REINSTALL if weights is None else "rebuild it with recipes/lite, or use the built-in one"
    return EncoderError(f"`{_place(weights)}` is not the network of encoder `lite`", hint)


def _place(weights: Path | None) -> str:
    return SHIPPED if weights is None else str(weights)
