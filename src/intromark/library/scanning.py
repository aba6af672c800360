"""What is not analysed yet -> its detections, kept a season at a time, so that it may be killed at any moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock

from intromark.detection import Detection
from intromark.errors import FileError, LostError, MediaError
from intromark.events import Listener, Problem, Progress
from intromark.executors import LOCAL, Executor
from intromark.fingerprint import fingerprint
from intromark.intake import kills
from intromark.library.analysing import analyse_season
from intromark.library.catalog import Catalog
from intromark.library.detections import save_detection
from intromark.library.episodes import forget_failures, set_failure
from intromark.library.eyes import Eyes
from intromark.library.tasks import Task, is_done
from intromark.library.values import EpisodeRow
from intromark.machine import CPU_ONLY, Machine
from intromark.media import shown_name
from intromark.segment import Label
from intromark.store import Store


@dataclass(frozen=True, slots=True)
class Analysed:
    """What was done.

    Attributes:
        seasons: Analysed.
        episodes: Answered.
        intros: Of these have one.
        failed: Files that could not be read.
    """

    seasons: int = 0
    episodes: int = 0
    intros: int = 0
    failed: int = 0

    def __add__(self, other: Analysed) -> Analysed:
        """The counts of both."""
        return Analysed(
            self.seasons + other.seasons,
            self.episodes + other.episodes,
            self.intros + other.intros,
            self.failed + other.failed,
        )


def analyse(  # noqa: PLR0913 - what, how, where
    catalog: Catalog,
    tasks: Sequence[Task],
    listener: Listener,
    store: Store | None = None,
    jobs: int = 1,
    *,
    machine: Machine = CPU_ONLY,
    executor: Executor = LOCAL,
) -> Analysed:
    """Analyse seasons and keep each as soon as it is done.

    Args:
        catalog: Where answers, and what could not be read, are kept; nobody else writes to it.
        tasks: The seasons.
        listener: Told of every problem with a file, in order, and of the stage "scan", once an episode.
        store: Where what is read of videos is kept, and what was read before is found.
        jobs: Seasons that are analysed at once, >= 1.
        machine: Where it is done; the listener is told once of what does not work.
        executor: What runs it.

    Raises:
        CatalogError: The catalog cannot be written to; the seasons before are kept.
        FileError: The cache cannot be written to.
        EncoderError: An encoder cannot be loaded.
    """
    total = Analysed()
    steps = _Steps(tasks, listener.on_progress)
    eyes = Eyes(machine, partial(listener.warn, catalog.path))
    stage = partial(analyse_task, store=store, eyes=eyes)

    def tell(task: Task) -> Listener:
        return replace(listener, on_progress=partial(steps.add, task))

    waiting = (task for task in tasks if not _is_done_elsewhere(catalog.path, task, steps))
    for task, (found, problems) in executor.each(stage, waiting, tell, jobs, _lost):
        keep(catalog, task, found, problems)
        for problem in problems:
            listener.on_problem(problem)
        steps.finish(task)
        intros = sum(one.first(Label.INTRO) is not None for one in found)
        total += Analysed(1, len(found), intros, sum(not problem.answered for problem in problems))
    return total


Outcome = tuple[list[Detection], list[Problem]]


def analyse_task(
    task: Task, executor: Executor, listener: Listener, *, store: Store | None, eyes: Eyes
) -> Outcome:
    """What was found in a season, and what was wrong with it: the stage of a scan."""
    problems: list[Problem] = []
    own = replace(listener, on_problem=problems.append)
    paths = [episode.path for episode in task.episodes]
    encoder, model, decoder = eyes(task.analysis.encoder, task.analysis.weights, partial(own.warn, paths[0]))
    try:
        found = analyse_season(
            paths, encoder, task.analysis, own, store, model, decoder=decoder, executor=executor
        )
    except MediaError as error:  # a file that went away meanwhile: the next scan tries again
        found = []
        own.fail(paths[0].parent, error)
    except LostError as error:
        return _lost(task, error.message)
    return found, problems


def _lost(task: Task, reason: str) -> Outcome:
    """What is said of a season that no process survives: which of its files it is is not known, unless it has one."""
    paths = [episode.path for episode in task.episodes]
    path = paths[0] if len(paths) == 1 else paths[0].parent
    return [], [Problem(path, kills(path, reason), answered=False)]


def _is_done_elsewhere(path: Path, task: Task, steps: _Steps) -> bool:
    """Whether another process was faster."""
    if task.again:
        return False
    with Catalog(path) as catalog, catalog.reading() as connection:
        done = is_done(connection, task)
    if done:
        steps.finish(task)
    return done


def keep(catalog: Catalog, task: Task, found: Sequence[Detection], problems: Sequence[Problem]) -> None:
    """Keep what was found in a season, in one transaction; kept twice it is there once.

    Raises:
        CatalogError: The catalog cannot be written to.
    """
    by_path = {episode.path: episode for episode in task.episodes}
    failed = [(by_path[one.path], one.error) for one in problems if not one.answered and one.path in by_path]
    blamed = [(episode, error) for episode, error in failed if _is_there(episode)]
    with catalog.changing() as connection:
        for detection in found:
            episode = by_path[detection.path]
            save_detection(connection, episode, detection, task.settings, replace_better=task.again)
        forget_failures(connection, [by_path[detection.path] for detection in found])
        for episode, error in blamed:
            set_failure(connection, episode, error)


def _is_there(episode: EpisodeRow) -> bool:
    """Whether a file is as it was met: one on a disk that went away is not to blame, and is tried again."""
    try:
        return fingerprint(episode.path) == episode.fingerprint
    except FileError:
        return False


class _Steps:
    """Adds up what the seasons tell of their progress, in any thread."""

    def __init__(self, tasks: Sequence[Task], on_progress: Callable[[Progress], None]) -> None:
        self._total = sum(len(task.episodes) for task in tasks)
        self._on_progress = on_progress
        self._done: dict[int, int] = {}
        self._lock = Lock()

    def add(self, task: Task, step: Progress) -> None:
        """A season is this far."""
        if step.stage == "read":
            self._set(task, step.done)

    def finish(self, task: Task) -> None:
        """A season is done."""
        self._set(task, len(task.episodes))

    def _set(self, task: Task, done: int) -> None:
        with self._lock:
            self._done[task.episodes[0].id] = done
            self._on_progress(Progress("scan", sum(self._done.values()), self._total, shown_name(task.title)))
