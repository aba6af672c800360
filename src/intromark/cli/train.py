"""`intromark train`: a dataset and a recipe -> the folder of a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from intromark.cli.extras import needs_extra
from intromark.cli.talk import Talk
from intromark.events import Listener
from intromark.model_card import ModelCard

DEVICES = ("auto", "cpu", "cuda", "mps")  # those of train.making, which loads torch; a test compares them
RECIPE = "default"  # that of train.recipe_file; likewise


@click.command("train", epilog="Example: intromark train dataset --recipe seed --out model")
@click.argument("dataset", type=click.Path(path_type=Path), metavar="DATASET")
@click.option(
    "--recipe",
    default=RECIPE,
    show_default=True,
    metavar="NAME|FILE",
    help="default, paper, seed or seed-40, or a TOML file like theirs.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of the model."
)
@click.option("--epochs", type=click.IntRange(min=1), help="Passes over the data, in place of the recipe's.")
@click.option(
    "--device",
    type=click.Choice(DEVICES),
    default=DEVICES[0],
    show_default=True,
    help="Where torch computes. auto is the first of cuda, mps and cpu that is there.",
)
@click.option("--resume", is_flag=True, help="Go on with the training that was begun in --out.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary; errors and warnings remain.")
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    dataset: Path,
    recipe: str,
    out: Path,
    epochs: int | None,
    device: str,
    resume: bool,
    quiet: bool,
) -> None:
    """Train a model on a dataset.

    DATASET is a folder that `intromark dataset build` made. The state is kept in --out after each epoch, so that
    a training that was ended can go on with --resume; its curves are there too, as a picture and for TensorBoard.
    The exit status is 1 if the network has learnt nothing.
    """
    talk = Talk(quiet=quiet)
    with needs_extra("train", "training"):
        from intromark.train.dataset_files import load_dataset
        from intromark.train.making import Order, make_model
        from intromark.train.material import material_of
        from intromark.train.recipe_file import load_recipe
    plan = load_recipe(recipe).with_epochs(epochs)
    material = material_of(load_dataset(dataset), hold_out=plan.plan.patience > 0)
    with talk:
        talk.begin("train", plan.plan.epochs)
        listener = Listener(talk.problem, talk.progress)
        card = make_model(material, plan, Order(out, device, resume), listener)
    for line in summary(card):
        talk.say(line)
    talk.say(f"the model is in `{out}`; see `intromark model info {out}`")
    ctx.exit(1 if talk.has_problems else 0)


def summary(card: ModelCard) -> Iterator[str]:
    """What a person wants to know of a training when it is over."""
    epoch = card.metrics["epoch"]
    yield f"epoch {epoch['number']} is kept: loss {epoch['loss']:.4f}"
    if epoch["held_precision"] is not None:
        yield f"average precision on what was held out: {epoch['held_precision']:.3f}"
    if "held_out_episodes" in card.metrics:
        found = card.metrics["held_out_episodes"]
        yield f"intros found in episodes held out: {found['hits']} of {found['intros']}"
        yield f"false intros: {found['false_intros']} in {found['without']} that have none"
