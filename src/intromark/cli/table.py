"""Detections as a table for people, and how tables are printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby

import click
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from intromark.cli.lines import table_of
from intromark.cli.shelf import count
from intromark.cli.talk import printable
from intromark.cli.tongue import told
from intromark.detection import Detection
from intromark.segment import Evidence, Label
from intromark.timecode import human_time

_UNBOUNDED = 100_000  # columns, so that no line is wrapped or cut: a terminal wraps it itself


def print_table(detections: Sequence[Detection]) -> None:
    """Print the table to stdout, in colour on a terminal."""
    print_all(_season_tables(detections))


def print_all(things: Iterable[RenderableType]) -> None:
    """Print what rich can show to stdout, in colour on a terminal."""
    text = render_all(things, colour=sys.stdout.isatty())
    encoding = sys.stdout.encoding or "utf-8"
    # A name may have letters that an old terminal or a pipe in another encoding has not.
    click.echo(text.encode(encoding, "replace").decode(encoding), nl=False)


def render_table(detections: Sequence[Detection], *, colour: bool = False) -> str:
    """A line an episode, under a line that names the folder if there are several.

    Args:
        detections: In the order to show.
        colour: Write a terminal's control codes.

    Returns:
        Text that ends with a line feed, or an empty one when there are no detections.
    """
    return render_all(_season_tables(detections), colour=colour)


def render_all(things: Iterable[RenderableType], *, colour: bool = False) -> str:
    """What rich can show as text, with or without a terminal's control codes; no line is wrapped."""
    console = Console(
        file=StringIO(), width=_UNBOUNDED, force_terminal=colour, legacy_windows=False, highlight=False
    )
    with console.capture() as captured:
        for thing in things:
            console.print(thing)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _season_tables(detections: Sequence[Detection]) -> Iterator[RenderableType]:
    seasons = [(folder, list(group)) for folder, group in groupby(detections, lambda one: one.path.parent)]
    for number, (folder, season) in enumerate(seasons):
        if len(seasons) > 1:
            yield Text(f"{chr(10) if number else ''}{printable(str(folder))}", "bold")
        yield _season_table(season)


def _season_table(detections: Sequence[Detection]) -> Table:
    """A line an episode where one label was sought, which is a heading then; else a line for each label."""
    labels = {detection.labels for detection in detections}
    alone = next(iter(labels))[0] if len(labels) == 1 and len(next(iter(labels))) == 1 else None
    headings = (
        "episode",
        alone or "label",
        *(() if alone else ("span",)),
        "length",
        "confidence",
        "evidence",
    )
    table = table_of(*headings)
    for detection in detections:
        name = Text(printable(detection.path.name))
        for label in detection.labels:
            table.add_row(name, *(() if alone else (told(label),)), *_cells(detection, label))
            name = Text()
    return table


def _cells(detection: Detection, label: Label) -> tuple[str, str, str, str]:
    found = detection.first(label)
    if found is None:
        absence = detection.absence if label is Label.INTRO else None
        return told("none"), "", _probability(absence), ""
    span = f"{human_time(found.start)} - {human_time(found.end)}"
    length = f"{found.length:.1f} s"
    return span, length, _probability(found.confidence), describe_evidence(found.evidence)


def _probability(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def describe_evidence(evidence: Sequence[Evidence]) -> str:
    """`picture + sound, 4 siblings`, or `picture, 4 siblings + sound, 1 sibling` when the numbers differ.

    What needs no siblings stands alone: `transformer`.
    """
    groups = [
        (siblings, " + ".join(told(one.source.value) for one in group))
        for siblings, group in groupby(evidence, lambda one: one.siblings)
    ]
    return " + ".join(
        f"{sources}, {told(count(siblings, 'sibling'))}" if siblings else sources
        for siblings, sources in groups
    )
