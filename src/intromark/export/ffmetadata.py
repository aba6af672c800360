"""FFmpeg's metadata file: chapters that `ffmpeg` puts into a video of any container that has them.

Apply with `ffmpeg -i VIDEO -i FILE -map 0 -map_metadata 0 -map_chapters 1 -c copy OUT`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from intromark.detection import Detection
from intromark.export.chapters import Chapter, chapters

TICKS_PER_SECOND = 1000

_SPECIAL = re.compile(r"([=;#\\\n])")


def render_ffmetadata(detection: Detection) -> str:
    """One episode's chapters, in milliseconds.

    Returns:
        The header alone when the episode has no segment: that is a valid file, and applying it would leave
        the video without chapters.

    Source:
        FFmpeg's documentation of formats, 'Metadata'.
    """
    return render_chapters(chapters(detection, TICKS_PER_SECOND))


def render_chapters(listed: Sequence[Chapter]) -> str:
    """Any chapters, in milliseconds."""
    return ";FFMETADATA1\n" + "".join(
        f"[CHAPTER]\nTIMEBASE=1/{TICKS_PER_SECOND}\n"
        f"START={chapter.start}\nEND={chapter.end}\ntitle={_escape(chapter.name)}\n"
        for chapter in listed
    )


def _escape(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", text)
    # FFmpeg takes a line feed after any backslash, even an escaped one, for part of the title.
    return f"{escaped} " if text.endswith("\\") else escaped
