"""A model that can be read off: a logit is the first number of a frame."""

from __future__ import annotations

from onnx import TensorProto, helper

from intromark.best_run import SpanRule
from intromark.model_card import Calibration, EncoderStamp, Head, ModelCard
from intromark.segment import Label

WIDTH, WINDOW = 3, 10
MODEL = ModelCard(
    EncoderStamp("lite", "0123456789abcdef", WIDTH),
    network={"depth": 1},
    window=WINDOW,
    stride=4,
    heads={Label.INTRO: Head(SpanRule(level=0.4, evidence=1.0), Calibration(2.0, -1.0))},
    warnings=("it is a toy",),
    licence="Apache-2.0",
)


def toy(*, output: str = "Add", inputs: int = WIDTH, number: int = 0, heads: int = 1) -> bytes:
    """A network whose logit is one number of a frame, the first, plus the number of the frame in its window.

    Several heads give the numbers that follow.
    """
    several = heads > 1
    shape: list[int | str] = ["n", WINDOW, heads] if several else ["n", WINDOW]
    nodes = [
        helper.make_node("Gather", ["frames", "which"], ["seen"], axis=2),
        helper.make_node("Cast", ["mask"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["real", "order"], ["flat place"]),
        helper.make_node("Unsqueeze", ["flat place", "axis"], ["place"]),
        helper.make_node(output, ["seen", "place"], ["logits" if several else "each"]),
    ]
    if not several:
        nodes.append(helper.make_node("Squeeze", ["each", "axis"], ["logits"]))
    graph = helper.make_graph(
        nodes,
        "toy",
        [
            helper.make_tensor_value_info("frames", TensorProto.FLOAT, ["n", WINDOW, inputs]),
            helper.make_tensor_value_info("mask", TensorProto.BOOL, ["n", WINDOW]),
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)],
        [
            helper.make_tensor("which", TensorProto.INT64, [heads], list(range(number, number + heads))),
            helper.make_tensor("axis", TensorProto.INT64, [1], [2]),
            helper.make_tensor("order", TensorProto.FLOAT, [WINDOW], [0.001 * i for i in range(WINDOW)]),
        ],
    )
    opsets = [helper.make_opsetid("", 18)]
    content: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
    return content
