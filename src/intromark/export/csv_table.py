"""CSV: a row a segment, for spreadsheets and shells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from intromark.addresses import text_of
from intromark.detection import Detection
from intromark.segment import Segment

HEADER = ("path", "label", "start", "end", "confidence", "evidence")
NO_SEGMENT = "none"


def render_csv(detections: Sequence[Detection]) -> str:
    """A header, then the episodes in the order given; times in seconds with 3 decimals.

    An episode without segments has one row: its label is `none`, its confidence the probability that it has
    no intro, and start, end and evidence are empty. Evidence reads `picture:5 sound:3`: the signal, and how
    many other episodes share it.

    Source:
        RFC 4180, but for the line feed alone at a line's end, which shell tools expect.
    """
    rows = [row for detection in detections for row in _rows(detection)]
    return "".join(_line(row) for row in [HEADER, *rows])


def _rows(detection: Detection) -> list[tuple[str, ...]]:
    path = text_of(detection.path)
    if not detection.segments:
        return [(path, NO_SEGMENT, "", "", _number(detection.absence), "")]
    return [(path, *_cells(segment, detection.duration)) for segment in detection.segments]


def _cells(segment: Segment, duration: float) -> tuple[str, ...]:
    return (
        segment.label.value,
        f"{segment.start:.3f}",
        f"{min(segment.end, duration):.3f}",
        _number(segment.confidence),
        " ".join(f"{one.source.value}:{one.siblings}" for one in segment.evidence),
    )


def _number(probability: float | None) -> str:
    return "" if probability is None else str(float(probability))


def _line(fields: Sequence[str]) -> str:
    # The writer quotes the characters of its own line end: with `\n` alone, a path with `\r` would go
    # unquoted.
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(fields)
    return buffer.getvalue().removesuffix("\r\n") + "\n"
