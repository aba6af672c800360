"""Edit decision list: what Kodi (and by plugin Jellyfin and Emby) skips while it plays.

Every segment becomes a commercial break, which Kodi skips once: who wants to see it can still seek back. But
Kodi takes the first range of a file for a fault when it is a break of under 5 seconds, wherever it lies, and
drops it. Such a range is written as a cut, which is always skipped and cannot be seen while the file is
there: a wrong one costs at most 5 seconds of story, and leaving it out would mean that a short intro is never
skipped.
"""

from __future__ import annotations

from collections.abc import Iterable

from intromark.detection import Detection
from intromark.export.ticks import Span, spans

CUT = 0
COMMERCIAL_BREAK = 3

_TICKS_PER_SECOND = 1000
# Kodi long truncated `24.001 * 1000` instead of rounding it, so there an edge can come out 1 ms early.
_READING_ERROR = 1
_SHORTEST_FIRST_BREAK = 5 * _TICKS_PER_SECOND + _READING_ERROR


def render_edl(detection: Detection) -> str:
    """One episode's segments, a line `start end action` each, in seconds with 3 decimals.

    Segments that touch are one range, as Kodi drops a range that starts where the one before ends.

    Returns:
        An empty text when the episode has no segment.

    Source:
        Kodi wiki, 'Edit decision list'; Kodi's VideoPlayer/Edl.cpp, AddEdit and MergeShortCommBreaks.
    """
    lines = []
    for index, (start, end) in enumerate(_apart(spans(detection, _TICKS_PER_SECOND))):
        dropped_as_break = index == 0 and end - start < _SHORTEST_FIRST_BREAK
        action = CUT if dropped_as_break else COMMERCIAL_BREAK
        lines.append(f"{_seconds(start)} {_seconds(end)} {action}\n")
    return "".join(lines)


def _apart(found: Iterable[Span]) -> list[tuple[int, int]]:
    """Ranges that stay apart, and not empty, even when a reader takes an edge for a millisecond less."""
    ranges: list[tuple[int, int]] = []
    for span in found:
        if ranges and span.start - ranges[-1][1] <= _READING_ERROR:
            ranges[-1] = (ranges[-1][0], span.end)
        else:
            ranges.append((span.start, span.end))
    return [(start, end) for start, end in ranges if end - start > _READING_ERROR]


def _seconds(milliseconds: int) -> str:
    whole, rest = divmod(milliseconds, _TICKS_PER_SECOND)
    return f"{whole}.{rest:03}"
