"""Where the video of a row is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawing import draw_video
from intromark.events import Listener, Problem, Progress
from intromark.labels.videos import durations, find_video, find_videos


@pytest.mark.parametrize(
    ("file", "id"),
    [
        ("-1_2/-1_2.mp4", "-1_2"),
        ("-1_2.mp4", "-1_2"),
        ("-1_2.MKV", "-1_2"),
        ("S01E01.webm", "S01E01.webm"),
        ("Show/S01E01.mkv", "Show/S01E01.mkv"),
        ("Show/S01E01.mkv", "Show/S01E01"),
        ("a.b [x].avi", "a.b [x]"),
    ],
)
def test_found(file: str, id: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert find_video(tmp_path, id) == path


def test_not_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a.txt").touch()
    assert find_video(tmp_path, "a") is None


def test_what_is_missing_is_told_together(tmp_path: Path) -> None:
    told: list[Problem] = []
    steps: list[Progress] = []
    listener = Listener(told.append, steps.append)
    draw_video(tmp_path / "a.mp4")
    (tmp_path / "bad.mp4").write_bytes(b"no video" * 99)
    videos = find_videos(dict.fromkeys(["a", "bad", "1", "2", "3", "4", "5"], tmp_path), listener)
    assert videos == {"a": tmp_path / "a.mp4", "bad": tmp_path / "bad.mp4"}
    assert "5 of 7 episodes have no video" in told[0].error.message
    assert "`1`, `2`, `3` and 2 more" in told[0].error.message
    assert durations(videos, listener) == {"a": pytest.approx(4.0, abs=0.1)}
    assert "bad.mp4" in told[1].error.message
    assert [(step.done, step.total) for step in steps] == [(1, 2), (2, 2)]
