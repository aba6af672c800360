"""What is known of a model: card.json in its folder.

{"format": 2, "encoder": {"name", "fingerprint", "width"}, "signals": {"embedding": 512, ...}, "tells_missing": false,
 "network": {...}, "fps": 1.0, "window": 60, "stride": 15, "heads": {"intro": {
    "rule": {"level": 0.0, "evidence": 2.0, "shortest": 2.0, "longest": 120.0}, "calibration": {"slope", "bias"},
    "certainty": {"slope", "bias"}, "absence": {"slope", "bias"}}, "credits": ..., "recap": ...},
 "precision": "fp32", "recipe": {...}, "data": {...}, "metrics": {...}, "warnings": [...], "licence": "...",
 "intromark": "0.1.0"}

Cards of format 1 know the intro alone, and have what a head has at their top.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.atomic import explained
from intromark.best_run import SpanRule
from intromark.errors import ModelError
from intromark.segment import Label
from intromark.signals import SIGNALS

FORMAT = 2
ANY = SpanRule()
OF_INTRO_ALONE = 1  # the format before
CARD = "card.json"
NETWORK = "detector.onnx"
WEIGHTS = "detector.safetensors"
UNSTATED = "not stated"
REMAKE = "train or export it again, or get the whole folder again"


@dataclass(frozen=True, slots=True)
class EncoderStamp:
    """The encoder whose embeddings a model was trained on.

    Attributes:
        name: Its key in the table of encoders.
        fingerprint: Of its weights.
        width: Numbers an embedding.
    """

    name: str
    fingerprint: str
    width: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a logit becomes a probability: sigmoid(slope * logit + bias)."""

    slope: float = 1.0
    bias: float = 0.0

    def probabilities(self, logits: Floats) -> NDArray[np.float64]:
        """Probabilities in (0, 1), in the shape of the logits."""
        raised = self.slope * np.asarray(logits, np.float64) + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(raised, -30, 30))))


@dataclass(frozen=True, slots=True)
class Head:
    """How what a network says of one label is read.

    Attributes:
        rule: What a span must be.
        calibration: From its logits to probabilities.
        certainty: From the log-odds of a span's mean score to the probability that the span is right.
        absence: From the log-odds against the highest score to the probability that there is none.
    """

    rule: SpanRule = ANY
    calibration: Calibration = Calibration()
    certainty: Calibration = Calibration()
    absence: Calibration = Calibration()

    def __post_init__(self) -> None:
        """Check that more is never less."""
        if not min(one.slope for one in (self.calibration, self.certainty, self.absence)) > 0:
            raise ValueError("need a calibration that rises")


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The card of a model.

    Attributes:
        encoder: What its embeddings must come from.
        signals: What it reads: name -> numbers, in order, side by side; nothing said is the embedding alone.
        network: The fields of its NetworkConfig.
        window: Frames it sees at once.
        stride: Frames between the starts of two windows when it is run.
        heads: What it finds, in the order of the network's logits.
        fps: Frames a second.
        tells_missing: Behind the signals stand as many numbers, 1 where a signal is there and 0 where it is not.
        precision: Of the weights in detector.onnx: fp32, fp16 or int8.
        recipe: What it was trained by.
        data: What it was trained on.
        metrics: How well it does, by name, and on what.
        warnings: What is wrong with it, in sentences.
        licence: Under which it may be used.
        intromark: Version that made it.
    """

    encoder: EncoderStamp
    network: Mapping[str, Any]
    window: int
    stride: int
    heads: Mapping[Label, Head] = field(default_factory=lambda: {Label.INTRO: Head()})
    fps: float = 1.0
    signals: Mapping[str, int] = field(default_factory=dict)
    tells_missing: bool = False
    precision: str = "fp32"
    recipe: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    licence: str = UNSTATED
    intromark: str = ""

    def __post_init__(self) -> None:
        """Check what the model is run by."""
        if not (self.encoder.width > 0 and self.window > 0 and 0 < self.stride <= self.window):
            raise ValueError("need width > 0, window > 0 and 0 < stride <= window")
        if not (self.fps > 0 and self.heads):
            raise ValueError("need fps > 0 and at least one head")
        if unknown := set(self.signals) - set(SIGNALS):
            raise ValueError(f"no such signals: {sorted(unknown)}; a newer intromark may know them")

    @property
    def reads(self) -> Mapping[str, int]:
        """The signals that its network is given, and how many numbers each has."""
        return self.signals or {"embedding": self.encoder.width}

    @property
    def inputs(self) -> int:
        """Numbers a frame that its network is given."""
        return sum(self.reads.values()) + len(self.reads) * self.tells_missing

    def text(self) -> str:
        """What stands in card.json."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"


def read_card(folder: Path) -> ModelCard:
    """The card of the model in a folder.

    Raises:
        ModelError: There is no card, it is damaged, or of a newer format.
        FileError: It cannot be read.
    """
    path = folder / CARD
    if not path.is_file():
        raise ModelError(
            f"`{folder}` is not a model: there is no `{CARD}` in it",
            "give the folder that `intromark train` made",
        )
    with explained("read", path):
        content = path.read_bytes()
    try:
        values = json.loads(content)
        version = values.pop("format")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(f"`{path}` is not the card of a model: it is damaged", REMAKE) from error
    if version not in (OF_INTRO_ALONE, FORMAT):
        raise ModelError(
            f"`{path}` has format {version!r}, and this intromark knows format {FORMAT}",
            "update intromark, or train the model again",
        )
    return _parsed(path, values, version)


def _parsed(path: Path, values: dict[str, Any], version: int) -> ModelCard:
    try:
        heads = {Label.INTRO: _only_head(values)} if version == OF_INTRO_ALONE else values.pop("heads")
        return ModelCard(
            encoder=EncoderStamp(**values.pop("encoder")),
            heads={Label(label): _head(**head) for label, head in heads.items()},
            warnings=tuple(values.pop("warnings")),
            **values,
        )
    except KeyError as error:
        raise ModelError(
            f"`{path}` is not the card of a model: it says nothing of {error.args[0]!r}", REMAKE
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"`{path}` is not the card of a model: {error}", REMAKE) from error


def _only_head(values: dict[str, Any]) -> dict[str, Any]:
    """What cards of the first format say at their top."""
    rule = {key: values.pop(key) for key in ("level", "evidence")}
    head: dict[str, Any] = {"rule": rule}
    for key in ("calibration", "certainty", "absence"):
        head[key] = values.pop(key, {})
    return head


def _head(rule: dict[str, Any], **calibrations: dict[str, Any]) -> Head:
    return Head(SpanRule(**rule), **{key: Calibration(**values) for key, values in calibrations.items()})
