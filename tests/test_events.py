"""Who listens is told."""

from __future__ import annotations

from pathlib import Path

from intromark.errors import MediaError
from intromark.events import Listener, Problem


def test_what_is_told_again_is_told_once() -> None:
    told: list[Problem] = []
    listener = Listener(told.append, lambda _: None).once()
    for name in ("S01E01.mkv", "S01E02.mkv", "S01E01.mkv"):
        listener.warn(Path(name), MediaError("it is damaged"))
    listener.warn(Path("S01E01.mkv"), MediaError("it is a copy"))
    assert [(problem.path.name, problem.error.message) for problem in told] == [
        ("S01E01.mkv", "it is damaged"),
        ("S01E02.mkv", "it is damaged"),
        ("S01E01.mkv", "it is a copy"),
    ]
