"""`intromark demo`: drawn once, whole or not at all, and never over anything else."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import intromark.compose
from intromark import pipeline
from intromark.cli.drawn import UNFINISHED
from intromark.compose import SeasonPlan
from intromark.detection import Detection

from .conftest import PLAN, Run, invoke

FILES = ["S01E01.mkv", "S01E02.mkv", "S01E03.mkv", "S01E10.mkv", "truth.json"]
Render = Callable[[SeasonPlan, Path, Callable[[int, int], None]], list[Path]]


@pytest.fixture(autouse=True)
def tiny(first_run: Run, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[object]]:
    """The tiny season in place of the demo's, with the answers it got; returns what was searched."""
    searched: list[Sequence[object]] = []

    def answer(paths: Sequence[object], **_: object) -> list[Detection]:
        searched.append(paths)
        return list(first_run.detections)

    monkeypatch.setattr(pipeline, "detect", answer)
    monkeypatch.setattr(intromark.compose, "demo_season", lambda: PLAN)
    return searched


@pytest.fixture
def copying(drawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes no time, as the drawn files are copied."""

    def render(plan: SeasonPlan, folder: Path, progress: Callable[[int, int], None]) -> list[Path]:
        for name in FILES:
            shutil.copy(drawn / name, folder)
        progress(1, 1)
        return [folder / episode.file_name for episode in plan.episodes]

    monkeypatch.setattr(intromark.compose, "render", render)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("copying")
def test_draws_and_detects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: list[Sequence[object]]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke("demo")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 5
    assert result.stderr.splitlines()[0] == "drawing 4 episodes into `intromark-demo` ..."
    assert result.stderr.splitlines()[-1].strip() == "intromark detect YOUR_FOLDER"
    folder = Path("intromark-demo")
    assert left(folder) == FILES
    assert tiny == [[folder / name for name in FILES[:-1]]]


@pytest.mark.usefixtures("copying")
def test_what_is_drawn_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoke("demo", tmp_path / "d").exit_code == 0
    (tmp_path / "d/S01E01.edl").touch()
    monkeypatch.delattr(intromark.compose, "render")
    result = invoke("demo", tmp_path / "d")
    assert result.exit_code == 0
    assert "not drawn again" in result.stderr


@pytest.mark.parametrize("thing", ["S01E01.mkv", "truth.json", "holiday.jpg"])
def test_other_things_are_not_written_over(thing: str, tmp_path: Path) -> None:
    (tmp_path / thing).write_text("{mine")
    result = invoke("demo", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: `{tmp_path}` holds other things")
    assert "\nhint: name a new folder" in result.stderr
    assert (tmp_path / thing).read_text() == "{mine"
    assert left(tmp_path) == [thing]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "d").touch()
    assert "holds other things" in invoke("demo", tmp_path / "d").stderr
    result = invoke("demo", tmp_path / "d/below")
    assert result.exit_code == 1
    assert f"error: cannot draw into `{tmp_path}/d/below`: not a directory\nhint: " in result.stderr


@pytest.mark.usefixtures("copying")
def test_what_an_ended_run_left_is_drawn_anew(tmp_path: Path) -> None:
    (tmp_path / UNFINISHED).mkdir()
    (tmp_path / UNFINISHED / "S01E01.mkv").touch()
    assert invoke("demo", tmp_path).exit_code == 0
    assert left(tmp_path) == FILES


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intromark.compose, "render", render)
    result = invoke("demo", tmp_path / "d")
    assert result.stderr.splitlines()[1] == (
        f"error: cannot draw into `{tmp_path}/d`: no space left on device"
    )
    assert left(tmp_path) == []


def test_ctrl_c_leaves_nothing_and_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Render = intromark.compose.render
    reports: list[int] = []

    def render(plan: SeasonPlan, folder: Path, progress: Callable[[int, int], None]) -> list[Path]:
        def report(done: int, total: int) -> None:
            if not reports:
                os.kill(os.getpid(), signal.SIGINT)
            reports.append(done)
            progress(done, total)

        return real(plan, folder, report)

    monkeypatch.setattr(intromark.compose, "render", render)
    before = signal.getsignal(signal.SIGINT)
    result = invoke("demo", tmp_path / "d")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, "interrupted")
    assert len(reports) < 10
    assert left(tmp_path) == []
    assert signal.getsignal(signal.SIGINT) is before
