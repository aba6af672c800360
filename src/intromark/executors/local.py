"""Stages in threads of this process: FFmpeg, onnxruntime and NumPy let others run while they work.

A file that kills the process takes the run with it. The next run works on what was in hand then in processes of their
own, and knows which it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from intromark.errors import LostError
from intromark.events import Listener, Progress
from intromark.executors.base import Item, Lost, LostWhole, Result, WholeStage
from intromark.executors.limits import Limits
from intromark.executors.suspects import acquit, apart, in_hand, is_suspect
from intromark.parallel import as_done, check, cores, in_order

READ_AT_ONCE = 8  # videos read at the same time, at most: each holds a decoder with its frames


class Local:
    """Needs nothing, and is what runs where nobody asks for something else."""

    page = ""

    def threads(self, count: int) -> int:
        """The cores, shared out."""
        return max(1, cores() // _readers(count))

    def share(self, value: Item) -> Item:
        """The value: it is not sent."""
        return value

    def map(
        self,
        stage: Callable[..., Result],
        *columns: Sequence[Any],
        lost: Lost[Result] | None = None,
        reads: bool = False,
    ) -> Iterator[Result]:
        """Call a stage with each item, in as many threads as there are cores; see `Executor`."""
        items = list(zip(*columns, strict=True))
        if not reads:
            return in_order(lambda item, _check: stage(*item), items, cores())

        def read(numbered: tuple[int, tuple[Any, ...]], _check: object) -> Result:
            return _read(stage, *numbered, lost)

        return in_order(read, list(enumerate(items)), _readers(len(items)))

    def each(
        self,
        stage: WholeStage[Item, Result],
        items: Iterable[Item],
        tell: Callable[[Item], Listener],
        jobs: int = 1,
        lost: LostWhole[Item, Result] | None = None,  # noqa: ARG002 - as in `map`
    ) -> Iterator[tuple[Item, Result]]:
        """Run whole stages, `jobs` at once; see `Executor`."""

        def work(item: Item) -> Result:
            return stage(item, self, _checking(tell(item)))

        if jobs == 1:  # in this thread, where Ctrl-C ends it at once
            return ((item, work(item)) for item in items)
        return as_done(work, items, jobs)


LOCAL = Local()


def _read(
    stage: Callable[..., Result], number: int, item: tuple[Any, ...], lost: Lost[Result] | None
) -> Result:
    """Call a stage that reads a video, which is the first of its item or has its path."""
    name = str(getattr(item[0], "path", item[0]))
    if not is_suspect(name):
        with in_hand(name):
            return stage(*item)
    try:
        result: Result = apart(stage, item, Limits())
    except LostError as error:
        if lost is None:
            raise
        return lost(number, error.message)
    acquit(name)
    return result


def _checking(listener: Listener) -> Listener:
    """The same; whose work nobody waits for ends when it tells how far it is."""

    def progress(step: Progress) -> None:
        check()
        listener.on_progress(step)

    return replace(listener, on_progress=progress)


def _readers(count: int) -> int:
    return max(1, min(cores(), count, READ_AT_ONCE))
