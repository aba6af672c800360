"""Rows -> a label file that `read_labels` reads, and a list for a person."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from intromark.atomic import write_atomically
from intromark.labels.rows import LabelRow
from intromark.segment import Label


def write_labels(path: Path, rows: Iterable[LabelRow]) -> None:
    """Write a JSON label file, whole or not at all.

    Raises:
        FileError: It cannot be written; what was there is untouched.
    """
    write_atomically(path, render_labels(rows).encode())


def render_labels(rows: Iterable[LabelRow]) -> str:
    """Rows as JSON, in the seed's layout: `{"<id>": {"url", "name", "start": "H:MM:SS", "end": "H:MM:SS"}}`.

    An episode without an intro has null for both. An episode with several rows has a list of them.
    """
    episodes: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        episodes.setdefault(row.id, []).append(_fields(row))
    content = {id: several[0] if len(several) == 1 else several for id, several in episodes.items()}
    return json.dumps(content, ensure_ascii=False, indent=4) + "\n"


def _fields(row: LabelRow) -> Mapping[str, object]:
    if row.flaw:
        return row.others  # all that was written, as it could not be understood
    times = {
        name: None if seconds is None else clock_time(seconds)
        for name, seconds in (("start", row.start), ("end", row.end))
    }
    label = {} if row.label is Label.INTRO else {"label": row.label.value}
    stated = {name: value for name, value in (("show", row.show), ("split", row.split)) if value}
    return {**row.others, "name": row.title, **times, **label, **stated}


def edges(row: LabelRow) -> str:
    """The times of a row for a person, right or wrong: `0:01:42 - 0:01:47`, or `none`."""
    if row.flaw:
        return " - ".join(str(row.others.get(name, "?")) for name in ("start", "end"))
    if row.says_none:
        return "none"
    return " - ".join("?" if time is None else clock_time(time) for time in (row.start, row.end))


def clock_time(seconds: float) -> str:
    """`H:MM:SS`, with up to three decimals where the seconds are not whole."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    fraction = f".{thousandths:03}".rstrip("0") if thousandths else ""
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}{fraction}"


def render_table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """CSV for a spreadsheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
