"""A model folder is read and run, and one that is damaged or another encoder's is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from intromark.best_run import SpanRule
from intromark.errors import ModelError
from intromark.model import load_model
from intromark.model_card import CARD, NETWORK, Calibration, Head, read_card
from intromark.segment import Label
from toy_model import MODEL, WIDTH, toy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / CARD).write_text(MODEL.text())
    (tmp_path / NETWORK).write_bytes(toy())
    return tmp_path


@pytest.mark.parametrize("length", [0, 1, 9, 10, 11, 37])
def test_scores_are_calibrated_means_over_windows(length: int, folder: Path) -> None:
    model = load_model(folder, threads=1)
    frames = np.random.default_rng(length).standard_normal((length, WIDTH))
    logits = model.frame_logits(frames)[Label.INTRO]
    assert logits == pytest.approx(frames[:, 0], abs=0.01)
    assert list(model.scores(frames)) == [Label.INTRO]
    scores = model.scores(frames)[Label.INTRO]
    assert scores == pytest.approx(1 / (1 + np.exp(1 - 2 * logits)))
    assert scores.shape == (length,)


def test_windows_overlap_by_the_stride_in_the_card(folder: Path) -> None:
    logits = load_model(folder).frame_logits(np.zeros((14, WIDTH)))[Label.INTRO]
    # Windows start at 0 and 4: frame 5 is the sixth of one and the second of the other.
    assert logits[5] == pytest.approx(0.001 * (5 + 1) / 2)
    assert logits[2] == pytest.approx(0.001 * 2)


def test_the_card_is_what_was_written(folder: Path) -> None:
    assert read_card(folder) == MODEL
    rule = load_model(folder).rule()
    assert (rule.level, rule.evidence) == (0.4, 1.0)


def test_each_head_has_its_own_calibration_and_rule(folder: Path) -> None:
    intro, credits = MODEL.heads[Label.INTRO], Head(SpanRule(longest=300.0), Calibration(1.0, 2.0))
    card = replace(MODEL, heads={Label.INTRO: intro, Label.CREDITS: credits})
    (folder / CARD).write_text(card.text())
    (folder / NETWORK).write_bytes(toy(heads=2))
    model = load_model(folder)
    assert model.labels == (Label.INTRO, Label.CREDITS)
    assert model.rule(Label.CREDITS).longest == 300
    frames = np.random.default_rng(3).standard_normal((23, WIDTH))
    scores = model.scores(frames)
    for number, (label, head) in enumerate(card.heads.items()):
        expected = head.calibration.probabilities(frames[:, number])
        assert scores[label] == pytest.approx(expected, abs=0.01)
    assert model.scores(frames[:0])[Label.CREDITS].shape == (0,)


def test_as_many_heads_as_the_card_says(folder: Path) -> None:
    (folder / NETWORK).write_bytes(toy(heads=2))
    with pytest.raises(ModelError, match="does not give a number for each frame and head"):
        load_model(folder)


def test_a_card_of_the_first_format_knows_the_intro_alone(folder: Path) -> None:
    values = json.loads((folder / CARD).read_text())
    head = values.pop("heads")["intro"]
    rule = head.pop("rule")
    del rule["shortest"], rule["longest"]
    values.pop("tells_missing")
    (folder / CARD).write_text(json.dumps({**values, **rule, **head, "format": 1}))
    assert read_card(folder) == MODEL


def test_another_encoder_is_refused(folder: Path) -> None:
    model = load_model(folder)
    model.require_encoder("lite", "0123456789abcdef")
    with pytest.raises(ModelError, match="trained on embeddings of `lite`, and these are of `clip-vit-b-32`"):
        model.require_encoder("clip-vit-b-32", "0123456789abcdef")
    with pytest.raises(ModelError, match="other weights of `lite`"):
        model.require_encoder("lite", "fedcba9876543210")


@pytest.mark.parametrize(
    "frames", [np.zeros((4, 2)), np.zeros(4), np.full((4, WIDTH), np.nan)], ids=["width", "shape", "nan"]
)
def test_what_is_no_sequence(frames: np.ndarray, folder: Path) -> None:
    with pytest.raises(ValueError, match="inputs"):
        load_model(folder).scores(frames)


def of_intro(values: dict[str, Any]) -> dict[str, Any]:
    return values["heads"]["intro"]  # type: ignore[no-any-return]


def without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda values: values.pop(key)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(without("format"), "damaged", id="no format"),
        pytest.param(without("encoder"), "says nothing of 'encoder'", id="no encoder"),
        pytest.param(without("window"), "missing .*'window'", id="no window"),
        pytest.param(lambda values: values.update(format=9), "has format 9", id="newer"),
        pytest.param(lambda values: values.update(strde=5), "unexpected .*'strde'", id="unknown key"),
        pytest.param(lambda values: values.update(heads={}), "at least one head", id="no head"),
        pytest.param(lambda values: values.update(heads={"outro": {}}), "outro", id="unknown head"),
        pytest.param(lambda values: values.update(heads=3), "is not the card", id="number of heads"),
        pytest.param(lambda values: values.update(stride=99), "stride <= window", id="stride"),
        pytest.param(lambda values: of_intro(values)["rule"].update(evidence=-1), "evidence > 0", id="rule"),
        pytest.param(lambda values: values.update(window="ten"), "is not the card", id="text for a number"),
        pytest.param(
            lambda values: of_intro(values)["calibration"].update(slope=-1), "that rises", id="calibration"
        ),
    ],
)
def test_a_broken_card(spoil: Callable[[dict[str, Any]], None], said: str, folder: Path) -> None:
    values = json.loads((folder / CARD).read_text())
    spoil(values)
    (folder / CARD).write_text(json.dumps(values))
    with pytest.raises(ModelError, match=said) as error:
        load_model(folder)
    assert error.value.hint


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"card"', b"\xff\xfe"])
def test_a_card_that_is_none(content: bytes, folder: Path) -> None:
    (folder / CARD).write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        load_model(folder)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no network" * 50, id="garbage"),
        pytest.param(toy()[:200], id="cut off"),
        pytest.param(toy(inputs=4), id="of another width"),
    ],
)
def test_a_broken_network(content: bytes, folder: Path) -> None:
    (folder / NETWORK).write_bytes(content)
    with pytest.raises(ModelError, match="damaged, or not the network of its card"):
        load_model(folder)


def test_a_network_that_gives_no_numbers(folder: Path) -> None:
    (folder / NETWORK).write_bytes(toy(output="Div"))  # 0 / 0
    with pytest.raises(ModelError, match="does not give a number"):
        load_model(folder)


def test_missing_files(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not a model"):
        load_model(tmp_path / "elsewhere")
    (folder / NETWORK).unlink()
    with pytest.raises(ModelError, match=r"lacks its network `detector\.onnx`"):
        load_model(folder)


def test_a_card_needs_little(folder: Path) -> None:
    plain = replace(MODEL, network={}, warnings=())
    (folder / CARD).write_text(plain.text())
    assert read_card(folder) == plain
    onnx.checker.check_model(onnx.load(folder / NETWORK))
