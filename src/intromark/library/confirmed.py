"""What people confirmed, as the rows of a label file: the way from correcting to training anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from intromark.labels.rows import LabelRow
from intromark.library.episodes import to_shown
from intromark.library.values import Entry


def label_rows(entries: Iterable[Entry]) -> list[LabelRow]:
    """A row for everything that was edited or locked, in files that are there, and as they were then.

    The id is the path of the video, by which it is found.
    """
    return [
        LabelRow(
            to_shown(entry.episode.path),
            to_shown(Path(entry.episode.path.stem)),
            edit.span.start if edit.span else None,
            edit.span.end if edit.span else None,
            edit.label,
            entry.show,
        )
        for entry in entries
        for edit in entry.edits
        if not entry.is_stale(edit) and not entry.episode.missing
    ]
