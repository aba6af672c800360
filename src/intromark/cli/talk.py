"""What is said on stderr: errors and warnings with their hints, progress, and what was done."""

from __future__ import annotations

import time
from pathlib import PurePath
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from intromark.addresses import address_of
from intromark.cli.tongue import told
from intromark.errors import IntromarkError
from intromark.events import Fetched, Problem
from intromark.events import Progress as Step

STAGES = {
    "draw": "drawing",
    "probe": "looking at the videos",
    "read": "reading",
    "match": "comparing",
    "look": "looking closer",
    "listen": "listening",
    "refine": "finding the edges",
    "train": "training",
    "score": "scoring",
    "fingerprint": "looking at new files",
    "scan": "analysing",
    "write": "writing chapters",
}
"""Stage -> what it is called while it runs."""


PACE_AFTER = 5.0  # seconds after which it can be told how fast it goes


class Talk:
    """One run's talk. Enter it to see progress, if stderr is a terminal.

    Attributes:
        has_problems: Something was wrong, be it only a warning.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        """Talk to stderr; quiet leaves errors and warnings."""
        self._console = Console(stderr=True, highlight=False)
        self._quiet = quiet
        self._stage = ""
        self._task: TaskID | None = None
        self._begun, self._failed = time.monotonic(), 0
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[pace]}"),
            TextColumn("{task.fields[what]}", markup=False),
            console=self._console,
            transient=True,
            disable=quiet or not self._console.is_terminal,
        )
        self.has_problems = False

    def __enter__(self) -> Talk:
        """Show progress from here on."""
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the progress off the screen, also after Ctrl-C."""
        self._bars.stop()

    def begin(self, stage: str, total: int | None = None) -> None:
        """Show that a stage runs, before its first step is done; the bar of the stage before goes."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._stage = stage
        self._task = self._bars.add_task(told(STAGES.get(stage, stage)), total=total, what="", pace="")
        self._begun = time.monotonic()

    def progress(self, step: Step) -> None:
        """Move the bar."""
        if self._task is None or step.stage != self._stage:
            self.begin(step.stage, step.total)
        assert self._task is not None
        name = PurePath(step.what).name
        self._bars.update(self._task, completed=step.done, total=step.total, what=name, pace=self._pace(step))

    def _pace(self, step: Step) -> str:
        """How many an hour, of what takes hours, and how many of them failed."""
        passed = time.monotonic() - self._begun
        if step.stage != "scan" or passed < PACE_AFTER:
            return ""
        failed = f", {self._failed} failed" if self._failed else ""
        return f"{3600 * step.done / passed:,.0f} an hour{failed}"

    def refresh(self) -> None:
        """Draw the progress now, which is otherwise done some times a second."""
        self._bars.refresh()

    def problem(self, problem: Problem) -> None:
        """Say what is wrong with a file."""
        self._failed += not problem.answered
        self._complain(problem.error, *(("warning", "yellow") if problem.answered else ("error", "red")))

    def fetched(self, fetched: Fetched) -> None:
        """Say how much of a file was fetched."""
        share, megabytes = fetched.fetched / max(1, fetched.size), fetched.fetched / 1e6
        self.say(
            f"fetched {share:.0%} of `{address_of(fetched.path)}`: {megabytes:.1f} of {fetched.size / 1e6:.1f} MB"
        )

    def error(self, error: IntromarkError) -> None:
        """Say what went wrong."""
        self._complain(error, "error", "red")

    def say(self, text: str) -> None:
        """Say what was done, unless the user wants quiet."""
        if not self._quiet:
            self._console.print(Text(printable(told(text))), soft_wrap=True)

    def _complain(self, error: IntromarkError, word: str, colour: str) -> None:
        self.has_problems = True
        lines = Text.assemble((f"{told(word)}:", f"bold {colour}"), f" {printable(told(error.message))}")
        if error.hint:
            lines.append_text(
                Text.assemble("\n", (f"{told('hint')}:", "bold"), f" {printable(told(error.hint))}")
            )
        self._console.print(lines, soft_wrap=True)


def printable(text: str) -> str:
    """Text that may hold a file name, as it can be shown."""
    # Imported here because it loads FFmpeg, which usage errors and help do without.
    from intromark.media import shown_name

    return shown_name(text)
