"""`intromark stats`: what the library has, how sure it is, and what needs a look."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intromark.addresses import text_of
from intromark.cli.completing import files
from intromark.cli.shelf import AS_JSON, CATALOG, NAMES

if TYPE_CHECKING:
    from rich.console import RenderableType

    from intromark.library.stats import Look, ShowStats

BAR = 40  # columns of the longest bar


@click.command(
    "stats",
    epilog="Example: intromark stats 'The Long Show'",
    help=f"Count what the library has, and what needs a look.\n\n{NAMES} Without any, all of the library is counted.",
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=files)
@CATALOG
@AS_JSON
def command(names: tuple[str, ...], catalog: Path | None, *, as_json: bool) -> None:
    """Print coverage by show, a histogram of confidence, and what needs a look."""
    from intromark.cli.table import print_all
    from intromark.library.catalog import Catalog
    from intromark.library.queries import named
    from intromark.library.stats import by_show, histogram, needing_a_look

    with Catalog(catalog) as opened, opened.reading() as connection:
        entries = named(connection, names)
    shows, counts, looks = by_show(entries), histogram(entries), needing_a_look(entries)
    if as_json:
        click.echo(_json(shows, counts, looks))
    else:
        print_all(_tables(shows, counts, looks))


def _json(shows: Sequence[ShowStats], counts: Sequence[int], looks: Sequence[Look]) -> str:
    told = {
        "shows": [{**asdict(show), "coverage": round(show.coverage, 3)} for show in shows],
        "confidence": list(counts),
        "look": [{"path": text_of(look.entry.episode.path), "reason": look.reason} for look in looks],
    }
    return json.dumps(told, indent=2)


def _tables(
    shows: Sequence[ShowStats], counts: Sequence[int], looks: Sequence[Look]
) -> Iterator[RenderableType]:
    from rich.text import Text

    from intromark.cli.lines import headed, table_of
    from intromark.cli.talk import printable
    from intromark.cli.tongue import told

    table = table_of(
        "show",
        "episodes",
        "analysed",
        "intros",
        "coverage",
        "confirmed",
        "failed",
        "missing",
        numbers_from=1,
    )
    for show in shows:
        numbers = (show.episodes, show.analysed, show.intros, f"{show.coverage:.0%}", show.confirmed)
        table.add_row(Text(printable(show.show)), *map(str, (*numbers, show.failed, show.missing)))
    yield table
    yield from headed("confidence of what was detected")
    for place, number in enumerate(counts):
        low = place / len(counts)
        bar = "#" * round(BAR * number / max(1, *counts))
        yield Text(f" {low:.1f} - {low + 1 / len(counts):.1f} {number:5}  {bar}")
    yield from headed("needs a look" if looks else "nothing needs a look")
    for look in looks:
        yield Text(f" {printable(str(look.entry.episode.path))}: {printable(told(look.reason))}")
