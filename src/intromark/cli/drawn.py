"""The demo's season on the disk: drawn once, whole or not at all, and never over anything else."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

from intromark.cli.talk import Talk, printable
from intromark.errors import FileError
from intromark.events import Progress

if TYPE_CHECKING:
    from intromark.compose import SeasonPlan

TRUTH_FILE = "truth.json"
UNFINISHED = ".intromark-drawing"  # sub-folder that holds the episodes until all are drawn


def drawn_season(folder: Path, talk: Talk) -> list[Path]:
    """The episodes of the demo, drawn unless they are there.

    Raises:
        FileError: The folder holds other things, or cannot be written.
    """
    # Imported here because it loads FFmpeg, which the help does without.
    from intromark.compose import demo_season

    plan = demo_season()
    episodes = [folder / episode.file_name for episode in plan.episodes]
    try:
        if _is_complete(folder, plan):
            talk.say(f"`{folder}` holds the demo already: it is not drawn again")
            return episodes
        _refuse_other_things(folder)
        talk.say(f"drawing {len(episodes)} episodes into `{folder}` ...")
        _draw(plan, folder, talk)
    except OSError as error:
        raise FileError(
            f"cannot draw into `{printable(str(folder))}`: {(error.strerror or str(error)).lower()}",
            "name a folder that you may write to, on a disk with some megabytes left",
        ) from error
    return episodes


def _is_complete(folder: Path, plan: SeasonPlan) -> bool:
    """Whether the folder has this very season; its truth is put there last."""
    from intromark.compose import season_truth

    truth = folder / TRUTH_FILE
    try:
        matches = truth.is_file() and json.loads(truth.read_bytes()) == season_truth(plan)
    except ValueError:
        return False
    return matches and all((folder / episode.file_name).is_file() for episode in plan.episodes)


def _refuse_other_things(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(path.name != UNFINISHED for path in folder.iterdir())):
        raise FileError(
            f"`{printable(str(folder))}` holds other things, and the demo writes over nothing",
            "name a new folder: `intromark demo NEW_FOLDER`",
        )


def _draw(plan: SeasonPlan, folder: Path, talk: Talk) -> None:
    from intromark.compose import render

    is_new = not folder.exists()
    unfinished = folder / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        with talk, _interruptible() as stopped:

            def report(done: int, total: int) -> None:
                if stopped.is_set():
                    raise KeyboardInterrupt
                talk.progress(Progress("draw", done, total, ""))

            paths = render(plan, unfinished, report)
        for path in [*paths, unfinished / TRUTH_FILE]:
            path.rename(folder / path.name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if is_new and not any(folder.iterdir()):
            folder.rmdir()


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Ctrl-C sets the event meanwhile: the usual exception would wait until the threads have drawn all."""
    stopped = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
