"""What is exported says what torch says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from intromark.errors import ModelError
from intromark.model import Model
from intromark.model_card import WEIGHTS, ModelCard
from intromark.network import IntroTransformer, NetworkConfig
from intromark.train.exporting import PRECISIONS, load_network, onnx_of, parity, weights_of
from intromark.windows import Windows

from .tiny import ENCODER, WIDTH, WINDOW

CARD = ModelCard(ENCODER, {}, WINDOW, 6)
MOST = {"fp32": 1e-5, "fp16": 5e-3, "int8": 0.1}  # difference of a probability


def network(**changes: bool) -> IntroTransformer:
    torch.manual_seed(0)
    made = IntroTransformer(NetworkConfig(WIDTH, 16, 2, 2, 32, WINDOW, **changes)).eval()
    for parameter in made.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    return made


def padded(count: int = 7) -> Windows:
    chance = np.random.default_rng(1)
    mask = np.arange(WINDOW) < chance.integers(1, WINDOW + 1, (count, 1))
    inputs = chance.standard_normal((count, WINDOW, WIDTH), np.float32)
    return Windows(inputs, np.zeros(mask.shape, np.float32), mask)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_parity(precision: str) -> None:
    made = network(per_position_head=precision == "fp32", norm_first=precision != "fp16")
    model = Model(CARD, onnx_of(made, precision), Path("detector.onnx"), threads=1)
    apart = parity(made, model, padded())
    assert apart.mean <= apart.worst <= MOST[precision]
    assert apart.turned < 0.1
    assert (apart.worst > 1e-4) is (precision != "fp32")


def test_the_weights_are_found_again(tmp_path: Path) -> None:
    made = network()
    card = ModelCard(ENCODER, config_of(made), WINDOW, 6)
    (tmp_path / WEIGHTS).write_bytes(weights_of(made))
    again = load_network(tmp_path, card).state_dict()
    assert all(torch.equal(tensor, again[name]) for name, tensor in made.state_dict().items())


def config_of(made: IntroTransformer) -> dict[str, object]:
    return {name: getattr(made.config, name) for name in NetworkConfig.__dataclass_fields__}


def test_weights_that_do_not_fit(tmp_path: Path) -> None:
    card = ModelCard(ENCODER, {**config_of(network()), "depth": 3}, WINDOW, 6)
    with pytest.raises(ModelError, match="lacks its weights"):
        load_network(tmp_path, card)
    (tmp_path / WEIGHTS).write_bytes(weights_of(network()))
    with pytest.raises(ModelError, match="does not fit the card"):
        load_network(tmp_path, card)
    (tmp_path / WEIGHTS).write_bytes(b"\x00" * 40)
    with pytest.raises(ModelError, match="damaged"):
        load_network(tmp_path, card)


def test_no_such_precision() -> None:
    with pytest.raises(ValueError, match="precision"):
        onnx_of(network(), "fp8")
