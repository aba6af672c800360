"""What is special about an episode, in words: the same wherever it is shown."""

from __future__ import annotations

from intromark.library.values import Entry
from intromark.segment import Label

ORIGINS = {"edit": "edited", "aligned": "aligned", "lock": "locked"}
"""How a person's word came about -> what it is called."""


def state_of(entry: Entry, others: bool = False) -> str:
    """What is special about an episode and its intro; often nothing.

    Args:
        entry: The episode.
        others: Also what a person said of other labels than the intro.
    """
    words = [ORIGINS[edit.origin] for edit in entry.edits if edit.label is Label.INTRO]
    if others:
        words += [
            f"{edit.label} {ORIGINS[edit.origin]}" for edit in entry.edits if edit.label is not Label.INTRO
        ]
    if any(entry.is_stale(edit) for edit in entry.edits):
        words.append("file changed since")
    if entry.episode.missing:
        words.append("missing")
    elif entry.episode.failure:
        words.append("cannot be read")
    elif entry.detection is None:
        words.append("not analysed yet")
    return ", ".join(words)
