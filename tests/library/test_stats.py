"""Counts, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from intromark.detection import Detection, Provenance
from intromark.library.stats import ShowStats, by_show, histogram, needing_a_look
from intromark.library.values import Edit, Entry, EpisodeRow, Origin
from intromark.segment import Label, Segment
from intromark.span import Span

MADE = Provenance("0.1.0", "lite", "c6cabcff", 5)
Answer = tuple[float, float, float] | float | None
"""(start, end, confidence), the confidence that there is none, or not analysed yet."""


def entry(
    number: int,
    answer: Answer,
    *,
    edit: Span | None = None,
    content: str = "c",
    failure: str = "",
    missing: bool = False,
) -> Entry:
    path = Path(f"/tv/E{number}.mkv")
    detection = None
    if isinstance(answer, tuple):
        segment = Segment(answer[0], answer[1], confidence=answer[2])
        detection = Detection(path, 600.0, (segment,), None, MADE)
    elif answer is not None:
        detection = Detection(path, 600.0, (), answer, MADE)
    edits = (Edit(Label.INTRO, edit, Origin.EDIT, content, "anna", "2026-01-01"),) if edit else ()
    row = EpisodeRow(number, 1, path, "c", 1, 1, missing, failure)
    return Entry("Show", "Season 1", row, detection, edits)


def season(*answers: Answer) -> list[Entry]:
    return [entry(number, answer) for number, answer in enumerate(answers)]


GOOD: Sequence[Answer] = [(60.0 + 2 * number, 90.0 + 2 * number, 0.95) for number in range(5)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param((64.0, 94.0, 0.9), "", id="nothing odd"),
        pytest.param((64.0, 94.0, 0.4), "unsure (0.40)", id="unsure"),
        pytest.param((64.0, 79.0, 0.9), "lasts 15.0 s, in its season 30.0 s", id="short"),
        pytest.param((64.0, 110.0, 0.9), "lasts 46.0 s, in its season 30.0 s", id="long"),
        pytest.param((64.0, 95.5, 0.9), "", id="a little longer"),
        pytest.param((400.0, 430.0, 0.9), "starts at 400 s, in its season about 65 s", id="late"),
        pytest.param((110.0, 140.0, 0.9), "", id="a longer cold open"),
        pytest.param(0.9, "no intro, and 5 of 6 in its season have one", id="none"),
        pytest.param(None, "not analysed yet", id="not analysed"),
    ],
)
def test_one_among_five_that_are_alike(answer: Answer, reason: str) -> None:
    looks = needing_a_look(season(*GOOD, answer))
    assert [look.reason for look in looks] == [reason] * bool(reason)
    assert [look.entry.episode.id for look in looks] == [5] * bool(reason)


def test_a_season_without_intros() -> None:
    assert [look.reason for look in needing_a_look(season(0.9, 0.9, 0.3))] == [
        "unsure that it has none (0.30)"
    ]


def test_people_are_believed_unless_the_file_changed() -> None:
    said = entry(5, (64.0, 70.0, 0.1), edit=Span(64.0, 70.0))
    stale = entry(6, (64.0, 94.0, 0.9), edit=Span(64.0, 94.0), content="before")
    looks = needing_a_look([*season(*GOOD), said, stale])
    assert [(look.entry.episode.id, look.reason) for look in looks] == [
        (6, "the file changed since it was edited")
    ]


def test_a_file_that_cannot_be_read_and_one_that_is_missing() -> None:
    entries = [entry(1, None, failure="it is broken"), entry(2, None, missing=True)]
    assert [look.reason for look in needing_a_look(entries)] == ["it is broken"]


def test_counts() -> None:
    entries = [
        *season((1.0, 2.0, 0.95), (1.0, 2.0, 1.0), (1.0, 2.0, 0.31), 0.9, None),
        entry(6, (1.0, 2.0, 0.2), edit=Span(1.0, 2.0)),
        entry(7, None, failure="it is broken"),
        entry(8, (1.0, 2.0, 0.5), missing=True),
    ]
    (show,) = by_show(entries)
    assert show == ShowStats("Show", episodes=7, analysed=5, intros=4, confirmed=1, failed=1, missing=1)
    assert show.coverage == 4 / 7
    assert histogram(entries) == [0, 0, 0, 1, 0, 0, 0, 0, 0, 2]


def test_nothing() -> None:
    assert (by_show([]), needing_a_look([]), sum(histogram([]))) == ([], [], 0)
