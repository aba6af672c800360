"""What takes a while: a season is analysed again, or a span is sought in other episodes. One at a time, in a thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Event, Lock, Thread

from intromark.errors import IntromarkError
from intromark.events import Listener, Problem, Progress
from intromark.library.catalog import Catalog
from intromark.review.problems import BusyError, MissingError
from intromark.review.schemas.common import Trouble
from intromark.review.schemas.work import JobOf
from intromark.store import Store

MOST_WAITING = 20  # jobs
MOST_KEPT = 50  # jobs that are done
MOST_PROBLEMS = 50  # of one job

Work = Callable[[Catalog, Store, Listener], str]
"""Does a job, and says in a sentence what came of it."""


class Stopped(Exception):  # noqa: N818 - no error: it is wanted
    """Raised inside a job that is not wanted any more."""


@dataclass(slots=True)
class Job:
    """A job, and how far it is.

    Attributes:
        id: Its number.
        kind: `redo` or `spread`.
        title: What it is about.
        season: Number of its season.
        work: What is to be done.
        stopped: Set when it is not wanted any more.
    """

    id: int
    kind: str
    title: str
    season: int
    work: Work
    stopped: Event = field(default_factory=Event)
    state: str = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    summary: str = ""
    problems: list[Trouble] = field(default_factory=list)

    def told(self) -> JobOf:
        """As the API gives it."""
        return JobOf(
            id=self.id,
            kind=self.kind,
            title=self.title,
            season=self.season,
            state=self.state,
            stage=self.stage,
            done=self.done,
            total=self.total,
            summary=self.summary,
            problems=list(self.problems),
        )


class Jobs:
    """Does jobs one after the other."""

    def __init__(self, catalog: Path, store: Store, on_change: Callable[[], None]) -> None:
        """Work on the catalog at a path; `on_change` is called after each job."""
        self._catalog, self._store, self._on_change = catalog, store, on_change
        self._queue: Queue[Job | None] = Queue()
        self._jobs: dict[int, Job] = {}
        self._lock = Lock()
        self._thread: Thread | None = None
        self._last = 0

    def add(self, kind: str, title: str, season: int, work: Work) -> JobOf:
        """Take a job on.

        Raises:
            BusyError: Too many are waiting.
        """
        with self._lock:
            if sum(job.state == "waiting" for job in self._jobs.values()) >= MOST_WAITING:
                raise BusyError(
                    f"{MOST_WAITING} jobs are waiting already", "wait until some are done, or stop them"
                )
            self._last += 1
            job = Job(self._last, kind, title, season, work)
            self._jobs[job.id] = job
            for old in [one.id for one in self._jobs.values() if one.state not in ("waiting", "running")]:
                if len(self._jobs) > MOST_KEPT:
                    del self._jobs[old]
            if self._thread is None:
                self._thread = Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()
        self._queue.put(job)
        return job.told()

    def all(self) -> list[JobOf]:
        """Those that are known, the newest first."""
        with self._lock:
            return [job.told() for job in reversed(self._jobs.values())]

    def get(self, id: int) -> JobOf:
        """One of them.

        Raises:
            MissingError: There is none of this number.
        """
        return self._find(id).told()

    def stop(self, id: int) -> JobOf:
        """Stop a job as soon as it can be; what is kept by then stays.

        Raises:
            MissingError: There is none of this number.
        """
        job = self._find(id)
        job.stopped.set()
        if job.state == "waiting":
            job.state = "stopped"
        return job.told()

    def close(self) -> None:
        """Stop all."""
        with self._lock:
            for job in self._jobs.values():
                job.stopped.set()
        self._queue.put(None)

    def _find(self, id: int) -> Job:
        with self._lock:
            if id not in self._jobs:
                raise MissingError(f"there is no job {id}", "see /api/jobs")
            return self._jobs[id]

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            if not job.stopped.is_set():
                self._do(job)

    def _do(self, job: Job) -> None:
        def progress(step: Progress) -> None:
            if job.stopped.is_set():
                raise Stopped
            job.stage, job.done, job.total = step.stage, step.done, step.total

        def problem(one: Problem) -> None:
            if len(job.problems) < MOST_PROBLEMS:
                job.problems.append(Trouble(error=one.error.message, hint=one.error.hint))

        job.state = "running"
        try:
            with Catalog(self._catalog) as catalog:
                job.summary = job.work(catalog, self._store, Listener(problem, progress))
            job.state = "done"
        except Stopped:
            job.state, job.summary = "stopped", "stopped; what was kept before stays"
        except IntromarkError as error:
            job.state, job.summary = "failed", error.message
            job.problems.append(Trouble(error=error.message, hint=error.hint))
        except Exception:
            # The next job must run all the same; what went wrong is for who can see the output.
            job.state, job.summary = "failed", "something went wrong in intromark; its output has the details"
            logging.getLogger(__name__).exception("job %s failed", job.id)
        finally:
            self._on_change()
