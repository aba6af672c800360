"""Repairs of labels: one function each, one row in the table.

A repair looks at all rows together, so that it may ask whether they speak for an error, and mends each that comes
out right; a row that it does not mend stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from intromark.labels.rounding import MINUTE, is_late, rounding_evidence
from intromark.labels.rows import LabelFile, LabelRow

DEFAULT_REPAIR = "minute-rounding"


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was mended.

    Attributes:
        before: As labelled.
        after: With other times.
    """

    before: LabelRow
    after: LabelRow

    @property
    def is_hidden(self) -> bool:
        """Whether the row looked right."""
        return self.before.span is not None


def as_labelled(rows: Sequence[LabelRow]) -> list[LabelRow]:
    """No repair."""
    return list(rows)


def backward_starts(rows: Sequence[LabelRow]) -> list[LabelRow]:
    """The seed's repair: a start after its end is a minute late."""
    return [_earlier(row, MINUTE, 0.0) if row.is_backward else row for row in rows]


def minute_rounding(rows: Sequence[LabelRow]) -> list[LabelRow]:
    """Undo the minute-rounding error in all rows, if they speak for it: see `rounding`."""
    if not rounding_evidence(rows).holds:
        return list(rows)
    return [
        _earlier(row, MINUTE * is_late(row.start), MINUTE * is_late(row.end))
        if row.start is not None and row.end is not None
        else row
        for row in rows
    ]


def _earlier(row: LabelRow, start: float, end: float) -> LabelRow:
    """The row with its edges so many seconds earlier, if that makes a span."""
    assert row.start is not None and row.end is not None
    moved = replace(row, start=row.start - start, end=row.end - end)
    return row if moved.span is None or not (start or end) else moved


REPAIRS: dict[str, Callable[[Sequence[LabelRow]], list[LabelRow]]] = {
    "minute-rounding": minute_rounding,
    "seed": backward_starts,
    "none": as_labelled,
}
"""Name -> rows, mended or as they were, in the same order."""


def changes(before: Iterable[LabelRow], after: Iterable[LabelRow]) -> list[Change]:
    """The rows that a repair mended."""
    return [Change(old, new) for old, new in zip(before, after, strict=True) if old != new]


def repaired(files: Sequence[LabelFile], name: str) -> list[LabelFile]:
    """Label files after a repair, which looks at the rows of all of them together.

    Args:
        files: In any order, which is kept.
        name: Key of `REPAIRS`.
    """
    rows = iter(REPAIRS[name]([row for file in files for row in file.rows]))
    return [replace(file, rows=tuple(next(rows) for _ in file.rows)) for file in files]
