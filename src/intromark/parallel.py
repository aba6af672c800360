"""Several things done at once in threads, with the results in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Unwanted(Exception):  # noqa: N818 - no error: it ends a thread
    """Raised inside work whose result nobody waits for any more."""


def in_order(
    work: Callable[[Item, Callable[[], None]], Result], items: Sequence[Item], workers: int
) -> Generator[Result, None, None]:
    """Do the same with every item, several at once; results come in the order of the items.

    When one fails, when the caller takes no more, or at Ctrl-C, those not begun are dropped, and those under way
    end at their next check.

    Args:
        work: Called with an item and a check, to be called every now and then: it raises `Unwanted` when the
            result is not wanted any more.
        items: What is worked on.
        workers: How many at once, >= 1.

    Raises:
        Exception: What `work` raised for the first item, in order, that failed.
    """
    stopped = Event()

    def check() -> None:
        if stopped.is_set():
            raise Unwanted

    pool = ThreadPoolExecutor(workers)
    try:
        for future in [pool.submit(work, item, check) for item in items]:
            yield future.result()
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
