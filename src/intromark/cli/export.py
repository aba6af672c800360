"""`intromark export`: what the catalog knows, for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.extras import needs_extra
from intromark.cli.shelf import CATALOG, NAMES, count


@click.group("export", epilog="Example: intromark export labels --out labels.json")
def command() -> None:
    """Write what you confirmed as labels, or all as tables."""


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


@command.command(
    "parquet",
    epilog="Example: intromark export parquet --out tables",
    help="Write all that is known as tables of Parquet, partitioned by show.\n\n"
    "In the folder, detections has a row for each episode, and segments one for each segment that holds: yours before "
    "what was detected. A show that was written before is replaced. "
    f"{NAMES} Without any, all of the library is written.",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder, or an address: s3://bucket/tables.",
)
@CATALOG
def parquet(names: tuple[str, ...], out: Path, catalog: Path | None) -> None:
    """Write the tables of what was named."""
    with needs_extra("parquet", "a table of Parquet"):
        from intromark.library.tables import write_tables
    from intromark.addresses import text_of
    from intromark.cli.talk import Talk
    from intromark.library.catalog import Catalog
    from intromark.library.queries import all_entries, named

    with Catalog(catalog) as opened, opened.reading() as connection:
        entries = named(connection, names) if names else all_entries(connection)
    episodes, segments = write_tables(entries, out)
    Talk().say(f"wrote {count(episodes, 'episode')} and {count(segments, 'segment')} to `{text_of(out)}`")
