"""The table, word for word."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from intromark.cli.table import describe_evidence, print_table, render_table
from intromark.detection import Detection, Provenance
from intromark.segment import Evidence, Label, Segment, Source

MADE_WITH = Provenance("0", "lite", "0", 5)
BOTH = (Evidence(Source.PICTURE, 4), Evidence(Source.SOUND, 4))


def episode(path: str, start: float | None = None, end: float = 0.0) -> Detection:
    segments = () if start is None else (Segment(start, end, confidence=0.987, evidence=BOTH),)
    return Detection(Path(path), 4000, segments, None if segments else 0.97, MADE_WITH)


def test_one_season() -> None:
    assert render_table([episode("S1/S01E01.mkv", 24, 50), episode("S1/S01E05.mkv")]) == (
        " episode     intro              length  confidence  evidence\n"
        " S01E01.mkv  0:24.00 - 0:50.00  26.0 s  0.99        picture + sound, 4 siblings\n"
        " S01E05.mkv  none                       0.97\n"
    )


def test_several_seasons_are_headed_by_their_folders() -> None:
    assert render_table([episode("A/E1.mkv", 3590, 3610.5), episode("A/E2.mkv"), episode("B/E1.mkv")]) == (
        "A\n"
        " episode  intro                  length  confidence  evidence\n"
        " E1.mkv   59:50.00 - 1:00:10.50  20.5 s  0.99        picture + sound, 4 siblings\n"
        " E2.mkv   none                           0.97\n"
        "\n"
        "B\n"
        " episode  intro  length  confidence  evidence\n"
        " E1.mkv   none           0.97\n"
    )


def test_nothing() -> None:
    assert render_table([]) == ""


def test_long_and_odd_names_stay_on_their_line() -> None:
    names = [
        "a" * 240 + ".mkv",
        "[red]no markup.mkv",
        "two\nlines\x1b[2J.mkv",
        os.fsdecode(b"Caf\xe9.mkv"),
    ]
    _, *rows = render_table([episode(f"S/{name}") for name in names]).splitlines()
    shown = [row[1:].partition("  ")[0] for row in rows]
    assert shown == [names[0], names[1], "two\ufffdlines\ufffd[2J.mkv", "Caf\ufffd.mkv"]


def test_a_terminal_gets_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in render_table([episode("S/E1.mkv")], colour=True)


def test_letters_that_stdout_has_not(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open(1, "w", encoding="ascii", closefd=False) as narrow:
        monkeypatch.setattr("sys.stdout", narrow)
        print_table([episode("S/Café.mkv")])
    assert b" Caf?.mkv " in capfdbinary.readouterr().out


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ((), ""),
        (BOTH, "picture + sound, 4 siblings"),
        ((Evidence(Source.SOUND, 1),), "sound, 1 sibling"),
        (
            (Evidence(Source.PICTURE, 4), Evidence(Source.SOUND, 1)),
            "picture, 4 siblings + sound, 1 sibling",
        ),
        ((Evidence.of_model(),), "transformer"),
    ],
)
def test_evidence(evidence: tuple[Evidence, ...], words: str) -> None:
    assert describe_evidence(evidence) == words


def test_several_labels_are_a_line_each() -> None:
    credits = Segment(3900, 3960.5, Label.CREDITS, 0.5, BOTH)
    found = Detection(Path("E1.mkv"), 4000, (credits,), 0.97, MADE_WITH, (Label.INTRO, Label.CREDITS))
    assert render_table([found, replace(found, absence=None, labels=(Label.CREDITS,))]) == (
        " episode  label    span                     length  confidence  evidence\n"
        " E1.mkv   intro    none                             0.97\n"
        "          credits  1:05:00.00 - 1:06:00.50  60.5 s  0.50        picture + sound, 4 siblings\n"
        " E1.mkv   credits  1:05:00.00 - 1:06:00.50  60.5 s  0.50        picture + sound, 4 siblings\n"
    )


def test_another_label_alone_is_the_heading() -> None:
    assert render_table([Detection(Path("E1.mkv"), 4000, (), None, MADE_WITH, (Label.RECAP,))]) == (
        " episode  recap  length  confidence  evidence\n E1.mkv   none\n"
    )
