"""Finds the intro of every episode of a series, to the frame.

detect(paths)      the main path; everything below is what it is made of

Detection          what is answered for one episode: segments, confidence, provenance
Segment            a labelled span [start, end) in seconds, with its confidence and evidence
Label, Source      what a span is, and what it was found by
Evidence           how many siblings share its pictures, or its sound
Problem, Progress  what a long job tells while it runs
IntromarkError     what the user can mend: a sentence and a hint
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from intromark.detection import Detection, Provenance
from intromark.errors import IntromarkError
from intromark.events import Problem, Progress
from intromark.segment import Evidence, Label, Segment, Source

if TYPE_CHECKING:
    from intromark.pipeline import detect

__all__ = [
    "Detection",
    "Evidence",
    "IntromarkError",
    "Label",
    "Problem",
    "Progress",
    "Provenance",
    "Segment",
    "Source",
    "detect",
]

# onnxruntime sends Microsoft what it runs on, and keeps a number for this machine, unless this is set before it is
# loaded. Who wants that sets it to 0.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def __getattr__(name: str) -> Any:
    """Load what is heavy only when it is asked for: `detect` brings FFmpeg and onnxruntime."""
    if name == "detect":
        return import_module("intromark.pipeline").detect
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
