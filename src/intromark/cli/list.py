"""`intromark list`: the episodes of the catalog, with their intros."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.shelf import AS_JSON, CATALOG, NAMES


@click.command(
    "list",
    epilog="Example: intromark list 'The Long Show'",
    help=f"List the episodes of the library.\n\n{NAMES}",
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=files)
@CATALOG
@AS_JSON
def command(names: tuple[str, ...], catalog: Path | None, *, as_json: bool) -> None:
    """List what was named, or everything."""
    from intromark.cli.entries import tables, to_json
    from intromark.cli.table import print_all
    from intromark.library.catalog import Catalog
    from intromark.library.queries import named

    with Catalog(catalog) as opened, opened.reading() as connection:
        entries = named(connection, names)
    if as_json:
        click.echo(to_json(entries), nl=False)
    else:
        print_all(tables(entries))
