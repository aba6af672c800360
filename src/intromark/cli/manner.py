"""How a library is analysed: the options that scanning and watching share."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli import detect
from intromark.encoders import DEFAULT_ENCODER, ENCODERS

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
    "--encoder-weights", metavar="PATH|hub:NAME", help="The encoder's weights, as for detect."
)
SEARCH = click.option(
    "--search",
    callback=detect.seconds_or_all,
    default=detect.SEARCH,
    show_default=True,
    metavar="TIME|all",
    help="How much of each video is searched from its start, unless the rules say otherwise.",
)
