"""Libraries -> what changes in them, as the system tells it, and which of them come and go."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from watchfiles import Change, watch

from intromark.errors import MediaError

Changes = set[tuple[Change, str]]
Identity = tuple[int, int] | None
"""Device and inode; None where nothing is."""

GATHERED = 50  # milliseconds without a change after which changes are told


@dataclass(frozen=True, slots=True)
class Step:
    """What happened in a moment.

    Attributes:
        changes: What was added, modified or deleted, without hidden files.
        came: Libraries that are there now, and were not, or are others.
        went: Libraries that are not there, or empty, as the place of a disk is that is not mounted.
    """

    changes: Changes = field(default_factory=set)
    came: tuple[Path, ...] = ()
    went: tuple[Path, ...] = ()


class Follower:
    """Follows libraries; a context manager that stops."""

    def __init__(self, libraries: Sequence[Path], moment: float, poll: float | None = None) -> None:
        """Follow libraries, of which none is there as far as is known.

        Args:
            libraries: Absolute folders.
            moment: Seconds that a step takes at most.
            poll: Look for changes every so many seconds, where the system tells of none; None waits to be told.
        """
        self._libraries = tuple(libraries)
        self._moment = moment
        self._poll = poll
        self._known: dict[Path, Identity] = {}
        self._told: Generator[Changes] | None = None

    def __enter__(self) -> Follower:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def there(self) -> tuple[Path, ...]:
        """The libraries that are there."""
        return tuple(library for library in self._libraries if self._known.get(library))

    def step(self) -> Step:
        """Wait for something to happen, a moment at most.

        Raises:
            MediaError: The system cannot tell of changes, or not of so many files.
        """
        now = {library: _identity(library) for library in self._libraries}
        if now != self._known:
            return self._turn_to(now)
        if self._told is None:
            time.sleep(self._moment)
            return Step()
        changes = next(self._told)
        return Step({(change, path) for change, path in changes if not self._is_hidden(path)})

    def _turn_to(self, now: Mapping[Path, Identity]) -> Step:
        """Follow the libraries that are there now, from this moment on."""
        before, self._known = self._known, dict(now)
        self._stop()
        if self.there:
            self._told = watch(
                *self.there,
                watch_filter=None,
                debounce=max(GATHERED, round(self._moment * 1000)),
                step=GATHERED,
                rust_timeout=max(1, round(self._moment * 1000)),
                yield_on_timeout=True,
                force_polling=None if self._poll is None else True,
                poll_delay_ms=round((self._poll or 0) * 1000),
                ignore_permission_denied=True,
            )
            self._begin()
        return Step(
            came=tuple(one for one in self._libraries if now[one] and now[one] != before.get(one)),
            went=tuple(one for one in self._libraries if not now[one] and before.get(one, True)),
        )

    def _begin(self) -> None:
        """Be told of what happens from here on; what happened in this moment is told by the folders."""
        assert self._told is not None
        try:
            next(self._told)
        except FileNotFoundError:  # it went again: the next step sees it
            self._stop()
            self._known = dict.fromkeys(self._known) | dict.fromkeys(self.there, (0, 0))
        except OSError as error:
            raise MediaError(
                f"cannot be told of changes: {str(error)[:1].lower()}{str(error)[1:].rstrip('.')}",
                "raise `fs.inotify.max_user_watches` with sysctl, or look for changes with --poll 60",
            ) from error

    def _is_hidden(self, path: str) -> bool:
        for library in self._libraries:
            with suppress(ValueError):
                return any(part.startswith(".") for part in Path(path).relative_to(library).parts)
        return False

    def _stop(self) -> None:
        if self._told is not None:
            self._told.close()
            self._told = None


def _identity(library: Path) -> Identity:
    try:
        status = library.stat()
        with os.scandir(library) as entries:
            return (status.st_dev, status.st_ino) if next(entries, None) else None
    except OSError:
        return None
