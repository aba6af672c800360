"""`intromark evaluate`: how good a model is on episodes that people labelled, beside answers that look at nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from intromark.cli.completing import files
from intromark.cli.extras import needs_extra
from intromark.cli.manner import DEVICE, HWACCEL, SEARCHED, seconds_or_all
from intromark.cli.table import print_all
from intromark.cli.talk import Talk
from intromark.events import Listener, Progress

if TYPE_CHECKING:
    from intromark.train.layouts import EpisodeSequence

SPLITS = (
    "test",
    "val",
    "train",
    "all",
)  # those of train.judging_data, which loads FFmpeg; a test compares them

_PATH = click.Path(path_type=Path)


@click.command("evaluate", epilog="Example: intromark evaluate model dataset --pictures pictures")
@click.argument("model", type=_PATH, metavar="MODEL")
@click.argument("data", type=_PATH, metavar="DATASET|FOLDER")
@click.option(
    "--split",
    type=click.Choice(SPLITS),
    default=SPLITS[0],
    show_default=True,
    help="Which episodes of a dataset. Of a folder all are taken.",
)
@click.option(
    "--videos", type=_PATH, metavar="DIR", help="Where the videos of labels lie, if not beside them."
)
@click.option(
    "--encoder-weights",
    metavar="PATH|hub:NAME",
    shell_complete=files,
    help="The encoder's weights, for a folder. Without it INTROMARK_ENCODER_WEIGHTS is read.",
)
@click.option(
    "--search",
    callback=seconds_or_all,
    default=SEARCHED,
    show_default=True,
    metavar="TIME|all",
    help="How much of each video of a folder is read from its start: seconds, M:SS, H:MM:SS or all.",
)
@DEVICE
@HWACCEL
@click.option(
    "--pictures",
    type=_PATH,
    metavar="DIR",
    help="Draw the precision-recall curve here, and every episode on its line of time.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of tables, with every episode.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no remarks; errors and warnings remain.")
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    model: Path,
    data: Path,
    split: str,
    videos: Path | None,
    encoder_weights: str | None,
    search: float | None,
    device: str,
    hwaccel: str,
    pictures: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Measure how good a model is, beside simple baselines.

    DATASET is what `intromark dataset build` made. FOLDER is a folder of videos with a truth.json, or of shows that
    each have one, or a label file: what `intromark dataset` takes. Brackets hold what 95 of 100 draws of a bootstrap
    give. The exit status is 1 if a video cannot be read.
    """
    with needs_extra("train", "an evaluation"):
        from intromark.train.evaluating import judge
        from intromark.train.judging_data import JudgedOn, episodes_for, shows_known_to
        from intromark.train.pictures import draw_pictures
    from intromark.atomic import explained, write_atomically
    from intromark.cli.evaluation_json import to_json
    from intromark.cli.evaluation_report import report
    from intromark.machine import Machine
    from intromark.model import load_model

    talk = Talk(quiet=quiet)
    opened = load_model(model)
    if pictures is not None:
        with explained("write", pictures):  # before the work, and not after it
            pictures.mkdir(parents=True, exist_ok=True)
    with talk:
        listener = Listener(talk.problem, talk.progress)
        on = JudgedOn(data, split, videos, encoder_weights, search, Machine(device, hwaccel))
        episodes = episodes_for(opened, on, listener)

        def scored(number: int, episode: EpisodeSequence) -> None:
            talk.progress(Progress("score", number, len(episodes), episode.id))

        judgement = judge(opened, episodes, scored)
    seen = shows_known_to(opened, episodes)
    if as_json:
        click.echo(to_json(judgement, seen))
    else:
        print_all(report(judgement))
    if seen:
        talk.say(f"the model has seen in its training, so that it proves little here: {', '.join(seen)}")
    if pictures is not None:
        for name, content in draw_pictures(judgement, opened.card.fps).items():
            write_atomically(pictures / name, content)
        talk.say(f"the pictures are in `{pictures}`")
    ctx.exit(1 if talk.has_problems else 0)
