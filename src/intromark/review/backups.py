"""The catalog is copied after changes, as every command does; here when no more of them come."""

from __future__ import annotations

from pathlib import Path
from threading import Lock, Timer

from intromark.errors import IntromarkError
from intromark.library.catalog import Catalog

QUIET = 5.0  # seconds without a change after which it is copied


class Backups:
    """Copies a catalog some seconds after its last change."""

    def __init__(self, path: Path, quiet: float = QUIET) -> None:
        """Care for the catalog at `path`."""
        self._path, self._quiet = path, quiet
        self._lock = Lock()
        self._timer: Timer | None = None

    def changed(self) -> None:
        """Something was changed."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = Timer(self._quiet, self._copy)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """Copy now what waits to be copied."""
        with self._lock:
            waiting = self._timer is not None
            if self._timer is not None:
                self._timer.cancel()
        if waiting:
            self._copy()

    def _copy(self) -> None:
        with self._lock:
            self._timer = None
            try:
                with Catalog(self._path) as catalog:
                    catalog.back_up()
            except IntromarkError:
                return  # the catalog itself is whole; the next change tries again
