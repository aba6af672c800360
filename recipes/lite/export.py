"""The network as an ONNX file: half-precision weights, widened again when onnxruntime loads it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnx import ModelProto

from intromark.encoders.precision import halve

from .backbone import HEIGHT, WIDTH, LiteNetwork

OPSET = 18


def export(network: LiteNetwork, out: Path) -> None:
    """Write `network` with input `pictures` (N, 128, 224, 3) uint8 and outputs `embedding` and `look`."""
    network.eval()
    example = torch.zeros(2, HEIGHT, WIDTH, 3, dtype=torch.uint8)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            network,
            (example,),
            str(full),
            input_names=["pictures"],
            output_names=["embedding", "look"],
            dynamic_shapes=({0: torch.export.Dim("N")},),
            opset_version=OPSET,
            external_data=False,
            dynamo=True,
            verbose=False,
        )
        model = onnx.load(full)
    halve(model)
    strip(model)
    onnx.checker.check_model(model, full_check=True)
    out.write_bytes(model.SerializeToString(deterministic=True))


def strip(model: ModelProto) -> None:
    """Drop what the exporter notes about the source code: it is long, and no concern of the reader."""
    model.doc_string = ""
    model.graph.doc_string = ""
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.graph.value_info[:]
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        value.doc_string = ""
        del value.metadata_props[:]
