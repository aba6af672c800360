"""`intromark show`: all that is known of one episode, and what happened to it."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.shelf import CATALOG


@click.command(
    "show",
    epilog="Example: intromark show 'long show s01e02'",
    help="Show all that is known of an episode.\n\nNAME is a video, or words that stand in its show, season or path.",
)
@click.argument("name", metavar="NAME", shell_complete=files)
@CATALOG
def command(name: str, catalog: Path | None) -> None:
    """Print spans and history of one episode."""
    from intromark.cli.entries import details
    from intromark.cli.table import print_all
    from intromark.library.catalog import Catalog
    from intromark.library.history import history_of
    from intromark.library.queries import named_one

    with Catalog(catalog) as opened, opened.reading() as connection:
        entry = named_one(connection, name)
        history = history_of(connection, entry.episode.id)
    print_all(details(entry, history))
