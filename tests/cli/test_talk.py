"""What is said on stderr."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from intromark.cli.talk import Talk
from intromark.errors import MediaError
from intromark.events import Problem, Progress

STEPS = [
    Progress("read", 1, 2, "/films/E1.mkv"),
    Progress("read", 2, 2, "/films/[b]E2.mkv"),
    Progress("match", 1, 1, ""),
    Progress("read", 1, 1, "/films/F1.mkv"),
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def talked(monkeypatch: pytest.MonkeyPatch, *, quiet: bool = False) -> str:
    stderr = Terminal()
    monkeypatch.setattr("sys.stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    talk = Talk(quiet=quiet)
    with talk:
        talk.begin("read")
        for step in STEPS:
            talk.progress(step)
            talk.refresh()
        talk.problem(Problem(Path("x"), MediaError("it is broken"), answered=True))
    assert talk.has_problems
    return stderr.getvalue()


def test_a_terminal_sees_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    text = talked(monkeypatch)
    for word in ("reading", "1/2", "[b]E2.mkv", "comparing", "F1.mkv"):
        assert word in text
    assert "warning:" in text


def test_quiet_is_quiet_but_for_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    text = talked(monkeypatch, quiet=True)
    assert "reading" not in text
    assert "warning:" in text


def test_long_sentences_are_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = io.StringIO()
    monkeypatch.setattr("sys.stderr", stderr)
    talk = Talk()
    talk.error(MediaError("a long [sentence] " * 30, "do something " * 30))
    talk.say("and so on " * 30)
    assert stderr.getvalue().count("\n") == 3
    assert "[sentence]" in stderr.getvalue()
