"""Episodes of the catalog, as tables for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from intromark.addresses import text_of
from intromark.cli.lines import table_of
from intromark.cli.talk import printable
from intromark.cli.tongue import told
from intromark.library.telling import ORIGINS, state_of
from intromark.segment import Label, Segment
from intromark.timecode import human_time

if TYPE_CHECKING:
    from intromark.library.values import Change, Edit, Entry


def tables(entries: Sequence[Entry]) -> Iterator[RenderableType]:
    """A table a season, under its name and folder."""
    for number, (_, group) in enumerate(groupby(entries, lambda entry: entry.episode.season_id)):
        season = list(group)
        folder = season[0].episode.path.parent
        yield Text(
            f"{chr(10) if number else ''}{printable(season[0].title)}  {printable(str(folder))}", "bold"
        )
        table = table_of("episode", "intro", "length", "confidence", "state")
        for entry in season:
            table.add_row(Text(printable(entry.episode.path.name)), *_cells(entry))
        yield table


def _cells(entry: Entry) -> tuple[str, str, str, Text]:
    state = Text(", ".join(map(told, state_of(entry).split(", "))))
    if entry.detection is None and entry.edit(Label.INTRO) is None:
        return "", "", "", state
    intro = entry.segment(Label.INTRO)
    if intro is None:
        absence = entry.detection.absence if entry.detection and not entry.edit(Label.INTRO) else None
        return told("none"), "", _probability(absence), state
    return _span(intro), f"{intro.length:.1f} s", _probability(intro.confidence), state


def details(entry: Entry, history: Sequence[Change]) -> Iterator[RenderableType]:
    """All that is known of one episode."""
    yield Text(printable(entry.title), "bold")
    yield Text(printable(str(entry.episode.path)))
    if entry.episode.failure:
        yield Text(printable(told(entry.episode.failure)))
    spans = table_of("", "label", "span", "confidence", "by")
    for segment in entry.detection.segments if entry.detection else ():
        spans.add_row(
            told("detected"), told(segment.label), _span(segment), _probability(segment.confidence), ""
        )
    if entry.detection and entry.detection.absence is not None:
        spans.add_row(
            told("detected"), told(Label.INTRO), told("none"), _probability(entry.detection.absence), ""
        )
    for edit in entry.edits:
        spans.add_row(
            told(ORIGINS[edit.origin]), told(edit.label), told(said(edit)), "", f"{edit.who}, {edit.made_at}"
        )
    yield spans
    lines = table_of("when", "who", "what", "before", "after")
    for change in history:
        lines.add_row(
            *(Text(printable(text)) for text in (change.at, change.who, told(change.what))), *_both(change)
        )
    yield lines


def to_json(entries: Sequence[Entry]) -> str:
    """A list with an object an episode; times in seconds."""
    return json.dumps([_object(entry) for entry in entries], indent=2) + "\n"


def said(edit: Edit) -> str:
    """What a person said: a span, or `none`."""
    if edit.span is None:
        return "none"
    return f"{human_time(edit.span.start)} - {human_time(edit.span.end)}"


def _object(entry: Entry) -> dict[str, object]:
    segments = [segment for label in Label if (segment := entry.segment(label))]
    intro_is_said = entry.edit(Label.INTRO) is not None
    return {
        "show": entry.show,
        "season": entry.season,
        "path": text_of(entry.episode.path),
        "missing": entry.episode.missing,
        "failure": entry.episode.failure or None,
        "duration": entry.detection.duration if entry.detection else None,
        "segments": [
            {
                "label": one.label.value,
                "start": round(one.start, 3),
                "end": round(one.end, 3),
                "confidence": one.confidence,
                "origin": edit.origin.value if (edit := entry.edit(one.label)) else "detected",
            }
            for one in segments
        ],
        "absence": entry.detection.absence if entry.detection and not intro_is_said else None,
        "edits": [
            {
                "label": edit.label.value,
                "span": [edit.span.start, edit.span.end] if edit.span else None,
                "origin": edit.origin.value,
                "who": edit.who,
                "made_at": edit.made_at,
                "file_changed_since": entry.is_stale(edit),
            }
            for edit in entry.edits
        ],
    }


def _both(change: Change) -> tuple[Text, Text]:
    return Text(printable(_told(change.before))), Text(printable(_told(change.after)))


def _told(said: str) -> str:
    """What history says before and after a change: `intro 0:01.00 - 0:07.00`, or something else."""
    label, gap, span = said.partition(" ")
    return f"{told(label)} {told(span)}" if gap and label in set(Label) else said


def _span(segment: Segment) -> str:
    return f"{human_time(segment.start)} - {human_time(segment.end)}"


def _probability(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
