"""How videos are analysed, and what is written beside them: the options that several commands share."""

from __future__ import annotations

import re
from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.encoders import CPU, DEFAULT_ENCODER, DEVICES, ENCODERS
from intromark.executors import EXECUTORS
from intromark.export import FORMATS
from intromark.segment import Label
from intromark.timecode import parse_time

SEARCHED = "15:00"  # the pipeline's own; a test compares them


def seconds_or_all(_ctx: click.Context, _option: click.Parameter, text: str) -> float | None:
    """Seconds; None is all."""
    if text == "all":
        return None
    try:
        seconds = parse_time(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}, or all") from error
    if seconds <= 0:
        raise click.BadParameter("there is nothing to search in 0 seconds")
    return seconds


def _labels(_ctx: click.Context, _option: click.Parameter, text: str) -> tuple[Label, ...]:
    """Labels, in the order of `Label`."""
    named = [name.strip() for name in text.split(",")]
    unknown = [name for name in named if name not in set(Label)]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(Label)}")
    return tuple(label for label in Label if label in named)


def _library(text: str) -> Path:
    if not text:  # which would be the folder one stands in
        raise click.BadParameter("a library has no name")
    return Path(text)


def _place(_ctx: click.Context, _option: click.Parameter, text: str) -> str:
    if text not in EXECUTORS and not re.fullmatch(r"ray://[^/]+:\d+", text):
        raise click.BadParameter(f"{text!r} is none of local, ray, ray://HOST:PORT")
    return text


ON = click.option(
    "--on",
    callback=_place,
    default="local",
    show_default=True,
    metavar="local|ray|ray://HOST:PORT",
    help="What runs it: this process, the Ray cluster of this machine (one is started where none runs), or another. "
    "See docs/scale.md.",
)
LIBRARIES = click.argument(
    "libraries", nargs=-1, required=True, metavar="LIBRARY...", shell_complete=files, type=_library
)
RULES = click.option(
    "--rules",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What is wanted of single shows, in TOML. Without it, rules.toml in your config folder.",
)
ENCODER = click.option(
    "--encoder",
    type=click.Choice(list(ENCODERS)),
    default=DEFAULT_ENCODER,
    show_default=True,
    help="What looks at the pictures, as for detect.",
)
ENCODER_WEIGHTS = click.option(
    "--encoder-weights",
    metavar="PATH|hub:NAME",
    shell_complete=files,
    help="The encoder's weights, as for detect.",
)
DEVICE = click.option(
    "--device",
    type=click.Choice(list(DEVICES)),
    default=CPU,
    show_default=True,
    help="What the encoder computes on. All but cpu need another onnxruntime.",
)
HWACCEL = click.option(
    "--hwaccel",
    default="none",
    show_default=True,
    metavar="NAME|auto|none",
    help="What videos are decoded on, as FFmpeg calls it: cuda, vaapi, qsv, videotoolbox, d3d11va ... "
    "auto is the first that works.",
)
LABELS = click.option(
    "--labels",
    callback=_labels,
    default=Label.INTRO.value,
    show_default=True,
    metavar="LABEL,...",
    help="What is sought: intro, credits, recap. Credits and recaps take longer, as all of each video is read.",
)
SEARCH = click.option(
    "--search",
    callback=seconds_or_all,
    default=SEARCHED,
    show_default=True,
    metavar="TIME|all",
    help="How much of each video is searched from its start, unless the rules say otherwise.",
)
WRITE = click.option(
    "--write",
    "sidecars",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Write a file beside every video, and keep it up to date. One that intromark did not write, or that was "
    "edited since, is left as it is. May be given several times.",
)
