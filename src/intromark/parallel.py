"""Several things done at once in threads, with the results in order or as they are done."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event, local
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Unwanted(Exception):  # noqa: N818 - no error: it ends a thread
    """Raised inside work whose result nobody waits for any more."""


def check() -> None:
    """End the work of this thread, if nobody waits for its result any more; to be called every now and then.

    Raises:
        Unwanted: It is not wanted.
    """
    wanted: Callable[[], None] = getattr(_here, "check", lambda: None)
    wanted()


_here = local()


class _Pool:
    """Threads whose work, and what that begins in threads of its own, ends when the pool does."""

    def __init__(self, workers: int) -> None:
        self._stopped = Event()
        self._outer: Callable[[], None] = getattr(_here, "check", lambda: None)
        self._threads = ThreadPoolExecutor(workers)

    def check(self) -> None:
        self._outer()
        if self._stopped.is_set():
            raise Unwanted

    def begin(self, work: Callable[[Item], Result], item: Item) -> Future[Result]:
        return self._threads.submit(self._checked, work, item)

    def _checked(self, work: Callable[[Item], Result], item: Item) -> Result:
        _here.check = self.check
        return work(item)

    def end(self) -> None:
        self._stopped.set()
        self._threads.shutdown(cancel_futures=True)


def in_order(
    work: Callable[[Item, Callable[[], None]], Result], items: Sequence[Item], workers: int
) -> Generator[Result, None, None]:
    """Do the same with every item, several at once; results come in the order of the items.

    When one fails, when the caller takes no more, or at Ctrl-C, those not begun are dropped, and those under way
    end at their next check.

    Args:
        work: Called with an item and a check, to be called every now and then: it raises `Unwanted` when the
            result is not wanted any more. It is what `check` calls in this thread.
        items: What is worked on.
        workers: How many at once, >= 1.

    Raises:
        Exception: What `work` raised for the first item, in order, that failed.
    """
    pool = _Pool(workers)
    try:
        for future in [pool.begin(lambda one: work(one, pool.check), item) for item in items]:
            yield future.result()
    finally:
        pool.end()


def as_done(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Generator[tuple[Item, Result], None, None]:
    """Do the same with every item, several at once; each comes with its result as soon as that is there.

    It ends as `in_order` does.

    Args:
        work: Called with an item.
        items: What is worked on; each is taken when it is begun.
        workers: How many at once, >= 1.

    Raises:
        Exception: What `work` raised for the item that failed first.
    """
    pool = _Pool(workers)
    left = iter(items)
    under_way: dict[Future[Result], Item] = {}
    try:
        while True:
            for item in left:
                under_way[pool.begin(work, item)] = item
                if len(under_way) == workers:
                    break
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield under_way.pop(future), future.result()
    finally:
        pool.end()


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
