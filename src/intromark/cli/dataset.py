"""`intromark dataset`: labels looked at, and made into a dataset that a model is trained on."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.extras import needs_extra
from intromark.cli.manner import DEVICE, HWACCEL, ON, SEARCHED, seconds_or_all
from intromark.cli.table import print_all
from intromark.cli.talk import Talk
from intromark.encoders import DEFAULT_ENCODER, ENCODERS
from intromark.events import Listener
from intromark.executors import open_executor

# Those of the tables in labels and train, which load FFmpeg; a test compares them.
REPAIRS = ("minute-rounding", "seed", "none")
LAYOUTS = ("windows", "paired")
SPLITTINGS = ("show", "given")

_PATH = click.Path(path_type=Path)
_LABELS = click.argument("labels", type=_PATH, metavar="LABELS")
_VIDEOS = click.option(
    "--videos", type=_PATH, metavar="DIR", help="Where the videos lie, as ID/ID.mp4, ID.mp4 or by file name."
)
_REPAIR = click.option(
    "--repair",
    type=click.Choice(REPAIRS),
    default=REPAIRS[0],
    show_default=True,
    help="How labels are mended. minute-rounding changes nothing in labels that do not show this error.",
)
_QUIET = click.option(
    "--quiet", "-q", is_flag=True, help="No progress and no summary; errors and warnings remain."
)


@click.group("dataset", epilog="Example: intromark dataset build labels.json --videos DIR --out dataset")
def command() -> None:
    """Look at labels, and build datasets of them."""


@command.command("inspect", epilog="Example: intromark dataset inspect train.json --test test.json")
@_LABELS
@click.option("--test", type=_PATH, metavar="LABELS", help="Labels for testing, to be compared with LABELS.")
@_VIDEOS
@_REPAIR
@click.option(
    "--out", type=_PATH, metavar="DIR", help="Write the repaired labels here, and a list of what to check."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of tables.")
@_QUIET
@click.pass_context
def inspect(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    labels: Path,
    test: Path | None,
    videos: Path | None,
    repair: str,
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say what is in labels, and what is wrong with them.

    LABELS is a JSON file, {"ID": {"name": ..., "start": "H:MM:SS", "end": "H:MM:SS"}}, a CSV file with the columns
    filename, start and end, or a folder of shows that each have a truth.json. The videos are only looked at with
    --videos. The exit status is 1 if one of them is missing or cannot be read.
    """
    from intromark.cli.label_report import report
    from intromark.labels.inspection import inspect_labels, write_inspection
    from intromark.labels.reading import read_labels
    from intromark.labels.videos import durations, find_videos

    talk = Talk(quiet=quiet)
    paths = [path for path in (labels, test) if path is not None]
    known = None
    if videos is not None:
        folders = {row.id: videos for path in paths for row in read_labels(path).rows}
        with talk:
            listener = Listener(talk.problem, talk.progress)
            known = durations(find_videos(folders, listener), listener)
    found = inspect_labels(paths, repair, known)
    written = [] if out is None else write_inspection(found, out)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        print_all(report(found))
    for path in written:
        talk.say(f"wrote `{path}`")
    ctx.exit(1 if talk.has_problems else 0)


@command.command("build", epilog="Example: intromark dataset build train.json --test test.json --out dataset")
@_LABELS
@click.option("--out", type=_PATH, required=True, metavar="DIR", help="Folder of the dataset.")
@_VIDEOS
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    default=LAYOUTS[0],
    show_default=True,
    help="windows: cut inside each episode, intros as rare as they are. "
    "paired: the seed's, each intro and as much film after it, all joined.",
)
@click.option(
    "--encoder",
    type=click.Choice(list(ENCODERS)),
    default=DEFAULT_ENCODER,
    show_default=True,
    help="What looks at the pictures.",
)
@click.option(
    "--encoder-weights",
    metavar="PATH|hub:NAME",
    shell_complete=files,
    help="The encoder's weights. Without it INTROMARK_ENCODER_WEIGHTS is read.",
)
@_REPAIR
@click.option(
    "--split-by",
    type=click.Choice(SPLITTINGS),
    help="show: a fifth of the shows is for testing. given: as the labels say, by file or a field split.  "
    "[default: given with --test, else show]",
)
@click.option("--leave-out", metavar="SHOW", help="The one show that is for testing.")
@click.option("--test", type=_PATH, metavar="LABELS", help="More labels, for testing.")
@click.option(
    "--search",
    callback=seconds_or_all,
    default=SEARCHED,
    show_default=True,
    metavar="TIME|all",
    help="How much of each video is read from its start: seconds, M:SS, H:MM:SS or all.",
)
@DEVICE
@HWACCEL
@ON
@click.option("--float16", is_flag=True, help="Keep embeddings in half precision, which takes half the room.")
@_QUIET
@click.pass_context
def build(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    labels: Path,
    out: Path,
    videos: Path | None,
    layout: str,
    encoder: str,
    encoder_weights: str | None,
    repair: str,
    split_by: str | None,
    leave_out: str | None,
    test: Path | None,
    search: float | None,
    device: str,
    hwaccel: str,
    on: str,
    float16: bool,
    quiet: bool,
) -> None:
    """Read the labelled videos, and write the dataset.

    LABELS is what `inspect` takes. The videos lie beside it unless --videos names a folder. Rows that cannot be used
    and videos that are missing are told and left out; then the exit status is 1. What was read of a video is kept:
    a build that was ended goes on where it was.
    """
    with needs_extra("train", "a dataset"):
        from intromark.train.building import DatasetPlan, build_dataset
        from intromark.train.dataset_files import refuse_other, save_dataset
        from intromark.train.labelled import LabelPlan
    from intromark.cli.dataset_report import remarks, report
    from intromark.machine import Machine
    from intromark.store import Store

    refuse_other(out)  # before the work, and not after it
    split_by = split_by or ("show" if test is None else "given")
    plan = DatasetPlan(
        LabelPlan(labels, test, videos, repair, split_by, leave_out),
        layout,
        search,
        "float16" if float16 else "float32",
    )
    talk = Talk(quiet=quiet)
    with talk:
        talk.begin("read")
        listener = Listener(talk.problem, talk.progress)
        machine, tell = Machine(device, hwaccel), partial(listener.warn, labels)
        eyes = machine.encoder(encoder, encoder_weights, tell)
        with open_executor(on, device) as executor:
            dataset = build_dataset(plan, eyes, Store(), listener, machine.decoder(tell), executor)
        save_dataset(dataset, out)
    print_all(report(dataset))
    for line in remarks(dataset):
        talk.say(line)
    talk.say(f"the dataset is in `{out}`")
    ctx.exit(1 if talk.has_problems else 0)
