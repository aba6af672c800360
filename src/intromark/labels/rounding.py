"""The minute-rounding error: minutes that were rounded where they should have been cut off.

Whoever writes 1:50 as `0:02:50` has rounded 1.83 minutes to 2. Every time whose second is 30 or more is then a
minute late. An intro lasts less than a minute, so such labels cannot look like right ones: a start in the second
half of a minute with an end in the first half of the next stands after its end, no span goes from the first half
of a minute into its second, and none stands in the second half of minute 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intromark.labels.rows import LabelRow

MINUTE = 60.0
LEAST_EXPLAINED = 3  # rows that start after their end and that the error explains, before it is believed


@dataclass(frozen=True, slots=True)
class RoundingEvidence:
    """What rows say for and against the error, in counts of rows.

    Attributes:
        backward: Start after their end.
        explained: Those of them that are right once the start is a minute earlier.
        hidden: Look right, and have both edges in the second half of a minute: if the error is there, they are a
            minute late at both.
        across: Speak against it: one edge in each half of a minute, and not backward.
        first_minute: Speak against it: an edge in the second half of minute 0.
    """

    backward: int
    explained: int
    hidden: int
    across: int
    first_minute: int

    @property
    def unexplained(self) -> int:
        """Rows that start after their end for another reason."""
        return self.backward - self.explained

    @property
    def holds(self) -> bool:
        """Whether the error may be mended: enough rows speak for it, and none against."""
        return self.explained >= LEAST_EXPLAINED and not self.across and not self.first_minute


def rounding_evidence(rows: Iterable[LabelRow]) -> RoundingEvidence:
    """Count what speaks for the error and against it; an episode that stands in several files counts once."""
    times = {(row.id, row.label, row.start, row.end) for row in rows}
    kinds = [_kind(start, end) for _, _, start, end in times if start is not None and end is not None]
    return RoundingEvidence(
        backward=kinds.count("explained") + kinds.count("unexplained"),
        explained=kinds.count("explained"),
        hidden=kinds.count("hidden"),
        across=kinds.count("across"),
        first_minute=kinds.count("first minute"),
    )


def _kind(start: float, end: float) -> str:
    if start > end:
        is_explained = is_late(start) and not is_late(end) and 0 <= start - MINUTE < end
        return "explained" if is_explained else "unexplained"
    if any(MINUTE / 2 <= edge < MINUTE for edge in (start, end)):
        return "first minute"
    if is_late(start) != is_late(end):
        return "across"
    return "hidden" if is_late(start) else "plain"


def is_late(seconds: float) -> bool:
    """Whether a time stands in the second half of a minute, which the error makes a minute late."""
    return seconds % MINUTE >= MINUTE / 2
