"""Chapters as FFmpeg reads and writes them, as a list in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from intromark.detection import Detection
from intromark.export.chapters import Chapter, chapters
from intromark.export.into_video.merging import additions
from intromark.export.matroska import TICKS_PER_SECOND, is_our_uid, our_uid
from intromark.media.opening import open_container

Entry = dict[str, Any]


def read(video: Path) -> bytes:
    """The chapters of a video as JSON, as FFmpeg reads them; an empty list where it has none.

    Raises:
        MediaError: It cannot be read.
    """
    with open_container(video) as container:
        return _document([_entry(one) for one in container.chapters()])


def merged(document: bytes, detection: Detection) -> bytes:
    """The chapters that a video has, with an episode's added; of an earlier one nothing changes but its end."""
    earlier = [one for one in json.loads(document) if not is_our_uid(str(one["id"]))]
    ours = chapters(detection, TICKS_PER_SECOND)
    added = additions(ours, [(one["start"], one["title"]) for one in earlier])
    counts: dict[str, int] = {}
    new = [_entry_of(chapter, counts) for chapter in added]
    # Of two that begin at once, ours comes last: it is the one that a player is in.
    entries = sorted([*earlier, *new], key=lambda one: int(one["start"]))
    starts = sorted(chapter.start for chapter in added)
    for one in earlier:
        later = [start for start in starts if start > one["start"]]
        one["end"] = min([one["end"], *later])
    return _document(entries)


def same(one: bytes, other: bytes) -> bool:
    """Whether two documents have the same chapters: names, and starts to the millisecond."""
    return _said(one) == _said(other)


def for_ffmpeg(document: bytes) -> list[Any]:
    """The chapters as PyAV takes them."""
    return [
        {
            "id": one["id"],
            "start": one["start"],
            "end": one["end"],
            "time_base": Fraction(1, TICKS_PER_SECOND),
            "metadata": one["tags"],
        }
        for one in json.loads(document)
    ]


def _document(entries: Sequence[Entry]) -> bytes:
    return json.dumps(list(entries), indent=1).encode()


def _said(document: bytes) -> list[tuple[int, str]]:
    return [(round(one["start"] / 1e6), one["title"]) for one in json.loads(document)]


def _entry(chapter: Mapping[str, Any]) -> Entry:
    """FFmpeg's chapter in nanoseconds."""
    nanoseconds = chapter["time_base"] * TICKS_PER_SECOND
    return {
        "id": chapter["id"],
        "start": round(chapter["start"] * nanoseconds),
        "end": round(chapter["end"] * nanoseconds),
        "title": chapter["metadata"].get("title", ""),
        "tags": dict(chapter["metadata"]),
    }


def _entry_of(chapter: Chapter, counts: dict[str, int]) -> Entry:
    counts[chapter.name] = counts.get(chapter.name, 0) + 1
    return {
        "id": our_uid(chapter.name, counts[chapter.name]),
        "start": chapter.start,
        "end": chapter.end,
        "title": chapter.name,
        "tags": {"title": chapter.name},
    }
