"""What was in hand when a process died: the next time it is worked on in a process of its own.

A decoder that crashes takes this process with it, and nothing can be said of its file any more. So the name of what is
worked on lies in a file that is locked meanwhile. Who finds one that nobody holds knows that its owner died.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from intromark.errors import IntromarkError, LostError
from intromark.executors.limits import Limits, limited

if sys.platform == "win32":
    fcntl = None  # no lock that ends with its process and leaves the file: nothing is suspected there
else:
    import fcntl

_SERVE = "from intromark.executors.suspects import serve; serve()"
Stage = Callable[..., Any]


@contextmanager
def in_hand(name: str) -> Iterator[None]:
    """While the block runs, a file says that this is worked on; if the process dies it is left behind."""
    held = _lock(_marker(name), create=True)
    if held is None:
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            _marker(name).unlink()
        os.close(held)


def is_suspect(name: str) -> bool:
    """Whether a process died that worked on this."""
    held = _lock(_marker(name), create=False)
    if held is not None:
        os.close(held)
    return held is not None


def acquit(name: str) -> None:
    """It was worked on to the end."""
    with suppress(OSError):
        _marker(name).unlink()


def apart(stage: Stage, item: tuple[Any, ...], limits: Limits) -> Any:
    """Call a stage in a process of its own, within limits.

    Raises:
        LostError: The process died.
        Exception: What the stage raised.
    """
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", _SERVE],
        input=pickle.dumps((stage, item, limits)),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    if done.returncode:
        raise LostError(_death(done.returncode, limits))
    result, error = pickle.loads(done.stdout)
    if error is not None:
        raise error
    return result


def serve() -> None:
    """Be such a process: the stage comes in by stdin, its result goes out by stdout."""
    stage, item, limits = pickle.load(sys.stdin.buffer)
    answer: tuple[Any, IntromarkError | None]
    out = os.dup(1)
    os.dup2(2, 1)  # what anybody prints is no part of the result
    try:
        with limited(limits):
            answer = stage(*item), None
    except IntromarkError as error:
        answer = None, error
    with os.fdopen(out, "wb") as pipe:
        pickle.dump(answer, pipe)


def _death(code: int, limits: Limits) -> str:
    """In words."""
    if code < 0:
        return f"it ends the process that works on it (signal {-code})"
    return f"it ends the process that works on it, or takes more than {limits}"


def _marker(name: str) -> Path:
    from platformdirs import user_state_path

    told = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return user_state_path("intromark", appauthor=False) / "in-hand" / told


def _lock(path: Path, *, create: bool) -> int | None:
    """The locked file, which closing unlocks; None where it is not there, another holds it, or it cannot be made."""
    if fcntl is None:
        return None
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        held = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held
