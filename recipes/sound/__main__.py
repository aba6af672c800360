"""The network that tells speech, singing and music apart: `python -m recipes.sound --recordings FOLDER --out FILE`.

FOLDER is what `python -m recipes.sound.collect` makes. Speech is learnt from Silero's detector, which is not run
afterwards; music and noise are known, as they are mixed here.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch

from intromark.atomic import write_atomically
from intromark.soundprint import BANDS

from ..lite.export import OPSET, strip
from .corpus import SOURCES_HELD_OUT, make_corpus
from .learning import mixtures, report, train
from .network import SoundNetwork


def main() -> None:
    """Make the corpus where it is missing, train, say how good it is, and write the network."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--corpus", type=Path, default=Path("corpus.npz"), help="mel power, kept and used again"
    )
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--mixtures", type=int, default=3000, help="an epoch; default: %(default)s")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    corpus = make_corpus(asked.recordings, asked.corpus, asked.workers)
    print(corpus.told(), flush=True)
    judged = mixtures(corpus.part(SOURCES_HELD_OUT, held=True), 600, (2,))
    network = train(corpus.part(SOURCES_HELD_OUT, held=False), asked.epochs, asked.mixtures, judged)
    print(report(network, judged))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(asked.out, exported(network))


class _Heard(torch.nn.Module):
    """(T, 32) mel power -> (T, 3) probabilities."""

    def __init__(self, network: SoundNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, power: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.network(power[None]))[0]


def exported(network: SoundNetwork) -> bytes:
    """The content of an ONNX file: `power` (T, 32) -> `sounds` (T, 3)."""
    example = torch.from_numpy(np.full((64, BANDS), 1e-3, np.float32))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound.onnx"
        torch.onnx.export(
            _Heard(network).eval(),
            (example,),
            str(path),
            input_names=["power"],
            output_names=["sounds"],
            dynamic_shapes=({0: torch.export.Dim("T")},),
            opset_version=OPSET,
            external_data=False,
            dynamo=True,
            verbose=False,
        )
        model = onnx.load(str(path))
    strip(model)
    onnx.checker.check_model(model, full_check=True)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


if __name__ == "__main__":
    main()
