"""An encoder for tests: quick, and it keeps count."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from intromark.encoders.base import Picture


class ToyEncoder:
    """Looks at some pixels; tells how large the pictures were that it was given, how many and how many were encoded."""

    name = "toy"
    fingerprint = "0"

    def __init__(self, height: int | None = None) -> None:
        self.height = height
        self.shapes: set[tuple[int, ...]] = set()
        self.count = 0
        self.encoded = 0

    def prepare(self, picture: Picture) -> NDArray[np.uint8]:
        self.shapes.add(picture.shape)
        self.count += 1
        return np.ascontiguousarray(picture[::8, ::8])

    def encode(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.encoded += len(prepared)
        flat = prepared.reshape(len(prepared), -1)[:, :64].astype(np.float32)
        rows: NDArray[np.float32] = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1)
        return rows

    def encode_with_look(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        return self.encode(prepared)
