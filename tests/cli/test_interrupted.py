"""Ctrl-C at a chosen moment: exit status 130, one word, and nothing half-written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Presses Ctrl-C when the pipeline reports the stage named first.
PRESSED = """
import os, signal, sys
from intromark import pipeline
from intromark.cli import main

stage, real = sys.argv.pop(1), pipeline.detect

def detect(paths, *, progress, **options):
    def report(step):
        progress(step)
        if step.stage == stage:
            os.kill(os.getpid(), signal.SIGINT)
    return real(paths, progress=report, **options)

pipeline.detect = detect
main()
"""


@pytest.mark.parametrize("stage", ["read", "match"])
def test_nothing_is_left(stage: str, drawn: Path, tmp_path: Path) -> None:
    folder = tmp_path / "season"
    folder.mkdir()
    for name in ("S01E01.mkv", "S01E02.mkv"):
        shutil.copy(drawn / name, folder)
    command = [
        sys.executable,
        "-c",
        PRESSED,
        stage,
        "detect",
        str(folder),
        "--write",
        "edl",
        "--format",
        "json",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "interrupted\n")
    assert sorted(path.name for path in folder.iterdir()) == ["S01E01.mkv", "S01E02.mkv"]
