"""The seed's recipe end to end, and what an honest protocol says of it: `python benchmarks/seed_protocol.py FOLDER`.

FOLDER holds shows with a truth.json each, which are read with `lite`; or, with --friends, the vectors of seasons of
real television, of which each season is a show. One show is left out. The dataset is laid out as the seed has it, each
intro and as much film after it, all joined; the network is trained by the recipe; and the same model is then judged on
the seed's protocol and on the whole episodes of the show left out.

Without --epochs it is the recipe's 20. With --out the model is kept, and one that is there is used.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from intromark.encoders import load_encoder
from intromark.events import Listener, Problem, Progress
from intromark.model import load_model
from intromark.model_card import CARD, EncoderStamp
from intromark.span import Span
from intromark.store import Store
from intromark.train.building import DatasetPlan, build_dataset
from intromark.train.checkpoint import CHECKPOINT
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import DatasetCard, EpisodeEntry
from intromark.train.evaluating import FRAMES, MODEL, Judgement, judge
from intromark.train.labelled import LabelPlan
from intromark.train.making import DEVICES, Order, make_model
from intromark.train.material import material_of
from intromark.train.recipe_file import load_recipe
from reporting import number, share, table

SEED = {
    20: (".968 .975 .961 .968", ".780 .780 .775 .778"),
    40: (".994 .995 .997 .996", ".805 .810 .799 .804"),
}
"""Epochs -> accuracy, precision, recall and F1 of its training and of its test, as it was published."""
OF_FRAMES = ("accuracy", "precision", "recall", "f1")
SEASONS = (1, 3, 5, 7)


def main() -> None:
    """Train where it must be, judge, and print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--friends", action="store_true", help="FOLDER holds vectors of real television")
    parser.add_argument("--leave-out", required=True, metavar="SHOW", help="that is tested")
    parser.add_argument("--epochs", type=int, default=20, help="default: %(default)s")
    parser.add_argument("--out", type=Path, help="folder of the model")
    parser.add_argument("--device", choices=DEVICES, default="cpu", help="that trains; default: %(default)s")
    parser.add_argument("--markdown", action="store_true", help="tables for the documents")
    options = parser.parse_args()
    build = vectors if options.friends else videos
    dataset = build(options.folder, options.leave_out)
    with TemporaryDirectory() as folder:
        out = options.out or Path(folder) / "model"
        if not (out / CARD).exists():
            make(dataset, options.epochs, out, options.device)
        model = load_model(out)
        train, test = (judge(model, dataset.episodes(split)) for split in ("train", "test"))
    print(balanced(train, test, options.leave_out, options.epochs, markdown=options.markdown))
    print()
    print(natural(test, markdown=options.markdown))


def videos(folder: Path, left: str) -> Dataset:
    """The dataset of shows, laid out as the seed has it."""
    plan = DatasetPlan(LabelPlan(folder, leave_out=left), "paired")
    return build_dataset(plan, load_encoder("lite"), Store(), Listener(complain, lambda _: None))


def vectors(folder: Path, left: str) -> Dataset:
    """The same of seasons of vectors, of the episodes whose theme is known; `left` is the number of a season."""
    labels = json.loads((folder / "labels.json").read_text())
    entries, rows = [], {}
    for season in SEASONS:
        with np.load(folder / f"friends_s{season}_1fps_gaze96.npz") as arrays:
            for key in sorted(key for key in arrays.files if key.endswith("a")):
                theme = labels[key]["theme_human"] or labels[key]["theme_consensus"]
                if theme:
                    rows[key] = arrays[key].astype(np.float32)
                    split = "test" if str(season) == left else "train"
                    seconds = float(len(rows[key]))
                    entries.append(EpisodeEntry(key, f"season {season}", split, seconds, Span(*theme)))
    width = next(iter(rows.values())).shape[1]
    return Dataset(DatasetCard("paired", EncoderStamp("gaze", "", width), tuple(entries)), rows)


def make(dataset: Dataset, epochs: int, out: Path, device: str) -> None:
    """Train by the seed's recipe, whose network is as wide as its inputs; go on with a training that was begun."""
    recipe = load_recipe("seed").with_epochs(epochs)
    recipe = replace(recipe, changes={"width": dataset.card.encoder.width})
    order = Order(out, device, (out / CHECKPOINT).exists())
    make_model(material_of(dataset, hold_out=False), recipe, order, Listener(complain, progress))


def complain(problem: Problem) -> None:
    """Say what was wrong."""
    print(problem.error.message, file=sys.stderr)


def progress(step: Progress) -> None:
    """Say how far it is."""
    print(f"{step.done} of {step.total}: {step.what}", file=sys.stderr, flush=True)


def balanced(train: Judgement, test: Judgement, left: str, epochs: int, *, markdown: bool) -> str:
    """The seed's own table, and ours."""
    heads = [
        "balanced",
        *(f"{split} {name}" for split in ("train", "test") for name in ("acc", "P", "R", "F1")),
    ]
    rows = [[f"seed's own, {count} epochs", *" ".join(both).split()] for count, both in SEED.items()]
    for method in train.evaluation.outcomes:
        if method != FRAMES:
            name = f"{epochs} epochs, tested on {left}" if method == MODEL else method
            rows.append([name, *figures(train, method, "balanced_"), *figures(test, method, "balanced_")])
    return table(heads, rows, markdown=markdown)


def natural(test: Judgement, *, markdown: bool) -> str:
    """The same model on whole episodes."""
    _, targets = test.joined()
    found = test.evaluation
    heads = [
        f"whole episodes, {100 * targets.mean():.1f} % intro",
        *("acc", "P", "R", "F1", "hits", "IoU", "<= 1 s", "skipped s"),
    ]
    rows = []
    for method in found.outcomes:
        counted = found.tally(method)
        episodes = [f"{counted.hits}/{counted.intros}", number(counted.mean_iou())]
        episodes += [share(counted.edges_within(1)), number(found.value(method, "skipped"), 1)]
        rows.append([method, *figures(test, method, ""), *episodes])
    return table(heads, rows, markdown=markdown)


def figures(judged: Judgement, method: str, prefix: str) -> Sequence[str]:
    """Accuracy, precision, recall and F1."""
    return [number(judged.evaluation.value(method, prefix + name), 3) for name in OF_FRAMES]


if __name__ == "__main__":
    main()
