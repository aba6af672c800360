"""Stages on a Ray cluster. Retries, placement, spilling and the sharing of GPUs are Ray's.

A season is a task that waits for the tasks of its episodes and pairs, wherever these run: what it needs of them comes
from Ray's object store, and the driver sees nothing but answers.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import Any, cast

import ray
from ray.exceptions import OutOfMemoryError, RayError, RayTaskError

from intromark.errors import ExecutorError, LostError
from intromark.events import Fetched, Listener, Problem, Progress
from intromark.executors.base import Item, Lost, LostWhole, Result, WholeStage
from intromark.executors.board import EVERY, Board, News
from intromark.executors.limits import Limits, limited

RETRIES = 2  # of a stage whose process died
GPU_SHARE = 0.25  # of a GPU, for each stage that encodes: so many fill one
HERE = "127.0.0.1"  # a cluster that is started for one run is nobody else's


class OnRay:
    """Runs stages as tasks of the cluster that this process is connected to.

    What nobody waits for any more runs to its end: to cancel a task that ends just then kills the whole process
    (https://github.com/ray-project/ray/pull/54798 tells of one such race; Ray 2.60 has another).

    Attributes:
        page: Address of the cluster's dashboard; empty where it has none.
    """

    def __init__(self, limits: Limits | None = None, *, gpu_share: float = 0.0, page: str = "") -> None:
        """Use the cluster.

        Args:
            limits: Of each stage that reads a video; None is the usual ones.
            gpu_share: Of a GPU that each of these takes; 0 leaves GPUs alone.
            page: Address of the dashboard.
        """
        self.page = page
        self._limits = Limits() if limits is None else limits
        self._gpu_share = gpu_share

    def threads(self, count: int) -> int:  # noqa: ARG002 - the cluster is shared by tasks
        """One: a task has a core."""
        return 1

    def share(self, value: Item) -> Item:
        """A place in the object store, from which each machine takes the value once."""
        return cast(Item, ray.put(value))

    def map(
        self,
        stage: Callable[..., Result],
        *columns: Sequence[Any],
        lost: Lost[Result] | None = None,
        reads: bool = False,
    ) -> Iterator[Result]:
        """Call a stage with each item, a task each; see `Executor`."""
        gpus = self._gpu_share if reads else 0
        task = _stage.options(max_retries=RETRIES, num_gpus=gpus)
        shared = ray.put(stage)
        limits = self._limits if reads else None
        left = [task.remote(shared, limits, *item) for item in zip(*columns, strict=True)][::-1]
        number = 0
        while left:
            try:
                result = _got(left[-1])
            except LostError as error:
                if lost is None:
                    raise
                result = lost(number, self._told(error))
            left.pop()
            number += 1
            yield result

    def each(
        self,
        stage: WholeStage[Item, Result],
        items: Iterable[Item],
        tell: Callable[[Item], Listener],
        jobs: int = 1,
        lost: LostWhole[Item, Result] | None = None,
    ) -> Iterator[tuple[Item, Result]]:
        """Run whole stages, as many at once as keep the cluster busy; see `Executor`."""
        shared, left, board = ray.put(stage), enumerate(items), Board()
        whole = _whole.options(max_retries=RETRIES)
        under_way: dict[Any, tuple[int, Item]] = {}
        while True:
            room = max(jobs, _enough()) - len(under_way)  # less than none where machines went away
            for number, item in islice(left, max(0, room)):
                task = whole.remote(shared, item, self, board.teller(number))
                under_way[task] = number, item
            if not under_way:
                return
            ready, _ = ray.wait(list(under_way), num_returns=1, timeout=EVERY)
            _tell_steps(board.news(), under_way.values(), tell)
            for done in ready:
                _, item = under_way.pop(done)
                try:
                    result, told = _got(done)
                except LostError as error:
                    if lost is None:
                        raise
                    result, told = lost(item, self._told(error)), []
                _tell(told, tell(item))
                yield item, result

    def _told(self, error: LostError) -> str:
        return error.message if error.hint else f"{error.message}; the limits are {self._limits}"


def _run(stage: Callable[..., Any], limits: Limits | None, *item: Any) -> Any:
    with nullcontext() if limits is None else limited(limits):
        return stage(*item)


def _run_whole(
    stage: WholeStage[Any, Any], item: Any, executor: OnRay, on_progress: Callable[[Progress], None]
) -> tuple[Any, list[Problem | Fetched]]:
    told: list[Problem | Fetched] = []
    listener = Listener(told.append, on_progress, told.append)
    return stage(item, executor, listener), told


# A process goes on after a task and keeps its encoder: with a GPU it would else end.
_stage: Any = ray.remote(max_calls=0)(_run)
_whole: Any = ray.remote(_run_whole)


def _tell_steps(news: News, under_way: Iterable[tuple[int, Item]], tell: Callable[[Item], Listener]) -> None:
    """Tell how far each item is; the one begun first is told last, and stays on the screen."""
    for number, item in reversed(list(under_way)):
        for (told_of, _), step in news.items():
            if told_of == number:
                tell(item).on_progress(step)


def _tell(told: Iterable[Problem | Fetched], listener: Listener) -> None:
    for one in told:
        if isinstance(one, Problem):
            listener.on_problem(one)
        else:
            listener.on_fetched(one)


def _got(task: Any) -> Any:
    """The result of a task.

    Raises:
        LostError: Its process died each time it was tried.
        ExecutorError: The cluster's machines lack something.
        Exception: What it raised.
    """
    try:
        return ray.get(task)
    except RayTaskError as error:
        if isinstance(error.cause, RayError):  # it did not even begin
            reason = str(error.cause).strip().splitlines()[0]
            raise ExecutorError(
                f"the cluster cannot run it: {reason}",
                "install the same intromark, with the same Python, on each of its machines",
            ) from error
        raise error.cause from None
    except RayError as error:
        if isinstance(error, OutOfMemoryError):
            raise LostError(f"it took all memory of its machine, {RETRIES + 1} times") from error
        raise LostError(f"the process that worked on it died, {RETRIES + 1} times") from error


def _enough() -> int:
    """How many whole stages keep the cluster busy: most of the time each waits for several of its own."""
    return 1 + int(ray.cluster_resources().get("CPU", 1)) // 2


@contextmanager
def connected(address: str = "", device: str = "cpu", limits: Limits | None = None) -> Iterator[OnRay]:
    """The cluster at an address, until the block ends.

    Args:
        address: `ray://HOST:PORT`; empty is the cluster that runs on this machine, without one a cluster of this
            machine alone, which ends with the block.
        device: What encoders compute on: on another one than the CPU, the cluster's GPUs are shared.
        limits: Of each stage that reads a video; None is the usual ones.

    Raises:
        ExecutorError: Nothing answers there, or no cluster can be started.
    """
    was = ray.is_initialized()
    page = "" if was else _connect(address)
    try:
        gpus = ray.cluster_resources().get("GPU", 0)
        yield OnRay(limits, gpu_share=GPU_SHARE if gpus and device != "cpu" else 0.0, page=page)
    finally:
        if not was:
            ray.shutdown()


def _connect(address: str) -> str:
    """Connect, and say where the dashboard is; empty where there is none."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent to anybody
    quiet: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    try:
        if address:
            context = ray.init(address, **quiet)
        else:
            try:
                context = ray.init("auto", **quiet)
            except ConnectionError:
                context = ray.init(include_dashboard=False, _node_ip_address=HERE, **quiet)
    except (ConnectionError, OSError, RuntimeError, ValueError, TimeoutError) as error:
        reason = str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else "no answer"
        raise ExecutorError(
            f"Ray at `{address or 'this machine'}` cannot be used: {reason[:1].lower()}{reason[1:]}",
            "see that it runs with `ray status`, with the same Python and Ray; one with a token needs "
            "RAY_AUTH_MODE=token",
        ) from error
    return f"http://{context.dashboard_url}" if context.dashboard_url else ""
