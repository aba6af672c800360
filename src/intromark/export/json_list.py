"""JSON: everything that is known of every episode, for other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict

from intromark.addresses import text_of
from intromark.detection import Detection
from intromark.segment import Segment

_MILLISECONDS = 3

_SURROGATE = re.compile("[\ud800-\udfff]")


def render_json(detections: Sequence[Detection]) -> str:
    """A list with an object an episode, in the order given; times in seconds, rounded to milliseconds.

    A byte of a path that is not UTF-8 is an escape from `\\udc80` to `\\udcff`, as Python's `os.fsdecode` has
    it: the text is valid JSON and UTF-8, and `os.fsencode` of the path that `json.loads` gives is the file's
    name.
    """
    text = json.dumps([_episode(one) for one in detections], ensure_ascii=False, indent=2, allow_nan=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _episode(detection: Detection) -> dict[str, object]:
    duration = round(float(detection.duration), _MILLISECONDS)
    return {
        "path": text_of(detection.path),
        "duration": duration,
        "segments": [_segment(segment, duration) for segment in detection.segments],
        "absence": detection.absence,
        "provenance": asdict(detection.provenance),
    }


def _segment(segment: Segment, duration: float) -> dict[str, object]:
    return {
        "label": segment.label.value,
        "start": round(float(segment.start), _MILLISECONDS),
        "end": min(round(float(segment.end), _MILLISECONDS), duration),
        "confidence": segment.confidence,
        "evidence": [{"source": one.source.value, "siblings": one.siblings} for one in segment.evidence],
    }
