"""Libraries that are watched: what is new or changed in them is analysed by itself, as long as it runs."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change

from intromark.errors import CatalogError, FileError, IntromarkError
from intromark.events import Listener
from intromark.library.analysing import Analysis
from intromark.library.catalog import Catalog
from intromark.library.episodes import Met
from intromark.library.following import Changes, Follower
from intromark.library.rules import Rules
from intromark.library.scanning import Analysed, analyse
from intromark.library.settling import Settling, folders_of_videos, meant
from intromark.library.surveying import Survey, survey
from intromark.library.tasks import Task, pending
from intromark.machine import CPU_ONLY, Machine
from intromark.media import is_video
from intromark.store import Store

SETTLE = 30.0  # seconds without a change after which a file is taken to be whole
MOMENT = 1.0  # seconds between two looks at what waits
RETRY = 300.0  # seconds until what failed is tried again


@dataclass(frozen=True, slots=True)
class Pace:
    """When something is done.

    Attributes:
        settle: Seconds that the videos of a folder stand still before they are analysed, >= 0.
        poll: Seconds between two looks for changes, > 0; None is told of them by the system.
        retry: Seconds until what failed is tried again, > 0.
        jobs: Seasons that are analysed at once, >= 1.
    """

    settle: float = SETTLE
    poll: float | None = None
    retry: float = RETRY
    jobs: int = 1

    @property
    def moment(self) -> float:
        """Seconds between two looks at what waits."""
        return max(0.05, min(MOMENT, self.settle / 4))


@dataclass(frozen=True, slots=True)
class Went:
    """A library is not there, or empty: it is taken up when it is back, and what is known of it stays."""

    library: Path


@dataclass(frozen=True, slots=True)
class Came:
    """A library is there, and watched from here on."""

    library: Path


@dataclass(frozen=True, slots=True)
class Waits:
    """Videos of a folder change: they are left alone until they have stood still."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Looked:
    """The catalog knows what lies in the libraries.

    Attributes:
        survey: What was met.
        folders: Those that changed since the last time; None says that any may have.
    """

    survey: Survey
    folders: frozenset[Path] | None

    @property
    def changed(self) -> tuple[Path, ...]:
        """The episodes of the folders that changed."""
        paths = (path for season in self.survey.seasons for path in season.paths)
        return tuple(path for path in paths if self.folders is None or path.parent in self.folders)


@dataclass(frozen=True, slots=True)
class Begun:
    """Seasons are analysed now."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """Seasons were analysed, and are kept.

    Attributes:
        tasks: The seasons.
        what: In numbers.
        seconds: That it took.
    """

    tasks: tuple[Task, ...]
    what: Analysed
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The catalog or the cache could not be used: it is tried again later."""

    error: IntromarkError


Happening = Went | Came | Waits | Looked | Begun | Done | Failed


class Watch:
    """Watches libraries for one process."""

    def __init__(  # noqa: PLR0913 - as `analyse`
        self,
        catalog: Catalog,
        rules: Rules,
        analysis: Analysis,
        pace: Pace,
        listener: Listener,
        store: Store | None = None,
        *,
        machine: Machine = CPU_ONLY,
    ) -> None:
        """Watch with what is wanted.

        Args:
            catalog: What is known, and where answers are kept.
            rules: What is wanted of single shows.
            analysis: How the other shows are analysed.
            pace: When something is done.
            listener: Told of what cannot be read, also of what it was told before, and of progress.
            store: Where what is read of videos is kept.
            machine: Where it is done.
        """
        self._catalog, self._rules, self._analysis = catalog, rules, analysis
        self._pace, self._listener, self._store, self._machine = pace, listener, store, machine
        self._settling = Settling(pace.settle)
        self._survey = Survey((), Met())
        self._queue: deque[Task] = deque()
        self._changed: set[Path] = set()  # folders that settled
        self._due: float | None = None  # when everything is looked at again
        self._unsaved = True  # the catalog may have changed since its backup

    def run(self, libraries: Sequence[Path]) -> Iterator[Happening]:
        """Watch until the caller takes no more.

        Args:
            libraries: Folders, which may be missing.

        Yields:
            What happens, after it happened.

        Raises:
            MediaError: The system cannot tell of changes.
            EncoderError: An encoder cannot be loaded.
        """
        absolute = dict.fromkeys(Path(os.path.abspath(one)) for one in libraries)  # noqa: PTH100 - links are kept
        with Follower([*absolute], self._pace.moment, self._pace.poll) as follower:
            while True:
                step = follower.step()
                yield from map(Went, step.went)
                yield from map(Came, step.came)
                if step.came or step.went:
                    self._queue.clear()  # what is in it may be gone
                    self._due = time.monotonic()
                unsettled = self._settling.unsettled(folders_of_videos(step.came) if step.came else ())
                for folder in sorted(unsettled | self._folders(step.changes)):
                    if self._settling.touch(folder) and folder.is_dir():
                        yield Waits(folder)
                self._changed |= self._settling.settled()
                try:
                    yield from self._do_some(follower.there)
                except (CatalogError, FileError) as error:
                    self._queue.clear()
                    self._due = time.monotonic() + self._pace.retry
                    yield Failed(error)

    def _do_some(self, there: Sequence[Path]) -> Iterator[Happening]:
        """Look at what changed, or else analyse what is next."""
        is_due = self._due is not None and time.monotonic() >= self._due
        if there and (is_due or self._changed):
            yield self._look(there, frozenset(self._changed) if not is_due else None)
        elif self._queue:
            yield from self._analyse()
        if self._unsaved and not self._queue:
            self._catalog.back_up()
            self._unsaved = False

    def _look(self, there: Sequence[Path], folders: frozenset[Path] | None) -> Looked:
        self._changed.clear()
        if folders is None:
            self._due = None
        self._survey = survey(self._catalog, there, self._rules, self._listener, self._settling.readiness())
        self._unsaved |= self._survey.met != Met()
        self._queue = deque(self._pending())
        return Looked(self._survey, folders)

    def _pending(self) -> list[Task]:
        return pending(self._catalog, self._survey.seasons, self._rules, self._analysis)

    def _analyse(self) -> Iterator[Happening]:
        next_ones = [self._queue.popleft() for _ in range(min(self._pace.jobs, len(self._queue)))]
        # One that changed meanwhile comes again when it has settled.
        tasks = tuple(task for task in next_ones if self._is_still(task))
        if tasks:
            yield Begun(tasks)
            begun = time.monotonic()
            self._unsaved = True
            done = analyse(
                self._catalog, tasks, self._listener, self._store, self._pace.jobs, machine=self._machine
            )
            yield Done(tasks, done, time.monotonic() - begun)
        if not self._queue and any(map(self._is_still, self._pending())):
            self._due = time.monotonic() + self._pace.retry  # a file went away while it was read, perhaps

    def _is_still(self, task: Task) -> bool:
        return all(map(self._settling.readiness(), (episode.path for episode in task.episodes)))

    def _folders(self, changes: Changes) -> set[Path]:
        """The folders whose videos changed."""
        folders: set[Path] = set()
        for change, name in changes:
            path = Path(name)
            if is_video(meant(path.name)):
                folders.add(path.parent)
            elif change is Change.added and path.is_dir():
                folders |= folders_of_videos([path])
            elif change is Change.deleted:
                known = {episode.parent for season in self._survey.seasons for episode in season.paths}
                folders |= {folder for folder in known if path == folder or path in folder.parents}
        return folders
