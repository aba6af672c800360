"""The threads in which videos are decoded: few, so that the page answers whatever they do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from intromark.parallel import cores
from intromark.review.problems import BusyError

Result = TypeVar("Result")

MOST_WAITING = 64  # requests for videos, beyond which further ones are sent away


class Workshop:
    """Does work on videos, some at once, and refuses what is too much."""

    def __init__(self, threads: int | None = None, most_waiting: int = MOST_WAITING) -> None:
        """Open with as many threads as there are cores, or as many as are said."""
        self._pool = ThreadPoolExecutor(threads or max(2, cores()), "video")
        self._most = most_waiting
        self._lock = Lock()
        self._waiting = 0

    async def do(self, work: Callable[[], Result]) -> Result:
        """What the work gives, without keeping anybody else waiting.

        Raises:
            BusyError: Too much is waiting.
        """
        with self._lock:
            if self._waiting >= self._most:
                raise BusyError("too many pictures and clips were asked for at once", "try again in a moment")
            self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            with self._lock:
                self._waiting -= 1

    def close(self) -> None:
        """Drop what was not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
