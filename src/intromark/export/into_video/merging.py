"""Which of our chapters join those that a video has: nobody's chapter is lost, moved or renamed."""

from __future__ import annotations

from collections.abc import Sequence

from intromark.export.chapters import SEGMENT_NAMES, Chapter

SAME = 100_000_000
"""Nanoseconds by which two starts may differ and still be one: a few frames, which nobody sees as a chapter."""


def additions(ours: Sequence[Chapter], earlier: Sequence[tuple[int, str]]) -> tuple[Chapter, ...]:
    """The chapters to add.

    A player takes the last chapter that began for the one it is in. So the segments are always added, and what lies
    between them is only where no chapter begins there already.

    Args:
        ours: Chapters that cover the video, in nanoseconds.
        earlier: Start in nanoseconds, and name, of the chapters that it has.

    Returns:
        In time order; all of ours if it has none.
    """
    starts = [start for start, _ in earlier]
    return tuple(chapter for chapter in ours if _is_missing(chapter, earlier, starts))


def _is_missing(chapter: Chapter, earlier: Sequence[tuple[int, str]], starts: Sequence[int]) -> bool:
    if chapter.name in SEGMENT_NAMES.values():
        return not any(name == chapter.name and abs(start - chapter.start) <= SAME for start, name in earlier)
    return all(abs(start - chapter.start) > SAME for start in starts)
