"""Where the stages of the main path run: the table of executors, and the only place that knows them all.

Reading order: `base` (what an executor is), `local` (threads of this process), `suspects`
(what killed one), `on_ray` (a Ray cluster), `board` (how far it is), `limits` (what a file may take of a worker).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from intromark.errors import ExecutorError
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL

__all__ = ["EXECUTORS", "LOCAL", "Executor", "open_executor"]

DEFAULT = "local"


def _local(_address: str, _device: str) -> AbstractContextManager[Executor]:
    return nullcontext(LOCAL)


def _ray(address: str, device: str) -> AbstractContextManager[Executor]:
    try:
        from intromark.executors.on_ray import connected
    except ModuleNotFoundError as error:
        raise ExecutorError(
            f"to run on Ray needs `{error.name}`, which is not installed", "pip install 'intromark[ray]'"
        ) from error
    return connected(address, device)


EXECUTORS: dict[str, Callable[[str, str], AbstractContextManager[Executor]]] = {"local": _local, "ray": _ray}
"""Name -> what opens it with (address, device); a new executor is one file and one row."""


def open_executor(where: str = DEFAULT, device: str = "cpu") -> AbstractContextManager[Executor]:
    """What runs stages, until the block ends.

    Args:
        where: `local`, `ray` for the Ray cluster that runs here or one that is started, or `ray://HOST:PORT`.
        device: What encoders compute on.

    Raises:
        ExecutorError: There is no such executor, it is not installed, or it does not answer.
        ValueError: The name is no row of the table.
    """
    name, _, place = where.partition("://")
    if name not in EXECUTORS:
        raise ValueError(f"where is one of {tuple(EXECUTORS)}, not {where!r}")
    return EXECUTORS[name](where if place else "", device)
