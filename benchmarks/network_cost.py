"""What the network costs on this machine: `python benchmarks/network_cost.py [--preset seed] [--epochs 20]`.

Training: the time of an epoch of 402 windows in batches of 8, as the seed's recipe has it. Without --epochs a few
batches are timed and the rest is reckoned; with it, so many epochs are trained.

Running: milliseconds for each minute of video, 60 frames at 1 FPS, in torch and in ONNX with the weights in fp32
and int8: with windows one behind the other, and overlapping as the recipe says.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from intromark.model import Model
from intromark.model_card import EncoderStamp, ModelCard
from intromark.network import PRESETS, IntroTransformer, preset
from intromark.train.epoch import run_epoch, window_logits
from intromark.train.exporting import onnx_of
from intromark.train.lesson import Lesson
from intromark.train.recipe_file import load_recipe
from intromark.windows import WINDOW, Windows, average, covering_starts, cut
from reporting import number, table

WIDTH = 512
WINDOWS = 402  # of the seed's training split
TIMED = 4  # batches, after one that warms up
MINUTES = 10  # of video that are scored
REPEATS = 3
PRECISIONS = ("fp32", "int8")
RECIPES = {"seed": "seed", "paper": "paper", "small": "default"}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--preset", choices=list(PRESETS), default="seed", help="of the network; default: seed"
    )
    parser.add_argument("--epochs", type=int, help="train so many, in place of timing a few batches")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="default: all cores")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    print(f"preset {arguments.preset}, {arguments.threads} threads, torch {torch.__version__}\n")
    print(training(arguments.preset, arguments.epochs), end="\n\n")
    print(running(arguments.preset, arguments.threads))


def drawn(count: int) -> Windows:
    """Noise of which half belongs to an intro, as in the seed's layout."""
    chance = np.random.default_rng(0)
    inputs = chance.standard_normal((count, WINDOW, WIDTH), np.float32)
    shape = (count, WINDOW)
    return Windows(inputs, (chance.random(shape) < 0.5).astype(np.float32), np.ones(shape, np.bool_))


def training(name: str, epochs: int | None) -> str:
    """The time of a batch, an epoch, and of 20."""
    recipe = load_recipe(RECIPES[name])
    size = recipe.plan.batch
    config = recipe.network(WIDTH, WINDOW)
    count = WINDOWS if epochs else size * TIMED
    lesson = Lesson(drawn(count), None, config, recipe.plan, recipe.augmentation)
    network = IntroTransformer(config)
    optimiser = torch.optim.AdamW(network.parameters(), recipe.plan.learning_rate, weight_decay=0.0)
    run_epoch(network, optimiser, replace(lesson, train=drawn(size)), 1)
    seconds = sum(run_epoch(network, optimiser, lesson, 1 + epoch).seconds for epoch in range(epochs or 1))
    batch = seconds / (lesson.steps * (epochs or 1))
    epoch = batch * math.ceil(WINDOWS / size)
    how = f"{epochs} epochs" if epochs else f"reckoned from {lesson.steps} batches"
    rows = [
        [f"a batch of {size} windows, seconds", number(batch)],
        [f"an epoch of {WINDOWS} windows, seconds", number(epoch, 1)],
        ["20 epochs, minutes", number(20 * epoch / 60, 1)],
    ]
    return table([f"training: {how}", "time"], rows)


def running(name: str, threads: int) -> str:
    """The size of the network, and milliseconds a minute of video."""
    network = IntroTransformer(preset(name, WIDTH)).eval()
    stride = load_recipe(RECIPES[name]).use.stride
    card = ModelCard(EncoderStamp("lite", "", WIDTH), {}, WINDOW, stride)
    frames = np.random.default_rng(0).standard_normal((WINDOW * MINUTES, WIDTH), np.float32)
    strides = (WINDOW, stride)
    rows = [["torch fp32", "-", *(number(cost(torch_scores(network, frames, each))) for each in strides)]]
    for precision in PRECISIONS:
        content = onnx_of(network, precision)
        row = [f"ONNX {precision}", number(len(content) / 1e6, 1)]
        for each in strides:
            model = Model(replace(card, stride=each), content, Path(precision), threads)
            row.append(number(cost(partial(model.scores, frames))))
        rows.append(row)
    heads = [f"running: ms a minute, of {MINUTES}", "MB", "apart", f"every {stride} s"]
    return table(heads, rows)


def torch_scores(network: IntroTransformer, frames: NDArray[np.float32], stride: int) -> Callable[[], object]:
    """What `Model.scores` does, in torch."""

    def scores() -> object:
        at = covering_starts(len(frames), WINDOW, stride)
        windows = cut(frames, np.zeros(len(frames)), at)
        return average(window_logits(network, windows), at, len(frames))

    return scores


def cost(scores: Callable[[], object]) -> float:
    """Milliseconds a minute of video: the best of some runs, which others on the machine disturb least."""
    scores()
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        scores()
        times.append(time.perf_counter() - began)
    return 1000 * min(times) / MINUTES


if __name__ == "__main__":
    main()
