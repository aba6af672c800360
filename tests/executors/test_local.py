"""Stages in threads of this process; what is asked of both executors is asked in test_on_ray.py again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from intromark.errors import ExecutorError, MediaError
from intromark.events import Listener, Problem
from intromark.executors import EXECUTORS, LOCAL, open_executor

from . import stages


def test_results_come_in_order() -> None:
    assert list(LOCAL.map(stages.add, [1, 2, 3], [10, 20, 30])) == [11, 22, 33]
    assert list(LOCAL.map(stages.add, [], [], reads=True)) == []


def test_a_failure_is_raised_as_it_is() -> None:
    with pytest.raises(MediaError) as caught:
        list(LOCAL.map(stages.refuse, [1, 2, 3]))
    assert (caught.value.message, caught.value.hint) == ("it is two", "take another")


@pytest.mark.parametrize("jobs", [1, 2])
def test_whole_stages_have_stages_and_tell(jobs: int) -> None:
    told: list[Problem] = []
    items = [[1, 2], [3], [4, 5, 6]]
    found = list(LOCAL.each(stages.total, items, lambda _: Listener(told.append, lambda _: None), jobs))
    assert sorted(found) == [([1, 2], 6), ([3], 6), ([4, 5, 6], 30)]
    assert sorted(problem.path for problem in told) == [Path("1"), Path("2"), Path("3")]


def test_items_are_taken_as_they_are_begun() -> None:
    taken: list[int] = []

    def items() -> list[int]:
        return taken

    def numbers() -> object:
        for number in range(100):
            taken.append(number)
            yield number

    quiet = Listener(lambda _: None, lambda _: None)
    found = LOCAL.each(partial(_number), numbers(), lambda _: quiet, 2)  # type: ignore[arg-type]
    assert next(iter(found))
    assert len(items()) <= 4
    found.close()  # type: ignore[attr-defined]


def _number(item: int, *_: object) -> int:
    return item


def test_the_table() -> None:
    with open_executor() as executor:
        assert executor is LOCAL
    with pytest.raises(ValueError, match="where is one of"):
        open_executor("moon")
    assert list(EXECUTORS) == ["local", "ray"]


def test_ray_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "intromark.executors.on_ray", raising=False)
    with pytest.raises(ExecutorError, match="needs `ray`") as caught:
        open_executor("ray")
    assert caught.value.hint == "pip install 'intromark[ray]'"
