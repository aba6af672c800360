"""The minute-rounding error and the repairs, on drawn rows."""

from __future__ import annotations

import pytest

from intromark.labels.repairs import REPAIRS, changes, repaired
from intromark.labels.rounding import RoundingEvidence, rounding_evidence
from intromark.labels.rows import LabelFile, LabelRow
from intromark.timecode import parse_time


def row(start: str, end: str) -> LabelRow:
    """A row of `M:SS` times."""
    return LabelRow(f"{start}-{end}", "", parse_time(start), parse_time(end))


def rounded(start: int, end: int) -> LabelRow:
    """The row of someone who rounds minutes."""
    late = [float(edge + 60 * (edge % 60 >= 30)) for edge in (start, end)]
    return LabelRow(f"{start}-{end}", "", late[0], late[1])


TRUE = [(110, 125), (50, 62), (95, 100), (5, 15), (400, 443), (226, 230)]
ROWS = [rounded(*edges) for edges in TRUE]


def test_rounded_minutes_are_told_and_mended() -> None:
    assert rounding_evidence(ROWS) == RoundingEvidence(
        backward=3, explained=3, hidden=2, across=0, first_minute=0
    )
    mended = REPAIRS["minute-rounding"](ROWS)
    assert [(one.start, one.end) for one in mended] == TRUE
    assert [change.is_hidden for change in changes(ROWS, mended)] == [False, False, True, False, True]


def test_what_was_mended_is_not_mended_again() -> None:
    mended = REPAIRS["minute-rounding"](ROWS)
    assert REPAIRS["minute-rounding"](mended) == mended


@pytest.mark.parametrize(
    ("other", "against"),
    [
        pytest.param(row("1:20", "1:40"), "across", id="from one half of a minute into the other"),
        pytest.param(row("1:50", "2:05"), "across", id="across a minute, and not backward"),
        pytest.param(row("0:40", "0:45"), "first_minute", id="in the second half of minute 0"),
    ],
)
def test_one_row_that_cannot_be_rounded_stops_the_repair(other: LabelRow, against: str) -> None:
    rows = [*ROWS, other]
    evidence = rounding_evidence(rows)
    assert getattr(evidence, against) == 1 and not evidence.holds
    assert REPAIRS["minute-rounding"](rows) == rows


def test_few_backward_rows_are_no_evidence() -> None:
    rows = ROWS[:2]
    assert rounding_evidence(rows).explained == 2
    assert REPAIRS["minute-rounding"](rows) == rows


def test_what_rounding_does_not_explain_stays() -> None:
    wrong = [row("7:40", "0:11"), row("1:05", "0:15")]
    evidence = rounding_evidence([*ROWS, *wrong])
    assert (evidence.backward, evidence.unexplained, evidence.holds) == (5, 2, True)
    assert REPAIRS["minute-rounding"]([*ROWS, *wrong])[-2:] == wrong


def test_an_episode_in_two_files_counts_once() -> None:
    assert rounding_evidence([*ROWS, *ROWS]) == rounding_evidence(ROWS)


def test_the_seeds_repair_moves_starts_only() -> None:
    rows = [
        row("1:40", "1:10"),
        row("1:05", "0:15"),
        row("7:40", "0:11"),
        row("1:35", "1:40"),
        row("0:45", "0:15"),
    ]
    assert [(one.start, one.end) for one in REPAIRS["seed"](rows)] == [
        (40, 70),
        (5, 15),
        (460, 11),  # a minute does not mend it
        (95, 100),
        (45, 15),  # would start before the video
    ]
    assert REPAIRS["none"](rows) == rows


def test_rows_without_times_stay() -> None:
    rows = [*ROWS, LabelRow("none"), LabelRow("half", start=100.0), LabelRow("bad", flaw="is unreadable")]
    for repair in REPAIRS.values():
        assert repair(rows)[-3:] == rows[-3:]


def test_files_are_mended_together() -> None:
    files = [LabelFile("a", "", tuple(ROWS[:4])), LabelFile("b", "", tuple(ROWS[4:]))]
    both = repaired(files, "minute-rounding")
    assert [len(file.rows) for file in both] == [4, 2]
    assert [(one.start, one.end) for file in both for one in file.rows] == TRUE
