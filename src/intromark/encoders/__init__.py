"""The table of encoders: one row each, and the only place that knows them all.

Reading order: `base` (what an encoder is), `lite` (ours, in the wheel), `clip` (OpenAI's, from weights that
the user names).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from intromark.encoders.base import Encoder, Picture
from intromark.errors import EncoderError

__all__ = ["DEFAULT_ENCODER", "ENCODERS", "Encoder", "Picture", "load_encoder"]

DEFAULT_ENCODER = "lite"


def _lite(weights: str | Path | None, threads: int | None) -> Encoder:
    from intromark.encoders.lite import Lite

    return Lite(None if weights is None else Path(weights), threads)


def _clip(weights: str | Path | None, threads: int | None) -> Encoder:
    from intromark.encoders.clip import Clip

    return Clip(weights, threads)


# Functions and not classes: reading the table must load neither onnxruntime nor Pillow.
ENCODERS: dict[str, Callable[[str | Path | None, int | None], Encoder]] = {
    "lite": _lite,
    "clip-vit-b-32": _clip,
}
"""Name -> what opens it with (weights, threads); a new encoder is one file and one row."""


def load_encoder(
    name: str = DEFAULT_ENCODER, weights: str | Path | None = None, threads: int | None = 1
) -> Encoder:
    """Open an encoder by its name.

    Args:
        name: A key of `ENCODERS`.
        weights: What the encoder reads its weights from; None is its own default. See `Clip` and `Lite`.
        threads: CPU threads of one call, >= 1; None lets onnxruntime choose. One is the cheapest, as several videos
            are read at once, and pictures are encoded while the next are decoded.

    Returns:
        The encoder, ready to use.

    Raises:
        EncoderError: The name is unknown, or the weights are missing, damaged or another model's.
        ValueError: threads is below 1.
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads must be >= 1, got {threads}")
    if name not in ENCODERS:
        raise EncoderError(
            f"there is no encoder `{name}`",
            hint="choose one of: " + ", ".join(f"`{known}`" for known in ENCODERS),
        )
    return ENCODERS[name](weights, threads)
