"""Several at once: results in order, the first failure as it is, and an end for those that nobody waits for."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Barrier, Event

import pytest

from intromark.parallel import Unwanted, cores, in_order

SOON = 10.0  # seconds that a test may take before it has failed

Check = Callable[[], None]


def test_results_come_in_the_order_of_the_items() -> None:
    last_is_done = Event()

    def work(item: int, check: Check) -> int:
        if item == 3:
            last_is_done.set()
        else:
            last_is_done.wait(SOON)
        return item * 10

    assert list(in_order(work, [0, 1, 2, 3], workers=4)) == [0, 10, 20, 30]


def test_as_many_at_once_as_there_are_workers() -> None:
    both = Barrier(2, timeout=SOON)
    assert sorted(in_order(lambda item, check: both.wait() >= 0, "ab", workers=2)) == [True, True]


def test_nothing_to_do() -> None:
    assert list(in_order(lambda item, check: item, [], workers=1)) == []


def test_the_first_failure_in_order_is_raised_and_the_rest_ends() -> None:
    begun: list[int] = []
    ended = Event()

    def work(item: int, check: Check) -> int:
        begun.append(item)
        if item == 0:
            return 0
        if item == 1:
            raise KeyError(item)
        _until_unwanted(check, ended)
        return item

    results = in_order(work, range(100), workers=3)
    assert next(results) == 0
    with pytest.raises(KeyError, match="1"):
        next(results)
    assert ended.is_set() or 2 not in begun
    assert len(begun) < 100


def test_who_takes_no_more_ends_it() -> None:
    begun, ended = Event(), Event()

    def work(item: int, check: Check) -> int:
        if item:
            begun.set()
            _until_unwanted(check, ended)
        return item

    results = in_order(work, [0, 1], workers=2)
    next(results)
    assert begun.wait(SOON)
    results.close()
    assert ended.is_set()


def _until_unwanted(check: Check, ended: Event) -> None:
    deadline = time.monotonic() + SOON
    try:
        while time.monotonic() < deadline:
            check()
            time.sleep(0.001)
    except Unwanted:
        ended.set()
        raise


def test_there_is_a_core() -> None:
    assert cores() >= 1
