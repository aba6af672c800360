"""Stages for tests: what tasks of a cluster can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intromark.errors import MediaError
from intromark.events import Listener, Progress
from intromark.executors import Executor
from toy_encoder import ToyEncoder


def add(one: int, other: int) -> int:
    return one + other


def refuse(number: int) -> int:
    if number == 2:
        raise MediaError("it is two", "take another")
    return number


def die_until(number: int, folder: Path, deaths: int) -> int:
    """Number 1 kills its process so many times; each is noted in the folder."""
    if number == 1:
        before = len(list(folder.iterdir()))
        if before < deaths:
            (folder / f"{before}").touch()
            _die()
    return number


def hang(number: int) -> int:
    if number == 1:
        time.sleep(600)
    return number


def eat(number: int) -> int:
    if number == 1:
        return len(bytes(1 << 31))
    return number


def wait(number: int, seconds: float) -> int:
    time.sleep(seconds)
    return number


def of_a_gpu(_: int) -> tuple[str, float, int]:
    """Where it runs, its share of a GPU, and in which process."""
    import ray

    here = ray.get_runtime_context()
    time.sleep(0.3)
    return str(here.get_node_id()), float(here.get_assigned_resources().get("GPU", 0)), os.getpid()


def node(_: int) -> str:
    import ray

    time.sleep(0.3)
    return str(ray.get_runtime_context().get_node_id())


def total(numbers: list[int], executor: Executor, listener: Listener) -> int:
    """A whole stage."""
    listener.on_progress(Progress("read", 1, 1, ""))
    listener.warn(Path(str(len(numbers))), MediaError("counted"))
    return sum(executor.map(add, numbers, numbers))


class DeadlyEncoder(ToyEncoder):
    """Kills its process where a picture is all magenta, as a broken file kills a decoder."""

    def prepare(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        red, green, blue = picture.reshape(-1, 3).mean(axis=0)
        if red > 200 and blue > 200 and green < 60:
            _die()
        return super().prepare(picture)


def count_slowly(item: str, _executor: Executor, listener: Listener, *, folder: Path) -> int:
    """Tell five steps; the process of `two` dies at the third, once."""
    for number in range(1, 6):
        listener.on_progress(Progress("read", number, 5, item))
        time.sleep(0.7)
        if item == "two" and number == 3 and not (folder / item).exists():
            (folder / item).touch()
            _die()
    return 5


def _die() -> None:
    """As of a segmentation fault, which does not let the thread go on until the signal arrives."""
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)
