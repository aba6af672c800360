"""CLIP's image encoder as an ONNX file: opened, checked and run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.encoders.devices import HERE, Place
from intromark.errors import EncoderError

WIDTH = 512
"""Numbers in an embedding."""
SIDE = 224
"""Height and width of the pictures, in pixels."""

_OUTPUT = "image_embeds"  # what exporters call the projected embedding, beside hidden states we do not want
_HINT = "give the image encoder of CLIP ViT-B/32 with its projection, or the folder it was published in"


class ImageNetwork:
    """A network from (N, 3, 224, 224) pixels to (N, 512) embeddings, for any N."""

    def __init__(self, path: Path, place: Place = HERE) -> None:
        """Open the file, and run it once to know that it is whole.

        Args:
            path: An .onnx file.
            place: Where it runs.

        Raises:
            EncoderError: The file is missing or damaged, or its input or output has another shape; or there is no
                such device.
        """
        try:
            self._session = place.open(path)
        except EncoderError:
            raise
        except Exception as fault:  # onnxruntime's own errors share no narrower base
            raise EncoderError(
                f"cannot open `{path}` as an ONNX model: it is missing, cut short or damaged",
                hint="make or download it again; if it lies in intromark's cache, delete it and run again",
            ) from fault
        self._input = _input_name(self._session, path)
        self._output = _output_name(self._session, path)
        self._probe(path)

    def __call__(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, 3, 224, 224) normalised RGB, N >= 1 -> (N, 512) embeddings as the network gives them."""
        (embeddings,) = self._session.run([self._output], {self._input: pixels})
        return np.asarray(embeddings, dtype=np.float32)

    def _probe(self, path: Path) -> None:
        # A declared shape may be symbolic, and weights may be cut off or NaN: only a run tells.
        try:
            embeddings = self(np.zeros((2, 3, SIDE, SIDE), dtype=np.float32))
        except Exception as fault:  # as above
            raise EncoderError(f"`{path}` cannot be run on two 224 x 224 pictures", hint=_HINT) from fault
        if embeddings.shape != (2, WIDTH):
            raise EncoderError(
                f"`{path}` gives embeddings of shape {embeddings.shape} for two pictures, not (2, {WIDTH})",
                hint=_HINT,
            )
        if not np.isfinite(embeddings).all():
            raise EncoderError(
                f"`{path}` gives embeddings that are not numbers, so its weights are damaged",
                hint="make or download it again",
            )


def _input_name(session: Any, path: Path) -> str:
    inputs = session.get_inputs()
    if len(inputs) != 1:
        names = ", ".join(f"`{found.name}`" for found in inputs)
        raise EncoderError(f"`{path}` has {len(inputs)} inputs ({names}), not the pictures alone", hint=_HINT)
    (found,) = inputs
    sizes_agree = len(found.shape) == 4 and all(
        not isinstance(size, int) or size == needed
        for size, needed in zip(found.shape[1:], (3, SIDE, SIDE), strict=True)
    )
    if not sizes_agree or isinstance(found.shape[0], int) or found.type != "tensor(float)":
        raise EncoderError(
            f"`{path}` takes {found.type} of shape {found.shape}, not float32 of (any, 3, {SIDE}, {SIDE})",
            hint=_HINT,
        )
    return str(found.name)


def _output_name(session: Any, path: Path) -> str:
    names = [str(found.name) for found in session.get_outputs()]
    if _OUTPUT in names:
        return _OUTPUT
    if len(names) == 1:
        return names[0]
    raise EncoderError(
        f"`{path}` has {len(names)} outputs and none is called `{_OUTPUT}`: {', '.join(names)}", hint=_HINT
    )
