"""The table of encoders: one row each, and the only place that knows them all.

Reading order: `base` (what an encoder is), `devices` (where it runs), `lite` (ours, in the wheel), `clip` (OpenAI's,
from weights that the user names).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from intromark.encoders.base import Encoder, Picture
from intromark.encoders.devices import CPU, DEVICES, OnFallback, Place
from intromark.errors import EncoderError

__all__ = [
    "CPU",
    "DEFAULT_ENCODER",
    "DEVICES",
    "ENCODERS",
    "Encoder",
    "Picture",
    "kept_encoder",
    "load_encoder",
    "weights_file",
]

DEFAULT_ENCODER = "lite"


def _lite(weights: str | Path | None, place: Place) -> Encoder:
    from intromark.encoders.lite import Lite

    return Lite(None if weights is None else Path(weights), place)


def _clip(weights: str | Path | None, place: Place) -> Encoder:
    from intromark.encoders.clip import Clip

    return Clip(weights, place)


# Functions and not classes: reading the table must load neither onnxruntime nor Pillow.
ENCODERS: dict[str, Callable[[str | Path | None, Place], Encoder]] = {
    "lite": _lite,
    "clip-vit-b-32": _clip,
}
"""Name -> what opens it with (weights, place); a new encoder is one file and one row."""


def _lite_file(weights: str | Path | None) -> Path:
    from intromark.encoders.lite import weights_file

    return weights_file(None if weights is None else Path(weights))


def _clip_file(weights: str | Path | None) -> Path:
    from intromark.encoders.clip_weights import find_weights

    return find_weights(weights).path


FILES: dict[str, Callable[[str | Path | None], Path]] = {"lite": _lite_file, "clip-vit-b-32": _clip_file}
"""Name -> what finds the ONNX file of its weights."""


def weights_file(name: str, weights: str | Path | None = None) -> Path:
    """The ONNX file of an encoder's weights.

    Args:
        name: A key of `ENCODERS`.
        weights: As for `load_encoder`.

    Raises:
        EncoderError: The weights are missing or another model's.
    """
    return FILES[name](weights)


@cache
def kept_encoder(
    name: str, weights: str | Path | None, threads: int | None, device: str, fingerprint: str
) -> Encoder:
    """The encoder of a process that was sent one: opened once, and the same to the last weight.

    Raises:
        EncoderError: Its weights are missing here, or are others.
    """
    encoder = load_encoder(name, weights, threads, device=device)
    if encoder.fingerprint != fingerprint:
        raise EncoderError(
            f"the weights of encoder `{name}` are {encoder.fingerprint} on this machine, and {fingerprint} where it "
            "was asked for",
            "install the same version of intromark, and the same weights, on every machine",
        )
    return encoder


def load_encoder(
    name: str = DEFAULT_ENCODER,
    weights: str | Path | None = None,
    threads: int | None = 1,
    *,
    device: str = CPU,
    on_fallback: OnFallback = lambda _: None,
) -> Encoder:
    """Open an encoder by its name.

    Args:
        name: A key of `ENCODERS`.
        weights: What the encoder reads its weights from; None is its own default. See `Clip` and `Lite`.
        threads: CPU threads of one call, >= 1; None lets onnxruntime choose. One is the cheapest, as several videos
            are read at once, and pictures are encoded while the next are decoded.
        device: A key of `DEVICES`: what it computes on.
        on_fallback: Told, once at most, why it computes on the CPU all the same.

    Returns:
        The encoder, ready to use.

    Raises:
        EncoderError: The name or the device is unknown, or not in the installed onnxruntime; or the weights are
            missing, damaged or another model's.
        ValueError: threads is below 1.
    """
    for what, chosen, known in (("encoder", name, [*ENCODERS]), ("device", device, [*DEVICES])):
        if chosen not in known:
            raise EncoderError(
                f"there is no {what} `{chosen}`", "choose one of: " + ", ".join(f"`{one}`" for one in known)
            )
    return ENCODERS[name](weights, Place(device, threads, on_fallback))
