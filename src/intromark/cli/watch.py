"""`intromark watch`: libraries whose new and changed episodes are analysed by themselves."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from intromark.cli.manner import (
    DEVICE,
    ENCODER,
    ENCODER_WEIGHTS,
    HWACCEL,
    LABELS,
    LIBRARIES,
    RULES,
    SEARCH,
    WRITE,
)
from intromark.cli.shelf import CATALOG, JOBS, count, met
from intromark.cli.talk import Talk, printable
from intromark.cli.tongue import told
from intromark.errors import IntromarkError
from intromark.segment import Label

if TYPE_CHECKING:
    from intromark.events import Problem
    from intromark.library.catalog import Catalog
    from intromark.library.watching import Done, Happening, Looked

SETTLE = 30.0  # the library's own; a test compares them


@click.command("watch", epilog="Example: intromark watch /media/tv --write edl")
@LIBRARIES
@WRITE
@click.option(
    "--settle",
    type=click.FloatRange(min=0),
    default=SETTLE,
    show_default=True,
    metavar="SECONDS",
    help="How long the videos of a folder must stand still before they are analysed.",
)
@click.option(
    "--poll",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Look for changes that often, on network shares, where the system tells of none.",
)
@CATALOG
@RULES
@JOBS
@ENCODER
@ENCODER_WEIGHTS
@LABELS
@SEARCH
@DEVICE
@HWACCEL
@click.option("--quiet", "-q", is_flag=True, help="Only errors and warnings.")
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    libraries: tuple[Path, ...],
    sidecars: tuple[str, ...],
    settle: float,
    poll: float | None,
    catalog: Path | None,
    rules: Path | None,
    jobs: int,
    encoder: str,
    encoder_weights: str | None,
    labels: tuple[Label, ...],
    search: float | None,
    device: str,
    hwaccel: str,
    quiet: bool,
) -> None:
    """Watch libraries; what is new or changed is analysed by itself.

    LIBRARY is a folder of shows. It is scanned at the start, and then each season when its files have stood still.
    A library that is not there is waited for, and nothing that is known of it is lost. It runs until Ctrl-C or
    SIGTERM, which may come at any moment; after SIGTERM the exit status is 0.
    """
    from intromark.events import Listener
    from intromark.library.analysing import Analysis
    from intromark.library.catalog import Catalog
    from intromark.library.rules import ALL, read_rules
    from intromark.library.watching import Pace, Watch
    from intromark.machine import Machine
    from intromark.store import Store

    for library in libraries:
        if library.is_file():
            raise click.BadParameter(f"`{library}` is a file: name the folder to watch", param_hint="LIBRARY")
    talk = Talk(quiet=quiet)
    analysis = Analysis(encoder, encoder_weights, ALL if search is None else search, labels=labels)
    wanted = read_rules(rules)
    with _ended_by_sigterm() as ended, Catalog(catalog) as opened:
        log = _Log(opened, sidecars, talk, quiet=quiet, polls=poll is not None)
        watch = Watch(
            opened,
            wanted,
            analysis,
            Pace(settle, poll, jobs=jobs),
            Listener(log.problem, talk.progress),
            Store(),
            machine=Machine(device, hwaccel),
        )
        try:
            for happening in watch.run(libraries):
                log.take(happening)
        except KeyboardInterrupt:
            if not ended:
                raise
            log.say("stopped")
        finally:
            talk.__exit__(None, None, None)
    ctx.exit(0)


@contextmanager
def _ended_by_sigterm() -> Iterator[list[int]]:
    """Let SIGTERM do what Ctrl-C does; the list is empty as long as it did not come."""
    came: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield came
    finally:
        signal.signal(signal.SIGTERM, before)


class _Log:
    """Says what happens, a line each on stdout, and writes beside the videos; what is wrong is said once."""

    def __init__(
        self, catalog: Catalog, formats: Sequence[str], talk: Talk, *, quiet: bool, polls: bool
    ) -> None:
        self._catalog, self._formats, self._talk, self._quiet = catalog, formats, talk, quiet
        self._said: set[object] = set()
        self._known: set[Path] = set()  # libraries that were there
        self._polls = polls
        self._is_fresh = False  # one came that was not looked at yet

    def say(self, line: str) -> None:
        """Say what was done, unless the user wants quiet."""
        if not self._quiet:
            click.echo(printable(told(line)))

    def problem(self, problem: Problem) -> None:
        """Say what is wrong with a file, again only when it has changed."""
        if self._is_new((problem.path, problem.error.message, _changed(problem.path))):
            self._talk.problem(problem)

    def take(self, happening: Happening) -> None:
        """Say what happened, and do what follows from it."""
        from intromark.library import watching

        match happening:
            case watching.Went(library):
                self._forget(library)
                self._talk.error(
                    IntromarkError(
                        f"`{printable(str(library))}` is not there, or empty",
                        "check the spelling; it is watched as soon as it is there, and what is known of it is kept",
                    )
                )
            case watching.Came(library):
                self.say(f"`{library}` is back" if library in self._known else f"watching `{library}`")
                if library not in self._known and not self._polls:
                    self._warn_of_a_share(library)
                self._known.add(library)
                self._is_fresh = True
            case watching.Waits(folder):
                self.say(f"waiting until the videos in `{folder}` stand still")
            case watching.Looked():
                self._looked(happening)
            case watching.Begun(tasks):
                for task in tasks:
                    self.say(f"{task.title}: analysing {count(len(task.episodes), 'episode')}")
                self._talk.__enter__()
            case watching.Done():
                self._done(happening)
            case watching.Failed(error):
                self._error(error)

    def _warn_of_a_share(self, library: Path) -> None:
        from intromark.events import Problem
        from intromark.library.shares import share_of

        kind = share_of(library)
        if kind:
            error = IntromarkError(
                f"`{printable(str(library))}` is on a share ({kind}), where changes by others may not be told of",
                "look for them every minute with --poll 60",
            )
            self._talk.problem(Problem(library, error, answered=True))

    def _looked(self, looked: Looked) -> None:
        from intromark.library.episodes import Met

        if self._is_fresh or looked.survey.met != Met():
            self.say(met(looked.survey))
        self._is_fresh = False
        self._write(looked.changed)

    def _done(self, done: Done) -> None:
        self._talk.__exit__(None, None, None)
        self._said = {
            one for one in self._said if isinstance(one, tuple)
        }  # an error that comes again is said
        name = done.tasks[0].title if len(done.tasks) == 1 else count(len(done.tasks), "season")
        if done.what.seasons:
            without = done.what.episodes - done.what.intros
            failed = f", {count(done.what.failed, 'file')} could not be read" if done.what.failed else ""
            self.say(
                f"{name}: {count(done.what.intros, 'episode')} with an intro, {without} without{failed}, "
                f"in {done.seconds:.0f} s"
            )
        else:
            self.say(f"{name}: was analysed by another process")
        self._write([episode.path for task in done.tasks for episode in task.episodes])

    def _write(self, videos: Sequence[Path]) -> None:
        if not self._formats or not videos:
            return
        from intromark.cli.sidecars import keep_sidecars

        kept = keep_sidecars(self._catalog, videos, self._formats)
        for line in kept.done:
            self.say(line)
        for path in kept.left:
            if self._is_new((path, "left")):
                self.say(f"left `{path}` as it is: intromark did not write it, or it was edited since")
        for error in kept.errors:
            self._error(error)

    def _error(self, error: IntromarkError) -> None:
        if self._is_new(error.message):
            self._talk.error(error)

    def _is_new(self, what: object) -> bool:
        is_new = what not in self._said
        self._said.add(what)
        return is_new

    def _forget(self, library: Path) -> None:
        """What is wrong in a library that went is said again when it is back."""
        self._said = {
            one
            for one in self._said
            if not (isinstance(one, tuple) and (library == one[0] or library in one[0].parents))
        }


def _changed(path: Path) -> int:
    """When a video was changed, in nanoseconds; 0 where it is not there, and of all else."""
    from intromark.media import is_video

    if not is_video(path):
        return 0
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
