"""The fields of one row, of whatever file, -> `LabelRow`."""

from __future__ import annotations

from collections.abc import Mapping

from intromark.labels.rows import LabelRow
from intromark.segment import Label
from intromark.timecode import parse_time

SPLITS = ("train", "val", "test")
KNOWN = ("name", "start", "end", "label", "show", "split")
NONE = "none"  # the label that our own tables give to an episode without a segment


def row_of(id: str, fields: Mapping[str, object] | None) -> LabelRow:
    """Read a row; what is wrong with it becomes its `flaw`.

    Args:
        id: Of the episode.
        fields: By the names in `KNOWN`, and others, which are kept; None where the file has no row.
    """
    if fields is None or not id:
        flaw = "names no video" if fields else "is no row with a start and an end"
        return LabelRow(id, flaw=flaw, others=dict(fields or {}))
    title, show, split = (_text(fields.get(name)) for name in ("name", "show", "split"))
    try:
        start, end = _times(fields)
        label, split = _label(fields), _split(split)
    except ValueError as error:
        return LabelRow(id, title, show=show, flaw=str(error), others=dict(fields))
    others = {name: value for name, value in fields.items() if name not in KNOWN}
    return LabelRow(id, title, start, end, label, show, split, others=others)


def _times(fields: Mapping[str, object]) -> tuple[float | None, float | None]:
    missing = [name for name in ("start", "end") if name not in fields]
    if missing:
        raise ValueError(f"has no {missing[0]}")
    start, end = (_time(fields[name]) for name in ("start", "end"))
    if fields.get("label") == NONE and not start is end is None:
        raise ValueError(f"is labelled `{NONE}` and has times")
    return start, end


def _time(value: object) -> float | None:
    """Seconds of a number or a text; None where there is none."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"has a time that is none: {value}")  # noqa: TRY004 - the row's error, not the program's
    return parse_time(str(value))


def _label(fields: Mapping[str, object]) -> Label:
    text = _text(fields.get("label")).lower()
    if text in ("", NONE):
        return Label.INTRO
    if text not in list(Label):
        raise ValueError(f"has the label `{text}`, which is none of {', '.join(Label)}")
    return Label(text)


def _split(text: str) -> str:
    if text and text not in SPLITS:
        raise ValueError(f"has the split `{text}`, which is none of {', '.join(SPLITS)}")
    return text


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
