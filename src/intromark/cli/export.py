"""`intromark export`: what the catalog knows, for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.shelf import CATALOG, NAMES, count


@click.group("export", epilog="Example: intromark export labels --out labels.json")
def command() -> None:
    """Write what you confirmed as training labels."""


@command.command(
    "labels",
    epilog="Example: intromark export labels --out labels.json",
    help=f"Write what you edited or locked as labels.\n\n{NAMES} Without any, all of the library is written.",
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=files)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file. Without it, the labels are printed.",
)
@CATALOG
def labels(names: tuple[str, ...], out: Path | None, catalog: Path | None) -> None:
    """Render, or write, the labels of what was named."""
    from intromark.cli.talk import Talk
    from intromark.labels.writing import render_labels, write_labels
    from intromark.library.catalog import Catalog
    from intromark.library.confirmed import label_rows
    from intromark.library.queries import named

    with Catalog(catalog) as opened, opened.reading() as connection:
        rows = label_rows(named(connection, names))
    if out is None:
        click.echo(render_labels(rows), nl=False)
    else:
        write_labels(out, rows)
        Talk().say(f"wrote {count(len(rows), 'label')} to `{out}`")
