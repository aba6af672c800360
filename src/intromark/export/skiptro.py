"""Skiptro's JSON, which Kodi's add-on service.skiptro reads."""

from __future__ import annotations

import json

from intromark.detection import Detection
from intromark.export.ticks import Span, spans
from intromark.segment import Label

_TICKS_PER_SECOND = 1000


def render_skiptro(detection: Detection) -> str:
    """One episode's intro and where its credits begin, in seconds with 3 decimals.

    The format has one intro, so a second one is left out, and so is a recap, for which it has no word. Its credits
    last to the end of the video: those that something comes after are left out, as it would be skipped.

    Returns:
        An empty text when there is neither.
    """
    found = spans(detection, _TICKS_PER_SECOND)
    intro = next((span for span in found if span.label is Label.INTRO), None)
    credits = found[-1] if found and found[-1].label is Label.CREDITS else None
    answer = {}
    if intro is not None:
        answer["intro"] = {"start": _seconds(intro.start), "end": _seconds(intro.end)}
    if credits is not None and _lasts_to_the_end(credits, detection):
        answer["credits"] = {"start": _seconds(credits.start)}
    return json.dumps(answer) + "\n" if answer else ""


def _lasts_to_the_end(credits: Span, detection: Detection) -> bool:
    return detection.duration - _seconds(credits.end) < 1


def _seconds(milliseconds: int) -> float:
    return milliseconds / _TICKS_PER_SECOND
