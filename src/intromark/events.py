"""What a long job tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from intromark.errors import IntromarkError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something was wrong with a file, and the rest went on.

    Attributes:
        path: The file or folder it is about.
        error: What is wrong, and what to do.
        answered: There is an answer for it all the same: a cut-off file, one without sound.
    """

    path: Path
    error: IntromarkError
    answered: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of one season is.

    Attributes:
        stage: "read", "look", "listen" and "refine" (once an episode) or "match" (once a pair).
        done: How many are done.
        total: How many there are.
        what: Name of the one just done.
    """

    stage: str
    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """How much of a file that lies elsewhere was fetched for its answer.

    Attributes:
        path: The file.
        fetched: Bytes.
        size: Bytes of the whole file.
    """

    path: Path
    fetched: int
    size: int


def _nobody(_: Fetched) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told."""

    on_problem: Callable[[Problem], None]
    on_progress: Callable[[Progress], None]
    on_fetched: Callable[[Fetched], None] = _nobody

    def once(self) -> Listener:
        """The same, where what is told again is told once."""
        told: set[tuple[Path, str]] = set()

        def on_problem(problem: Problem) -> None:
            what = (problem.path, problem.error.message)
            if what not in told:
                told.add(what)
                self.on_problem(problem)

        return replace(self, on_problem=on_problem)

    def warn(self, path: Path, error: IntromarkError) -> None:
        """Something was wrong with a file that is answered all the same."""
        self.on_problem(Problem(path, error, answered=True))

    def fail(self, path: Path, error: IntromarkError) -> None:
        """There is no answer for a file."""
        self.on_problem(Problem(path, error, answered=False))
