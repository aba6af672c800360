"""What is not analysed yet -> its detections, kept a season at a time, so that it may be killed at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from threading import Lock

from intromark.detection import Detection
from intromark.encoders import Encoder
from intromark.errors import FileError, MediaError
from intromark.events import Listener, Problem, Progress
from intromark.fingerprint import fingerprint
from intromark.library.analysing import analyse_season
from intromark.library.catalog import Catalog
from intromark.library.detections import save_detection
from intromark.library.episodes import forget_failures, set_failure
from intromark.library.tasks import Task, is_done
from intromark.library.values import EpisodeRow
from intromark.machine import CPU_ONLY, Machine, Tell
from intromark.media import Decoder, shown_name
from intromark.model import Model
from intromark.parallel import in_order
from intromark.pipeline import AUTO, find_model
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


def analyse(
    catalog: Catalog,
    tasks: Sequence[Task],
    listener: Listener,
    store: Store | None = None,
    jobs: int = 1,
    *,
    machine: Machine = CPU_ONLY,
) -> Analysed:
    """Analyse seasons and keep each as soon as it is done.

    Args:
        catalog: Where answers, and what could not be read, are kept.
        tasks: The seasons.
        listener: Told of every problem with a file, in order, and of the stage "scan", once an episode.
        store: Where what is read of videos is kept, and what was read before is found.
        jobs: Seasons that are analysed at once, >= 1.
        machine: Where it is done; the listener is told once of what does not work.

    Raises:
        CatalogError: The catalog cannot be written to; the seasons before are kept.
        FileError: The cache cannot be written to.
        EncoderError: An encoder cannot be loaded.
    """
    total = Analysed()
    steps = _Steps(tasks, listener.on_progress)
    worker = _Worker(catalog.path, store, steps, _Eyes(machine, partial(listener.warn, catalog.path)))
    for task, outcome in zip(tasks, _outcomes(worker, tasks, jobs), strict=True):
        if outcome is None:
            continue
        found, problems = outcome
        _keep(catalog, task, found, problems)
        for problem in problems:
            listener.on_problem(problem)
        intros = sum(bool(one.segments) for one in found)
        total += Analysed(1, len(found), intros, sum(not problem.answered for problem in problems))
    return total


Outcome = tuple[list[Detection], list[Problem]]


class _Eyes:
    """What looks at videos, opened when it is first needed."""

    def __init__(self, machine: Machine, tell: Tell) -> None:
        self._machine, self._tell = machine, tell
        self._lock = Lock()  # opened once, also where several seasons begin at once
        self._known = cache(self._open)
        self._decoder = cache(lambda: machine.decoder(tell))

    def __call__(self, name: str, weights: str | None) -> tuple[Encoder, Model | None, Decoder]:
        """The encoder of a name, the model that comes with it, and what decodes."""
        with self._lock:
            return *self._known(name, weights), self._decoder()

    def _open(self, name: str, weights: str | None) -> tuple[Encoder, Model | None]:
        encoder = self._machine.encoder(name, weights, self._tell)
        return encoder, find_model(AUTO, encoder)


class _Worker:
    """Analyses one season after the other, in any thread."""

    def __init__(self, catalog: Path, store: Store | None, steps: _Steps, eyes: _Eyes) -> None:
        self._catalog, self._store, self._steps, self._eyes = catalog, store, steps, eyes

    def __call__(self, task: Task, check: Callable[[], None]) -> Outcome | None:
        """What was found in a season; None where another process was faster."""
        if not task.again and self._is_done_elsewhere(task):
            self._steps.finish(task)
            return None
        problems: list[Problem] = []

        def progress(step: Progress) -> None:
            check()
            self._steps.add(task, step)

        listener = Listener(problems.append, progress)
        paths = [episode.path for episode in task.episodes]
        encoder, model, decoder = self._eyes(task.analysis.encoder, task.analysis.weights)
        try:
            found = analyse_season(
                paths, encoder, task.analysis, listener, self._store, model, decoder=decoder
            )
        except MediaError as error:  # a file that went away meanwhile: the next scan tries again
            found = []
            listener.fail(paths[0].parent, error)
        self._steps.finish(task)
        return found, problems

    def _is_done_elsewhere(self, task: Task) -> bool:
        with Catalog(self._catalog) as catalog, catalog.reading() as connection:
            return is_done(connection, task)


def _outcomes(worker: _Worker, tasks: Sequence[Task], jobs: int) -> Iterable[Outcome | None]:
    if jobs > 1:
        return in_order(worker, tasks, jobs)
    return _one_by_one(worker, tasks)  # in this thread, where Ctrl-C ends it at once


def _one_by_one(worker: _Worker, tasks: Sequence[Task]) -> Iterator[Outcome | None]:
    for task in tasks:
        yield worker(task, lambda: None)


def _keep(catalog: Catalog, task: Task, found: Sequence[Detection], problems: Sequence[Problem]) -> None:
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
