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
    """Does work on videos, some at once, and refuses what is too much.

    What takes seconds has threads of its own, so that pictures need not wait for it.
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        """Open with as many threads as there are cores, and as many for what takes long."""
        self._quick = ThreadPoolExecutor(max(2, cores()), "video")
        self._slow = ThreadPoolExecutor(max(2, cores() // 2), "slow video")
        self._most = most_waiting
        self._lock = Lock()
        self._waiting = 0

    async def do(self, work: Callable[[], Result], *, slow: bool = False) -> Result:
        """What the work gives, without keeping anybody else waiting.

        Args:
            work: Runs in another thread.
            slow: It may take seconds.

        Raises:
            BusyError: Too much is waiting.
        """
        with self._lock:
            if self._waiting >= self._most:
                raise BusyError("too many pictures and clips were asked for at once", "try again in a moment")
            self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._slow if slow else self._quick, work)
        finally:
            with self._lock:
                self._waiting -= 1

    def close(self) -> None:
        """Drop what was not begun."""
        for pool in (self._quick, self._slow):
            pool.shutdown(wait=False, cancel_futures=True)
