"""One at a time for each name: two that want the same of one video would both decode it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Doors:
    """A lock for each name, for as long as somebody is at it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = Lock()
        self._doors: dict[str, Lock] = {}
        self._queues: dict[str, int] = {}

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Wait until nobody else is in there."""
        with self._lock:
            door = self._doors.setdefault(name, Lock())
            self._queues[name] = self._queues.get(name, 0) + 1
        try:
            with door:
                yield
        finally:
            with self._lock:
                self._queues[name] -= 1
                if not self._queues[name]:
                    del self._queues[name], self._doors[name]
