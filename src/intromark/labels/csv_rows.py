"""Rows of a CSV file: a header, and a row a span."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from intromark.errors import LabelError
from intromark.labels.fields import row_of
from intromark.labels.rows import LabelRow

SPELLINGS = {
    "id": ("id", "filename", "file", "path", "video"),
    "name": ("name", "title"),
    "start": ("start", "intro_start", "start_time", "begin"),
    "end": ("end", "intro_end", "end_time", "stop"),
}
"""Column -> what it may be called, lower case; `label`, `show`, `split` and others are called what they are."""

_NAMES = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}


def csv_rows(path: Path, text: str) -> Iterator[LabelRow]:
    """Read the rows of a CSV text, separated by comma, semicolon or tab.

    Args:
        path: Named in errors.
        text: The content.

    Raises:
        LabelError: It has no header with a file name, a start and an end.
    """
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = [_column(name) for name in next(reader, [])]
        missing = [name for name in ("id", "start", "end") if name not in header]
        if missing:
            known = ", ".join(f"`{name}`" for name in SPELLINGS[missing[0]])
            raise LabelError(
                f"`{path}` has no column for the {missing[0]}", f"its first line must name one of {known}"
            )
        for cells in reader:
            fields: dict[str, object] = dict(zip(header, cells, strict=False))
            if any(cells):
                yield row_of(str(fields.pop("id", "")), fields)
    except csv.Error as error:
        raise LabelError(
            f"`{path}` is no CSV, line {reader.line_num}: {error}", "save it as CSV again"
        ) from error


def _column(name: str) -> str:
    plain = name.strip().lower()
    return _NAMES.get(plain, plain)
