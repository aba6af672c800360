"""From what the user names to an ONNX file: a path, a folder, or a model on the hub."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from intromark.encoders import hub
from intromark.encoders.clip_checkpoint import Checkpoint, find_checkpoint
from intromark.errors import EncoderError

ENVIRONMENT = "INTROMARK_ENCODER_WEIGHTS"
"""The environment variable that is read when no weights are given."""

_EXPORT_FORMAT = 1  # raised when the exported graph changes, so that older cached files are left alone


@dataclass(frozen=True, slots=True)
class OnnxWeights:
    """Weights that are ready to open.

    Attributes:
        path: The ONNX file.
        digest: Hexadecimal SHA-256 of what the user gave: the ONNX file, or the published weights and their
            architecture. It does not depend on the exporter, so it is the same on every machine.
    """

    path: Path
    digest: str


def find_weights(weights: str | Path | None) -> OnnxWeights:
    """Locate weights, and export them to the cache when they are not ONNX yet.

    Args:
        weights: An .onnx file; a Hugging Face folder, or a weights file beside its config.json;
            `hub:owner/name`, or `owner/name` when nothing on disk has that path; None reads
            `INTROMARK_ENCODER_WEIGHTS`.

    Raises:
        EncoderError: Nothing was named, or what was named is missing, damaged or another model.
    """
    path = _locate(weights)
    try:
        if path.suffix.lower() == ".onnx":
            return OnnxWeights(path, _onnx_digest(path))
        checkpoint = find_checkpoint(path)
        digest = checkpoint.digest()
        return OnnxWeights(_exported(checkpoint, digest), digest)
    except OSError as fault:
        raise EncoderError(
            f"cannot read or cache the weights `{path}`: {fault}",
            hint="check that it may be read, and that intromark's cache folder has room and may be written",
        ) from fault


def _locate(weights: str | Path | None) -> Path:
    named = os.environ.get(ENVIRONMENT, "") if weights is None else weights
    text = named.as_posix() if isinstance(named, Path) else named
    if not text:
        raise EncoderError(
            "the encoder `clip-vit-b-32` has no weights: none were named",
            hint=f"name an .onnx file or a Hugging Face folder of CLIP ViT-B/32, or set {ENVIRONMENT} to it; "
            "`hub:openai/clip-vit-base-patch32` downloads them",
        )
    if text.startswith(hub.PREFIX):
        return hub.download(text.removeprefix(hub.PREFIX))
    path = Path(text).expanduser()
    if path.exists():
        return path
    if hub.looks_like_hub_name(text):
        return hub.download(text)
    raise EncoderError(
        f"no file or folder `{path}` to read encoder weights from",
        hint="check the path, or write `hub:owner/name` for a model on the hub",
    )


def _onnx_digest(path: Path) -> str:
    # Large models keep their weights beside the graph, in `model.onnx.data` or `model.onnx_data`.
    parts = sorted(file for file in path.parent.iterdir() if file.name.startswith(path.name))
    digest = hashlib.sha256()
    for part in parts if len(parts) > 1 else [path]:
        with part.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _exported(checkpoint: Checkpoint, digest: str) -> Path:
    folder = platformdirs.user_cache_path("intromark") / "encoders"
    cached = folder / f"clip-{digest[:32]}-v{_EXPORT_FORMAT}.onnx"
    if cached.is_file():
        return cached
    try:
        from intromark.encoders.clip_export import export_clip
    except ImportError as missing:
        raise EncoderError(
            f"exporting `{checkpoint.weights}` needs `{missing.name or missing}`, which is not installed",
            hint="pip install 'intromark[train]', or give an .onnx file",
        ) from missing
    folder.mkdir(parents=True, exist_ok=True)
    # Written aside and moved when verified: neither a crash nor a second process leaves half a file.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as scratch:
        fresh = Path(scratch) / cached.name
        export_clip(checkpoint, fresh)
        os.replace(fresh, cached)  # noqa: PTH105  atomic on every system, and says so
    return cached
