"""Fetches published weights from the Hugging Face hub, and only those the user names."""

from __future__ import annotations

import re
from pathlib import Path

from intromark.errors import EncoderError

PREFIX = "hub:"
"""Marks a hub name beyond doubt: `hub:openai/clip-vit-base-patch32`."""

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_LOCAL_SUFFIXES = {".onnx", ".safetensors", ".bin", ".pt", ".pth"}


def looks_like_hub_name(text: str) -> bool:
    """Whether text has the form `owner/name` and is not plainly a file's path."""
    return bool(_NAME.fullmatch(text)) and Path(text).suffix.lower() not in _LOCAL_SUFFIXES


def download(name: str) -> Path:
    """Fetch config.json and the weights of a model, or find them in the hub client's own cache.

    Args:
        name: `owner/name` on the hub.

    Returns:
        The folder that holds both files.

    Raises:
        EncoderError: The name is malformed, the hub extra is missing, or the hub cannot give the files.
    """
    if not looks_like_hub_name(name):
        raise EncoderError(
            f"`{name}` is not the name of a model on the hub",
            hint="write it as `hub:owner/name`, for example `hub:openai/clip-vit-base-patch32`",
        )
    try:
        import huggingface_hub as client
        from huggingface_hub.errors import EntryNotFoundError
    except ImportError as missing:
        raise EncoderError(
            f"`{name}` is not on this disk, and fetching it needs the hub client",
            hint="pip install 'intromark[hub]', or give the path of a folder that exists",
        ) from missing
    try:
        config = client.hf_hub_download(name, "config.json")
        try:
            client.hf_hub_download(name, "model.safetensors")
        except EntryNotFoundError:
            # Older repositories, the original ViT-B/32's among them, have only the pickle format.
            client.hf_hub_download(name, "pytorch_model.bin")
    except Exception as fault:  # the client raises its own, requests', httpx's or OSError's, by its version
        raise EncoderError(
            f"cannot fetch `{name}` from the hub: {_first_line(fault)}",
            hint="check the name and the connection, or copy the model's folder here and give its path",
        ) from fault
    return Path(config).parent


def _first_line(fault: Exception) -> str:
    lines = str(fault).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(fault).__name__
