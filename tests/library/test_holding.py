"""What holds: a person's word before a detection."""

from __future__ import annotations

from pathlib import Path

import pytest

from intromark.detection import Detection, Provenance
from intromark.library.holding import holding
from intromark.library.values import Edit, Entry, EpisodeRow, Origin
from intromark.segment import Label, Segment
from intromark.span import Span
from small_library import SmallEpisode, draw_episode

PATH = Path("/tv/Show/a.mkv")
MADE = Provenance("0.1.0", "lite", "c6cabcff", 3)
INTRO = Segment(10.0, 20.0, Label.INTRO, 0.9)
CREDITS = Segment(80.0, 100.0, Label.CREDITS, 0.7)


def entry(detection: Detection | None, *edits: Edit, path: Path = PATH) -> Entry:
    row = EpisodeRow(1, 1, path, "f", 1, 1, missing=False, failure="")
    return Entry("Show", "", row, detection, edits)


def detected(*segments: Segment) -> Detection:
    has_intro = any(one.label is Label.INTRO for one in segments)
    return Detection(PATH, 100.0, segments, None if has_intro else 0.8, MADE)


def said(label: Label, *span: float) -> Edit:
    return Edit(label, Span(*span) if span else None, Origin.EDIT, "f", "anna", "")


@pytest.mark.parametrize(
    ("segments", "edits", "expected", "absence"),
    [
        pytest.param([INTRO], [], [("intro", 10, 20)], None, id="detected"),
        pytest.param([], [], [], 0.8, id="none detected"),
        pytest.param([INTRO], [said(Label.INTRO, 12, 21)], [("intro", 12, 21)], None, id="edited"),
        pytest.param([INTRO], [said(Label.INTRO)], [], 1.0, id="said that there is none"),
        pytest.param([], [said(Label.INTRO)], [], 1.0, id="the same of none detected"),
        pytest.param(
            [INTRO, CREDITS], [said(Label.INTRO)], [("credits", 80, 100)], 1.0, id="other labels stay"
        ),
        pytest.param([CREDITS], [said(Label.CREDITS)], [], 0.8, id="no credits"),
        pytest.param(
            [INTRO],
            [said(Label.RECAP, 15, 30)],
            [("intro", 10, 15), ("recap", 15, 30)],
            None,
            id="what is said takes its place",
        ),
        pytest.param(
            [INTRO],
            [said(Label.RECAP, 12, 14)],
            [("intro", 10, 12), ("recap", 12, 14), ("intro", 14, 20)],
            None,
            id="also in the middle",
        ),
        pytest.param(
            [],
            [said(Label.INTRO, 10, 20), said(Label.RECAP, 5, 15)],
            [("recap", 5, 15), ("intro", 15, 20)],
            None,
            id="two that a person said",
        ),
    ],
)
def test_what_holds(
    segments: list[Segment],
    edits: list[Edit],
    expected: list[tuple[str, float, float]],
    absence: float | None,
) -> None:
    answer = holding(entry(detected(*segments), *edits))
    assert answer is not None
    assert [(one.label, one.start, one.end) for one in answer.segments] == expected
    assert answer.absence == absence


def test_nothing_is_known() -> None:
    assert holding(entry(None)) is None


def test_an_edit_of_what_was_never_analysed(tmp_path: Path) -> None:
    path = draw_episode(tmp_path / "a.mkv", SmallEpisode(1, 1))
    answer = holding(entry(None, said(Label.INTRO, 2, 8), path=path))
    assert answer is not None
    assert answer.duration == pytest.approx(14.0, abs=0.11)
    assert answer.provenance.encoder == "none"
