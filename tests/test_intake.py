"""A season is read several episodes at a time, and what is told of it comes in order all the same."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.events import Listener, Problem, Progress
from intromark.intake import keep_season, read_season
from intromark.store import Store
from toy_encoder import ToyEncoder

DRAWN = Drawing(every(25, 125), sounds=[Sound(length=5)], grain=20)
SILENT = Listener(lambda _: None, lambda _: None)


@pytest.fixture
def season(tmp_path: Path) -> list[Path]:
    return [draw_video(tmp_path / f"S01E0{number}.mkv", DRAWN) for number in range(1, 5)]


def test_problems_and_progress_come_in_order(season: list[Path]) -> None:
    season[0].write_bytes(season[0].read_bytes()[:20_000])
    season[1].write_bytes(b"no video")
    draw_video(season[2], Drawing(every(25, 125)))
    draw_video(season[3], Drawing((Fraction(0),)))
    told: list[Problem] = []
    done: list[Progress] = []
    found = read_season(season, ToyEncoder(), None, Listener(told.append, done.append))
    assert [footage.path for footage in found] == [season[0], season[2]]
    assert [(problem.path, problem.answered) for problem in told][-2:] == [
        (season[2], True),
        (season[3], False),
    ]
    assert (season[1], False) in [(problem.path, problem.answered) for problem in told]
    assert [problem.path for problem in told] == sorted(problem.path for problem in told)
    assert [(step.done, step.what) for step in done] == [(n + 1, str(path)) for n, path in enumerate(season)]


def test_it_is_the_same_every_time(season: list[Path]) -> None:
    runs = [read_season(season, ToyEncoder(), None, SILENT) for _ in range(2)]
    for first, second in zip(*runs, strict=True):
        np.testing.assert_array_equal(first.features().pictures, second.features().pictures)
        np.testing.assert_array_equal(first.features().sound, second.features().sound)


def test_what_was_kept_is_not_read_again_and_told_again(season: list[Path], tmp_path: Path) -> None:
    season[0].write_bytes(season[0].read_bytes()[:20_000])
    store, told = Store(tmp_path / "store"), [list[Problem](), list[Problem]()]
    toys = [ToyEncoder(), ToyEncoder()]
    for toy, problems in zip(toys, told, strict=True):
        found = read_season(season, toy, None, Listener(problems.append, lambda _: None), store)
        keep_season(found, toy, None, SILENT, store)
    assert toys[0].count > 0
    assert toys[1].count == 0
    assert [str(one.error) for one in told[0]] == [str(one.error) for one in told[1]]


def test_that_nothing_can_be_kept_is_told_once(season: list[Path], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told: list[Problem] = []
    found = read_season(season, ToyEncoder(), None, SILENT)
    keep_season(found, ToyEncoder(), None, Listener(told.append, lambda _: None), Store(tmp_path / "file"))
    assert [problem.answered for problem in told] == [True]
    assert "not kept" in str(told[0].error)
