"""A file that kills the process is known in the next run, which works on it apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from drawing import Drawing, draw_magenta, draw_video, every
from intromark.errors import LostError, MediaError
from intromark.executors import LOCAL
from intromark.executors.limits import Limits
from intromark.executors.suspects import acquit, apart, in_hand, is_suspect

from . import stages

TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is suspected on Windows")

DIE_IN_HAND = """
import os, signal, sys
from intromark.executors.suspects import in_hand
with in_hand(sys.argv[1]):
    os.kill(os.getpid(), signal.SIGKILL)
"""
MAP = """
import sys
from functools import partial
from pathlib import Path
from executors import stages
from intromark.executors import LOCAL
stage = partial(stages.die_until, folder=Path(sys.argv[1]), deaths=int(sys.argv[2]))
print(list(LOCAL.map(stage, [0, 1, 2], lost=lambda number, reason: f"{number}: {reason}", reads=True)))
"""
READ = """
import sys
from pathlib import Path
from executors.stages import DeadlyEncoder
from intromark.events import Listener
from intromark.intake import read_season
told = Listener(lambda problem: print(problem.error.message), lambda _: None)
print(len(read_season([Path(path) for path in sys.argv[1:]], DeadlyEncoder(), None, told)))
"""


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(TESTS), *sys.path])
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )


def test_what_is_worked_on_to_the_end_is_no_suspect() -> None:
    with in_hand("a.mkv"):
        assert not is_suspect("a.mkv")
    assert not is_suspect("a.mkv")
    with pytest.raises(MediaError), in_hand("a.mkv"):
        raise MediaError("broken", "mend it")
    assert not is_suspect("a.mkv")


def test_what_a_process_died_of_is_suspect_until_it_is_acquitted() -> None:
    run(DIE_IN_HAND, "b.mkv")
    assert is_suspect("b.mkv")
    assert not is_suspect("c.mkv")
    acquit("b.mkv")
    assert not is_suspect("b.mkv")


def test_a_stage_apart() -> None:
    assert apart(stages.add, (2, 3), Limits()) == 5
    with pytest.raises(MediaError, match="it is two"):
        apart(stages.refuse, (2,), Limits())
    with pytest.raises(LostError, match=r"ends the process that works on it|takes more than"):
        apart(stages.hang, (1,), Limits(seconds=1.0))


def test_a_run_dies_once_and_the_next_one_knows_why(tmp_path: Path) -> None:
    assert run(MAP, str(tmp_path), "9").returncode == -signal.SIGSEGV
    again = run(MAP, str(tmp_path), "9")
    assert again.stdout == "[0, '1: it ends the process that works on it (signal 11)', 2]\n"
    mended = run(MAP, str(tmp_path), "0")
    assert mended.stdout == "[0, 1, 2]\n"
    assert not is_suspect("1")


def test_without_an_answer_for_what_is_lost_it_is_raised(tmp_path: Path) -> None:
    assert run(DIE_IN_HAND, "1").returncode == -signal.SIGKILL
    with pytest.raises(LostError):
        list(LOCAL.map(partial(stages.die_until, folder=tmp_path, deaths=9), [1], reads=True))
    acquit("1")


def test_a_video_that_kills_its_decoder_is_said_and_left_out(tmp_path: Path) -> None:
    good = draw_video(tmp_path / "S01E01.mkv", Drawing(every(25, 25 * 4)))
    deadly = draw_magenta(tmp_path / "S01E02.mkv")
    assert run(READ, str(good), str(deadly)).returncode == -signal.SIGSEGV
    again = run(READ, str(good), str(deadly))
    assert again.stdout.splitlines()[-1] == "1"
    assert "S01E02.mkv" in again.stdout
    assert "ends the process" in again.stdout
