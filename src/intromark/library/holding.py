"""What holds for an episode, as an answer to write or to send: what people said, and else what was detected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version

from intromark.detection import Detection, Provenance
from intromark.library.values import Entry
from intromark.media import probe
from intromark.segment import Label, Segment

CERTAIN = 1.0  # a person said that there is none


def holding(entry: Entry) -> Detection | None:
    """The segments that hold for an episode; None where nothing is known of it.

    What a person said goes before what was detected: of a detected segment only what lies outside is left.

    Raises:
        MediaError: It was never analysed, and cannot be read to see how long it is.
    """
    detection = entry.detection
    if detection is None and not entry.edits:
        return None
    said = _said(entry)
    detected = [one for one in detection.segments if entry.edit(one.label) is None] if detection else []
    pieces = [piece for one in detected for piece in _outside(one, said)]
    segments = tuple(sorted([*said, *pieces], key=lambda one: one.start))
    has_intro = any(one.label is Label.INTRO for one in segments)
    asked = {*(detection.labels if detection else ()), *(edit.label for edit in entry.edits)}
    lacks_intro = Label.INTRO in asked and not has_intro
    return Detection(
        entry.episode.path,
        detection.duration if detection else probe(entry.episode.path).duration,
        segments,
        _absence(entry) if lacks_intro else None,
        detection.provenance if detection else Provenance(version("intromark"), "none", "", 0),
        tuple(label for label in Label if label in asked),
    )


def _said(entry: Entry) -> list[Segment]:
    """What people said there is, disjoint: what is said of two begins the later one where the earlier one ends."""
    spans = sorted(
        (edit.span.start, edit.span.end, edit.label) for edit in entry.edits if edit.span is not None
    )
    found: list[Segment] = []
    for start, end, label in spans:
        free = max(start, found[-1].end) if found else start
        if free < end:
            found.append(Segment(free, end, label))
    return found


def _outside(segment: Segment, said: Iterable[Segment]) -> list[Segment]:
    pieces = [segment]
    for other in said:
        pieces = [
            replace(piece, start=start, end=end)
            for piece in pieces
            for start, end in (
                (piece.start, min(piece.end, other.start)),
                (max(piece.start, other.end), piece.end),
            )
            if start < end
        ]
    return pieces


def _absence(entry: Entry) -> float:
    detected = entry.detection.absence if entry.detection else None
    return CERTAIN if entry.edit(Label.INTRO) or detected is None else detected
