"""Stages in threads of this process: FFmpeg, onnxruntime and NumPy let others run while they work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from intromark.events import Listener, Progress
from intromark.executors.base import Item, Lost, LostWhole, Result, WholeStage
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
        lost: Lost[Result] | None = None,  # noqa: ARG002 - who dies here takes all with it
        reads: bool = False,
    ) -> Iterator[Result]:
        """Call a stage with each item, in as many threads as there are cores; see `Executor`."""
        items = list(zip(*columns, strict=True))
        workers = _readers(len(items)) if reads else cores()
        return in_order(lambda item, _check: stage(*item), items, workers)

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


def _checking(listener: Listener) -> Listener:
    """The same; whose work nobody waits for ends when it tells how far it is."""

    def progress(step: Progress) -> None:
        check()
        listener.on_progress(step)

    return replace(listener, on_progress=progress)


def _readers(count: int) -> int:
    return max(1, min(cores(), count, READ_AT_ONCE))
