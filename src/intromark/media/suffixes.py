"""Which file names are taken for videos."""

from __future__ import annotations

import os
from pathlib import Path

VIDEO_SUFFIXES = frozenset(
    {".3gp", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".m2ts", ".m2v", ".m4v", ".mkv", ".mov"}
    | {".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogm", ".ogv", ".rm", ".rmvb", ".ts", ".vob"}
    | {".webm", ".wmv", ".wtv"}
)
"""Extensions of video containers, lower case, with the dot."""


def is_video(path: str | os.PathLike[str]) -> bool:
    """Whether the name ends like a video's; the file is not opened, and need not exist."""
    return Path(path).suffix.lower() in VIDEO_SUFFIXES
