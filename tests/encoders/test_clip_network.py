"""An ONNX file is CLIP's image encoder only if its input, its output and its numbers say so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from intromark.encoders.clip import Clip
from intromark.encoders.clip_weights import find_weights
from intromark.encoders.devices import Place
from intromark.errors import EncoderError

PIXELS = ("batch", 3, 224, 224)


def write_network(
    path: Path,
    *,
    pixels: tuple[str | int, ...] = PIXELS,
    sides: tuple[int, int] = (2, 3),
    width: int = 512,
    fill: float = 1.0,
    outputs: int = 1,
) -> Path:
    """The least graph with these shapes: the mean colour, spread over the embedding."""
    onnx = pytest.importorskip("onnx", reason="needs the train extra")
    make, kind = onnx.helper, onnx.TensorProto.FLOAT
    names = [f"out{i}" for i in range(outputs)]
    nodes = [
        make.make_node("ReduceMean", ["pixels"], ["mean"], axes=sides, keepdims=0),
        *(make.make_node("MatMul", ["mean", "spread"], [name]) for name in names),
    ]
    spread = make.make_tensor("spread", kind, [3, width], np.full(3 * width, fill))
    graph = make.make_graph(
        nodes,
        "toy",
        [make.make_tensor_value_info("pixels", kind, list(pixels))],
        [make.make_tensor_value_info(name, kind, [pixels[0], width]) for name in names],
        [spread],
    )
    onnx.save(make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=8), path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(EncoderError) as caught:
        Clip(path, place=Place(threads=1))
    assert caught.value.hint
    return caught.value.message


def test_any_network_of_the_right_shape_will_do(tmp_path: Path) -> None:
    encoder = Clip(write_network(tmp_path / "toy.onnx"), place=Place(threads=1))
    embeddings = encoder.encode(np.full((3, 224, 224, 3), 200, dtype=np.uint8))
    np.testing.assert_allclose(embeddings, 512**-0.5, rtol=1e-5)


def test_a_picture_without_direction_stays_finite(tmp_path: Path) -> None:
    encoder = Clip(write_network(tmp_path / "zero.onnx", fill=0.0), place=Place(threads=1))
    assert not encoder.encode(np.zeros((1, 224, 224, 3), dtype=np.uint8)).any()


def test_symbolic_sizes_are_accepted(tmp_path: Path) -> None:
    Clip(write_network(tmp_path / "toy.onnx", pixels=("n", "c", "h", "w")), place=Place(threads=1))


@pytest.mark.parametrize(
    ("graph", "told"),
    [
        pytest.param({"pixels": (1, 3, 224, 224)}, "[1, 3, 224, 224]", id="one picture at a time"),
        pytest.param({"pixels": ("n", 3, 336, 336)}, "336", id="larger pictures"),
        pytest.param({"pixels": ("n", 224, 224, 3), "sides": (1, 2)}, "224, 224, 3]", id="channels last"),
        pytest.param({"width": 768}, "(2, 768)", id="as wide as ViT-L"),
        pytest.param({"outputs": 2}, "2 outputs", id="which output?"),
        pytest.param({"fill": np.nan}, "not numbers", id="weights that are no numbers"),
    ],
)
def test_networks_of_another_shape(graph: dict[str, object], told: str, tmp_path: Path) -> None:
    assert told in refusal(write_network(tmp_path / "toy.onnx", **graph))  # type: ignore[arg-type]


@pytest.mark.parametrize("kept", [0, 100, -10])
def test_a_file_cut_short(kept: int, tmp_path: Path) -> None:
    path = write_network(tmp_path / "toy.onnx")
    path.write_bytes(path.read_bytes()[:kept])
    message = refusal(path)
    assert "toy.onnx" in message


def test_the_fingerprint_covers_weights_kept_beside_the_graph(tmp_path: Path) -> None:
    path = write_network(tmp_path / "toy.onnx")
    alone = find_weights(path).digest
    (tmp_path / "toy.onnx.data").write_bytes(b"weights")
    assert find_weights(path).digest != alone
