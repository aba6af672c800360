"""`intromark lock`: what was detected is confirmed, and stays as it is."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.shelf import CATALOG, NAMES, QUIET, changing, count
from intromark.errors import CatalogError


@click.command(
    "lock",
    epilog="Example: intromark lock 'long show season 1'",
    help=f"Confirm what was detected, and keep it.\n\n{NAMES} No scan changes what is locked.",
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=files)
@CATALOG
@QUIET
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], catalog: Path | None, *, quiet: bool) -> None:
    """Lock every episode that was named."""
    from intromark.cli.talk import Talk
    from intromark.library.edits import lock
    from intromark.library.queries import named

    talk = Talk(quiet=quiet)
    with changing(catalog) as opened, opened.changing() as connection:
        locked = 0
        entries = named(connection, names)
        for entry in entries:
            try:
                locked += lock(connection, entry.episode)
            except CatalogError as error:
                talk.error(error)
    rest = len(entries) - locked
    talk.say(f"locked {count(locked, 'episode')}" + (f"; {rest} stay as they were" if rest else ""))
    ctx.exit(1 if talk.has_problems else 0)
