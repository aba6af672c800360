"""`intromark detect`: intro, credits and recap of every episode, as a table or for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from intromark.cli.completing import files
from intromark.cli.manner import DEVICE, HWACCEL, LABELS, ON, SEARCHED, seconds_or_all
from intromark.cli.sidecars import write_all
from intromark.cli.table import print_table
from intromark.cli.talk import Talk
from intromark.detection import Detection
from intromark.encoders import CPU, DEFAULT_ENCODER, ENCODERS
from intromark.errors import IntromarkError
from intromark.executors import DEFAULT, open_executor
from intromark.export import FORMATS, EpisodeFormat, encode, render
from intromark.segment import Label

TABLE = "table"
MODEL = "auto"  # the pipeline's own


@click.command("detect", epilog="Example: intromark detect 'Show/Season 1' --write edl")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", shell_complete=files)
@click.option(
    "--format",
    type=click.Choice([TABLE, *FORMATS]),
    default=TABLE,
    show_default=True,
    help="What is printed. edl, ffmetadata and matroska hold one video; for several use --write.",
)
@click.option(
    "--write",
    "sidecars",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Write a file beside every video, where players find it. May be given several times.",
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Let --write replace files that intromark did not write, or that were edited since.",
)
@click.option(
    "--encoder",
    type=click.Choice(list(ENCODERS)),
    default=DEFAULT_ENCODER,
    show_default=True,
    help="What looks at the pictures. lite comes with intromark, the others need weights.",
)
@click.option(
    "--encoder-weights",
    metavar="PATH|hub:NAME",
    shell_complete=files,
    help="The encoder's weights: a file or folder, or a model of the hub. "
    "Without it INTROMARK_ENCODER_WEIGHTS is read.",
)
@click.option(
    "--model",
    default=MODEL,
    show_default=True,
    metavar="DIR|auto|none",
    shell_complete=files,
    help="The model that judges an episode alone, and is heard beside what recurs in a season: its folder, auto for "
    "the one that comes with the encoder, if there is one, or none.",
)
@LABELS
@click.option(
    "--search",
    callback=seconds_or_all,
    default=SEARCHED,
    show_default=True,
    metavar="TIME|all",
    help="How much of each video is searched for an intro, from its start: seconds, M:SS, H:MM:SS or all.",
)
@DEVICE
@HWACCEL
@ON
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help="Keep what is read of the videos, so that the next time nothing is read again. "
    "See intromark cache --help.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary; errors and warnings remain.")
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    format: str,
    sidecars: tuple[str, ...],
    overwrite: bool,
    encoder: str,
    encoder_weights: str | None,
    model: str,
    labels: tuple[Label, ...],
    search: float | None,
    device: str,
    hwaccel: str,
    on: str,
    cache: bool,
    quiet: bool,
) -> None:
    """Find the intro of every episode; credits and recaps as well.

    PATH is a video, or a folder with all that is in it. The videos of one folder are compared with each other, as a
    season, so give a whole one; of a video alone a model says where its intro is. Nothing is kept but what --write
    and the cache hold: for a library see intromark scan --help. The exit status is 1 if anything was wrong with a
    file; all others are answered.
    """
    if overwrite and not sidecars:
        raise click.UsageError("--overwrite goes with --write")
    _refuse_several(paths, format)
    talk = Talk(quiet=quiet)
    found = detected(
        talk,
        paths,
        cache=cache,
        on=on,
        encoder=encoder,
        encoder_weights=encoder_weights,
        model=model,
        labels=labels,
        search=search,
        device=device,
        hwaccel=hwaccel,
    )
    outcomes = write_all(found, sidecars, overwrite=overwrite)
    if format == TABLE:
        print_table(found)
    else:
        click.echo(encode(render(found, format)), nl=False)
    for outcome in outcomes:
        if isinstance(outcome, IntromarkError):
            talk.error(outcome)
        else:
            talk.say(outcome)
    ctx.exit(1 if talk.has_problems else 0)


def detected(
    talk: Talk, paths: Sequence[str | Path], *, cache: bool, on: str = DEFAULT, **options: Any
) -> list[Detection]:
    """Detect and say how it goes; what stops the whole run is said too, and leaves nothing found.

    Args:
        talk: Says it.
        paths: What is searched.
        cache: Whether what is read is kept.
        on: What runs it.
        options: Those of `pipeline.detect`.
    """
    with talk:
        talk.begin("read")
        # Imported here, so that the help does not wait for FFmpeg and onnxruntime.
        from intromark.pipeline import detect
        from intromark.store import Store

        try:
            with open_executor(on, options.get("device", CPU)) as executor:
                return detect(
                    paths,
                    store=Store() if cache else None,
                    on_problem=talk.problem,
                    progress=talk.progress,
                    on_fetched=talk.fetched,
                    executor=executor,
                    **options,
                )
        except IntromarkError as error:
            talk.error(error)
            return []


def _refuse_several(paths: Sequence[str], format: str) -> None:
    """Say before the work, and not after it, that its result could not be printed."""
    if not isinstance(FORMATS.get(format), EpisodeFormat):
        return
    from intromark.seasons import find_seasons

    seasons = find_seasons(paths, lambda _path, _error: None)
    count = sum(len(season.episodes) for season in seasons)
    if count > 1:
        raise click.UsageError(
            f"--format {format} holds one video, and there are {count}: "
            f"use --write {format} for a file beside each"
        )
