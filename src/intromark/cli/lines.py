"""Lines, headings and tables of what is printed, in the user's language.

A text goes through here, or through `told`, so that recipes/translation finds it in the source; a test looks for what
goes round them.
"""

from __future__ import annotations

from collections.abc import Iterator

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from intromark.cli.talk import printable
from intromark.cli.tongue import told


def line(text: str, style: str = "") -> Text:
    """A line, a heading or a cell."""
    return Text(printable(told(text)), style)


def headed(title: str, *things: RenderableType) -> Iterator[RenderableType]:
    """Things under a heading, after an empty line."""
    yield Text()
    yield line(title, "bold")
    yield from things


def table_of(*headings: str, numbers_from: int | None = None) -> Table:
    """A table without rows.

    Args:
        headings: Of its columns.
        numbers_from: The first column that stands to the right, as those after it do; None has none.
    """
    table = Table(box=None, header_style="dim")
    for place, heading in enumerate(headings):
        is_number = numbers_from is not None and place >= numbers_from
        table.add_column(printable(told(heading)), no_wrap=True, justify="right" if is_number else "left")
    return table


def print_line(text: str, *, err: bool = False) -> None:
    """Print a line to stdout, or to stderr."""
    click.echo(printable(told(text)), err=err)


def print_pairs(*pairs: tuple[str, str]) -> None:
    """Print names and what belongs to them, in two columns; only the names are put into the user's language."""
    names = [told(name) for name, _ in pairs]
    width = max(map(len, names))
    for name, (_, text) in zip(names, pairs, strict=True):
        click.echo(f"{name.ljust(width)}  {printable(text)}")
