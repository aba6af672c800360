"""Encoders in another precision; needs onnx (the `train` extra)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)

from intromark.errors import EncoderError
from intromark.quiet import only_errors

PRECISIONS = ("fp32", "fp16", "int8")
SMALLEST_HALVED = 1024  # numbers; shorter tensors stay in single precision
# What the convolutions of lite are not computed in 8 bits: the first see few channels of very different reach, and of
# the last the third power is taken. With all of them the cosine to fp32 falls to 0.75.
FIRST_KEPT, LAST_KEPT = 6, 1
IN_EIGHT_BITS = ("Conv", "Clip")
TEXT_HEAD = "text."  # how the names of its nodes begin


def in_precision(path: Path, precision: str, inputs: Sequence[NDArray[np.generic]] = ()) -> bytes:
    """The network of an encoder in another precision, as the content of an ONNX file.

    Args:
        path: An ONNX file in fp32 or fp16.
        precision: fp32; fp16, weights of half the size that are widened when they are loaded, so that all is computed
            as in fp32; int8, weights of a quarter of the size, multiplied in 8 bits.
        inputs: Pictures as the network is given them, (N, ...) each, of which the reach of its numbers is taken;
            only for int8 of a network of convolutions.

    Raises:
        EncoderError: The file cannot be read, or is in int8 already.
        ValueError: The precision is unknown.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"precision is one of {PRECISIONS}, not {precision!r}")
    model = _read(path)
    widen(model)
    if precision == "int8":
        model = _convolutions_in_int8(model, inputs) if _is_convolutional(model) else _products_in_int8(model)
    if precision == "fp16" or (precision == "int8" and _is_convolutional(model)):
        halve(model)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def halve(model: ModelProto) -> None:
    """Store each large weight in half precision behind a cast, which onnxruntime folds at loading."""
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALLEST_HALVED:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        cast = helper.make_node("Cast", [tensor.name], [name], f"{name}.widen", to=TensorProto.FLOAT)
        casts.append(cast)
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)


def widen(model: ModelProto) -> None:
    """Undo `halve`."""
    halves = {one.name: one for one in model.graph.initializer if one.data_type == TensorProto.FLOAT16}
    for node in [node for node in model.graph.node if node.op_type == "Cast" and node.input[0] in halves]:
        tensor = halves[node.input[0]]
        tensor.CopyFrom(
            numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), node.output[0])
        )
        model.graph.node.remove(node)


def _read(path: Path) -> ModelProto:
    try:
        model = onnx.load(path)
    except Exception as error:  # protobuf's, onnx' or the system's
        raise EncoderError(
            f"cannot read `{path}` as an ONNX model",
            "make or download it again; weights are read from .onnx files",
        ) from error
    if any("QuantizeLinear" in node.op_type for node in model.graph.node):
        raise EncoderError(f"`{path}` is in int8 already", "name the weights that it was made of")
    return model


def _is_convolutional(model: ModelProto) -> bool:
    """Whether a network is one of many convolutions, as lite is; a transformer has one at the most."""
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    return len(convolutions) > FIRST_KEPT + LAST_KEPT


def _convolutions_in_int8(model: ModelProto, inputs: Sequence[NDArray[np.generic]]) -> ModelProto:
    nodes = model.graph.node
    # The head that reads text is small, and stands behind the rest.
    apart = {node.name for node in nodes if node.name.startswith(TEXT_HEAD)}
    places = [place for place, node in enumerate(nodes) if node.op_type == "Conv" and node.name not in apart]
    ends = [*nodes[: places[FIRST_KEPT]], *nodes[places[-LAST_KEPT] :]]
    with TemporaryDirectory() as folder, only_errors("root"):
        target = Path(folder) / "int8.onnx"
        quantize_static(
            model,
            target,
            _Pictures(model.graph.input[0].name, inputs),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=list(IN_EIGHT_BITS),
            nodes_to_exclude=[node.name for node in ends if node.op_type in IN_EIGHT_BITS],
            per_channel=True,
            # In processors without VNNI sums of such products overflow, unless a session is told (see devices.py).
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        return onnx.load(target)


def _products_in_int8(model: ModelProto) -> ModelProto:
    with TemporaryDirectory() as folder, only_errors("root"):
        target = Path(folder) / "int8.onnx"
        quantize_dynamic(model, target, weight_type=QuantType.QInt8, per_channel=True)
        return onnx.load(target)


class _Pictures(CalibrationDataReader):  # type: ignore[misc]
    """Pictures, some at a time, as onnxruntime asks for them."""

    def __init__(self, name: str, inputs: Sequence[NDArray[np.generic]]) -> None:
        self._feeds = iter([{name: one} for one in inputs])

    def get_next(self) -> dict[str, NDArray[np.generic]] | None:
        """The next ones; None after the last."""
        return next(self._feeds, None)
