"""`intromark demo`: a first look without any video of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.detect import detected
from intromark.cli.drawn import TRUTH_FILE, drawn_season
from intromark.cli.table import print_table
from intromark.cli.talk import Talk

FOLDER = "intromark-demo"


@click.command("demo", epilog="Example: intromark demo /tmp/demo")
@click.argument("folder", default=FOLDER, metavar="[FOLDER]", shell_complete=files)
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary; errors and warnings remain.")
@click.pass_context
def command(ctx: click.Context, *, folder: str, quiet: bool) -> None:
    """Draw a small season and find its intros.

    Five short episodes, pictures and sound, are drawn into FOLDER (./intromark-demo unless you name another)
    and searched like your own. Episodes that are there from an earlier run are not drawn again.
    """
    talk = Talk(quiet=quiet)
    episodes = drawn_season(Path(folder), talk)
    found = detected(talk, episodes, cache=False, search=None)
    print_table(found)
    talk.say(f"what was drawn is in `{Path(folder) / TRUTH_FILE}`; on your own videos:")
    talk.say("    intromark detect YOUR_FOLDER")
    ctx.exit(1 if talk.has_problems else 0)
