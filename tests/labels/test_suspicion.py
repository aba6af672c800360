"""What looks wrong, and why."""

from __future__ import annotations

import pytest

from intromark.labels.leaks import leaks
from intromark.labels.rows import LabelRow, by_show
from intromark.labels.suspicion import suspicions
from intromark.segment import Label


def row(id: str, start: float | None, end: float | None, label: Label = Label.INTRO) -> LabelRow:
    return LabelRow(id, f"Маяк. {id} серия", start, end, label)


PLAIN = [row(str(number), 10.0, 20.0) for number in range(5)]


def reasons(*rows: LabelRow, **durations: float) -> list[tuple[str, str, bool]]:
    return [(one.row.id, one.reason, one.is_unusable) for one in suspicions(rows, durations)]


def test_nothing_is_wrong_with_plain_rows() -> None:
    assert (
        reasons(*PLAIN, row("none", None, None), PLAIN[0]) == []
    )  # the same thing twice is no contradiction


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (47.0, 10.0, "starts 37 s after its end"),
        (5.0, 5.0, "ends where it starts"),
        (-3.0, 5.0, "starts 3 s before the video"),
        (None, 5.0, "has no start"),
        (5.0, None, "has no end"),
    ],
)
def test_edges(start: float | None, end: float | None, reason: str) -> None:
    assert reasons(row("1", start, end)) == [("1", reason, True)]


def test_rows_of_an_episode_that_overlap() -> None:
    assert reasons(row("1", 10, 20), row("1", 0, 12, Label.RECAP)) == [
        ("1", "overlaps the recap of the same episode, 0:00:00 - 0:00:12", True),
        ("1", "overlaps the intro of the same episode, 0:00:10 - 0:00:20", True),
    ]


def test_rows_of_an_episode_that_contradict() -> None:
    assert reasons(row("1", 10, 20), row("1", None, None)) == [
        ("1", "is one of two: the intro of the same episode is none, too", True),
        ("1", "is one of two: the intro of the same episode is 0:00:10 - 0:00:20, too", True),
    ]
    assert len(reasons(row("1", 10, 20), row("1", 30, 40))) == 2
    assert reasons(row("1", 10, 20), row("1", 30, 40, Label.CREDITS)) == []


def test_lengths() -> None:
    assert reasons(row("1", 0, 200)) == [("1", "lasts 200 s, which is long for an intro", False)]
    (long,) = reasons(*PLAIN, row("9", 10, 45))
    assert long == ("9", "lasts 35 s, and the show's usual intro 10 s", False)
    assert reasons(*PLAIN[:2], row("9", 10, 45)) == []  # too few to say what is usual


def test_past_the_end_of_the_video() -> None:
    assert reasons(row("a", 10, 20), row("b", 10, 20), a=19.5, b=15.0) == [
        ("b", "ends after the video, which lasts 15 s", True)
    ]


def test_titles() -> None:
    one, other = (LabelRow(id, "Маяк. 1 серия", 1, 2) for id in ("a", "b"))
    assert reasons(one, other) == [("a", "has the title of `b`", False), ("b", "has the title of `a`", False)]
    assert reasons(LabelRow("S01E01.mkv", "", 1, 2)) == [
        ("S01E01.mkv", "has no title that tells its show", False)
    ]


def test_leaks_by_id_and_by_title() -> None:
    train = [LabelRow("a", "Маяк. 1 серия"), LabelRow("b", "Мыс. 1 серия")]
    test = [
        LabelRow("a", ""),
        LabelRow("c", "Mыc, 1 серия!"),
        LabelRow("d", "Мыс. 2 серия"),
        LabelRow("e", "Лес"),
    ]
    found = leaks(train, test)
    assert [one.id for one in found.rows] == ["a", "c"]
    assert found.shows == ("Мыс",)


def test_rows_by_show() -> None:
    rows = [LabelRow("a", "Мыс. 1 серия"), LabelRow("b", "Лес. 1 серия"), LabelRow("c", "мыс. 2 серия")]
    assert {show: [one.id for one in own] for show, own in by_show(rows).items()} == {
        "Лес": ["b"],
        "Мыс": ["a", "c"],
    }
