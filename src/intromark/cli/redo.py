"""`intromark redo`: seasons are analysed again, although nothing of them changed."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.manner import DEVICE, HWACCEL, ON
from intromark.cli.shelf import CATALOG, JOBS, NAMES, QUIET, analysed, changing


@click.command(
    "redo",
    epilog="Example: intromark redo 'long show season 1'",
    help="Analyse seasons again, whatever is known.\n\n"
    f"{NAMES} The whole season of each episode is analysed, as it was the last time, and files that could not be "
    "read are tried again. Edits and locks stay.",
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=files)
@CATALOG
@JOBS
@DEVICE
@HWACCEL
@ON
@QUIET
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    names: tuple[str, ...],
    catalog: Path | None,
    *,
    jobs: int,
    device: str,
    hwaccel: str,
    on: str,
    quiet: bool,
) -> None:
    """Analyse the seasons of what was named."""
    from intromark.cli.talk import Talk
    from intromark.library.queries import named
    from intromark.library.tasks import again
    from intromark.machine import Machine

    talk = Talk(quiet=quiet)
    with changing(catalog) as opened:
        with opened.reading() as connection:
            entries = named(connection, names)
        analysed(opened, again(opened, entries), talk, jobs, Machine(device, hwaccel), on)
    ctx.exit(1 if talk.has_problems else 0)
