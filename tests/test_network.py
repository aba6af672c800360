"""The network: its presets, its shapes, and what it does not look at."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from intromark.network import PRESETS, IntroTransformer, NetworkConfig, PositionHeads, preset

TINY: dict[str, Any] = {"width": 8, "depth": 2, "heads": 2, "feed_forward": 16, "window": 6}


def network(**changes: Any) -> IntroTransformer:
    torch.manual_seed(0)
    return IntroTransformer(NetworkConfig(inputs=5, **{**TINY, **changes})).eval()


def frames(count: int = 3) -> torch.Tensor:
    return torch.randn(count, 6, 5, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(
    ("name", "inputs", "millions"),
    [
        pytest.param("seed", 512, 50.469377, id="the seed's 50.4 M"),
        pytest.param("paper", 512, 50.499644, id="59 heads of 513 numbers more"),
        pytest.param("seed", 96, 50.519233, id="inputs of another width are projected"),
    ],
)
def test_presets(name: str, inputs: int, millions: float) -> None:
    with torch.device("meta"):  # shapes without numbers
        built = IntroTransformer(preset(name, inputs))
    assert built.parameter_count() == round(millions * 1e6)
    layer = built.config
    assert (layer.depth, layer.heads, layer.width, layer.window, layer.norm_first) == (16, 16, 512, 60, False)


def test_the_default_takes_any_width_and_is_small() -> None:
    for inputs in (7, 96, 512):
        built = IntroTransformer(preset("small", inputs))
        assert built(torch.zeros(2, 60, inputs), torch.ones(2, 60, dtype=torch.bool)).shape == (2, 60)
        assert built.parameter_count() < 1_000_000


def test_a_logit_for_each_label() -> None:
    built = network(labels=3)
    logits = built(frames(), torch.ones(3, 6, dtype=torch.bool))
    assert logits.shape == (3, 6, 3)
    assert not torch.allclose(logits[:, :, 0], logits[:, :, 1])


def test_numbers_that_never_change_are_not_blown_up() -> None:
    built = network(standardise=True)
    seen = torch.cat([torch.ones(40, 1), torch.randn(40, 4)], dim=1)
    built.learn_scale(seen)
    assert isinstance(built.projection, torch.nn.Sequential)
    other = torch.zeros(1, 5)
    assert built.projection[0](other)[0, 0] == pytest.approx(-1)


@pytest.mark.parametrize("norm_first", [True, False])
@pytest.mark.parametrize("per_position_head", [True, False])
def test_one_logit_a_frame(norm_first: bool, per_position_head: bool) -> None:
    built = network(norm_first=norm_first, per_position_head=per_position_head)
    assert built(frames(), torch.ones(3, 6, dtype=torch.bool)).shape == (3, 6)


def test_padding_is_not_looked_at() -> None:
    mask = torch.tensor([[True] * 4 + [False] * 2])
    other = frames(1)
    other[:, 4:] = 100.0
    built = network()
    assert torch.allclose(built(frames(1), mask)[:, :4], built(other, mask)[:, :4], atol=1e-6)
    assert not torch.allclose(built(frames(1), ~mask | mask)[:, :4], built(frames(1), mask)[:, :4], atol=1e-3)


def test_heads_of_positions_have_weights_of_their_own() -> None:
    built = network(per_position_head=True)
    before = built(frames(), torch.ones(3, 6, dtype=torch.bool))
    assert isinstance(built.head, PositionHeads)
    built.head.weight.data[2] *= 2
    after = built(frames(), torch.ones(3, 6, dtype=torch.bool))
    changed = ((before - after).abs() > 1e-3).all(dim=0)
    assert changed.tolist() == [False, False, True, False, False, False]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"heads": 3}, "divisible by heads"),
        ({"depth": 0}, "depth must be >= 1"),
        ({"dropout": 1.0}, "dropout"),
        ({"project": False}, "projected"),
        ({"labels": 0}, "labels must be >= 1"),
        ({"labels": 2, "per_position_head": True}, "for one label"),
    ],
)
def test_what_is_no_network(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        NetworkConfig(inputs=5, **{**TINY, **changes})


def test_a_preset_can_be_changed() -> None:
    assert preset("seed", 512, {"depth": 2}).depth == 2
    assert set(PRESETS) == {"seed", "paper", "small"}
