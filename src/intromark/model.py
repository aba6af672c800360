"""A trained model: a folder with a card and a network, and what it says of the frames of an episode.

Nothing but onnxruntime is needed to run one.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.atomic import explained
from intromark.best_run import SpanRule
from intromark.errors import ModelError
from intromark.model_card import NETWORK, REMAKE, ModelCard, read_card
from intromark.segment import Label
from intromark.windows import Windows, average, covering_starts, cut

BATCH = 32  # windows of one run
SHIPPED = Path(__file__).parent / "models"  # a folder for each encoder that has one


class Model:
    """Scores the frames of an episode.

    Attributes:
        card: What is known of it.
        fingerprint: Hexadecimal content hash of its network.
    """

    def __init__(self, card: ModelCard, network: bytes, place: Path, threads: int | None = None) -> None:
        """Open the network, and run it once to know that it is whole.

        Args:
            card: What is known of it.
            network: The content of an ONNX file: `frames` (N, W, n) float32 and `mask` (N, W) bool, True
                where a real frame is -> `logits` (N, W) float32, or (N, W, L) of several heads.
            place: Where it comes from, named in errors.
            threads: CPU threads of one run, >= 1; None lets onnxruntime choose.

        Raises:
            ModelError: The network is damaged, or does not fit its card.
        """
        self.card = card
        self._opened = (place.parent, threads)
        self.fingerprint = hashlib.sha256(network).hexdigest()[:16]
        try:
            self._session = _session(network, threads)
            probe = self._logits(
                np.zeros((2, card.window, card.inputs), np.float32),
                np.ones((2, card.window), np.bool_),
            )
        except Exception as error:  # onnxruntime has no common base for its errors
            raise ModelError(f"`{place}` is damaged, or not the network of its card", REMAKE) from error
        heads = () if len(card.heads) == 1 else (len(card.heads),)
        if probe.shape != (2, card.window, *heads) or not np.isfinite(probe).all():
            raise ModelError(f"`{place}` does not give a number for each frame and head", REMAKE)

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process by its place."""
        return kept_model, (*self._opened, self.fingerprint)

    @property
    def labels(self) -> tuple[Label, ...]:
        """What it finds."""
        return tuple(self.card.heads)

    def rule(self, label: Label = Label.INTRO) -> SpanRule:
        """What a span must be, by the card.

        Raises:
            KeyError: It has no head for the label.
        """
        return self.card.heads[label].rule

    def require_encoder(self, name: str, fingerprint: str) -> None:
        """Refuse embeddings of another encoder than the model was trained on.

        Raises:
            ModelError: The name or the weights differ.
        """
        trained = self.card.encoder
        if name != trained.name:
            raise ModelError(
                f"the model was trained on embeddings of `{trained.name}`, and these are of `{name}`",
                f"use `--encoder {trained.name}`, or a model that was trained on `{name}`",
            )
        if fingerprint != trained.fingerprint:
            raise ModelError(
                f"the model was trained on other weights of `{name}`: "
                f"{trained.fingerprint}, and these are {fingerprint}",
                "give the encoder the weights it had then, or train the model again",
            )

    def scores(self, inputs: Floats) -> dict[Label, NDArray[np.float64]]:
        """How likely each frame belongs to the intro, and to what else it finds.

        Args:
            inputs: (T, `card.inputs`), `card.fps` rows a second: the signals in the card; T may be 0.

        Returns:
            (T,) calibrated probabilities of each label.

        Raises:
            ValueError: The inputs have another width, or hold NaN.
        """
        logits = self.frame_logits(inputs)
        return {
            label: head.calibration.probabilities(logits[label]) for label, head in self.card.heads.items()
        }

    def frame_logits(self, inputs: Floats) -> dict[Label, NDArray[np.float64]]:
        """(T,) of each label: the mean of what the network says of a frame in all windows in which it stands.

        Arguments and errors are those of `scores`.
        """
        card = self.card
        if inputs.ndim != 2 or inputs.shape[1] != card.inputs:
            raise ValueError(f"inputs have shape (T, {card.inputs}), not {inputs.shape}")
        if np.isnan(inputs).any():
            raise ValueError("inputs hold NaN")
        at = covering_starts(len(inputs), card.window, card.stride)
        logits = self.logits(cut(inputs, np.zeros(len(inputs)), at, card.window))
        means = average(logits, at, len(inputs)).reshape(len(inputs), len(card.heads))
        return {label: means[:, number] for number, label in enumerate(card.heads)}

    def logits(self, windows: Windows) -> NDArray[np.float32]:
        """What the network says of each frame of these windows; where no frame is, it means nothing.

        Returns:
            (N, W), or (N, W, L) of several heads.
        """
        heads = () if len(self.card.heads) == 1 else (len(self.card.heads),)
        rows = [np.empty((0, self.card.window, *heads), np.float32)]
        for first in range(0, len(windows), BATCH):
            part = slice(first, first + BATCH)
            rows.append(self._logits(windows.inputs[part], windows.mask[part]))
        return np.concatenate(rows)

    def _logits(self, frames: NDArray[np.float32], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
        (logits,) = self._session.run(["logits"], {"frames": frames, "mask": mask})
        return np.asarray(logits, np.float32)


def shipped_model(encoder: str, threads: int | None = None) -> Model | None:
    """The model that comes with intromark for an encoder, which has its weights; None where there is none."""
    folder = SHIPPED / encoder
    return load_model(folder, threads) if folder.is_dir() else None


def load_model(folder: Path, threads: int | None = None) -> Model:
    """Open the model in a folder.

    Args:
        folder: Holds card.json and detector.onnx.
        threads: CPU threads of one run, >= 1; None lets onnxruntime choose.

    Raises:
        ModelError: The folder holds no model, or a damaged one.
        FileError: A file in it cannot be read.
    """
    card = read_card(folder)
    path = folder / NETWORK
    if not path.is_file():
        raise ModelError(f"the model `{folder}` lacks its network `{NETWORK}`", REMAKE)
    with explained("read", path):
        content = path.read_bytes()
    return Model(card, content, path, threads)


@cache
def kept_model(folder: Path, threads: int | None, fingerprint: str) -> Model:
    """The model of a process that was sent one: opened once, and the same to the last weight.

    Raises:
        ModelError: It is missing here, or another one.
    """
    model = load_model(folder, threads)
    if model.fingerprint != fingerprint:
        raise ModelError(
            f"`{folder}` holds another model on this machine", "put it on every machine, or on a share"
        )
    return model


def _session(network: bytes, threads: int | None) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = 3  # errors; they come back as exceptions as well
    if threads is not None:
        options.intra_op_num_threads = threads
    # Threads that wait by spinning take the core from those that work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(network, options, providers=["CPUExecutionProvider"])
