"""What stands in the training labels and in the test labels: a model that knows it is measured on its memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intromark.episode_names import spelt_alike
from intromark.labels.rows import LabelRow, by_show
from intromark.labels.titles import in_one_alphabet


@dataclass(frozen=True, slots=True)
class Leaks:
    """What two label files share.

    Attributes:
        rows: Rows of the second whose episode is in the first, by its id or its title.
        shows: Shows that are in both, in order.
    """

    rows: tuple[LabelRow, ...]
    shows: tuple[str, ...]


def leaks(train: Sequence[LabelRow], test: Sequence[LabelRow]) -> Leaks:
    """What of the test labels stands in the training labels, too."""
    known = {mark for row in train for mark in _marks(row)}
    both = [
        name for name, rows in by_show([*train, *test]).items() if _meet(rows, train) and _meet(rows, test)
    ]
    return Leaks(tuple(row for row in test if known & _marks(row)), tuple(both))


def _meet(rows: Sequence[LabelRow], others: Sequence[LabelRow]) -> bool:
    names = {row.show_name for row in rows}
    return any(row.show_name in names for row in others)


def _marks(row: LabelRow) -> set[tuple[str, str | None]]:
    """What tells the episode: its id, and its title where there is one."""
    title = {("title", spelt_alike(in_one_alphabet(row.title)))} if row.title else set()
    return {("id", row.id), *title}
