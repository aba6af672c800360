"""What an encoder is: picture -> embedding."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(H, W, 3) RGB, as shown: rotated and with square pixels."""


EMBEDDING = 512
"""Numbers an embedding, of every encoder."""


class Encoder(Protocol):
    """Turns pictures into embeddings, with every weight fixed."""

    @property
    def name(self) -> str:
        """Its key in the table of encoders."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hexadecimal content hash of the weights: two encoders with the same one give the same embeddings."""
        ...

    @property
    def height(self) -> int | None:
        """Pixels of height to which a picture may be scaled before `prepare`; None where that changes too much."""
        ...

    def prepare(self, picture: Picture) -> NDArray[np.uint8]:
        """What the network sees of one picture: (h, w, 3) RGB, the same (h, w) for every picture."""
        ...

    def encode(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, h, w, 3) prepared pictures -> (N, 512) embeddings of length 1 each; N may be 0."""
        ...

    def encode_with_look(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(N, h, w, 3) prepared pictures -> (N, 512 + m), from one pass: the embedding, and behind it the look.

        The look is m numbers that see what is written over a picture, the last nine of them where (`TEXT` in
        signals.py); m is 0 where the embedding sees that itself.
        """
        ...
