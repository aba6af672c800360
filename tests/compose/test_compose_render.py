"""Rendering: what is written is what was planned, to the frame, and always the same."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from intromark.compose import Block, BlockKind, Cue, CueKind, EpisodePlan, Master, SeasonPlan, Shot, render
from intromark.compose.sounds.music import music
from intromark.compose.sounds.voice import speech

LOOK = 12
INTRO = Block(
    BlockKind.INTRO,
    1.2,
    (Shot("city", 9, 9, LOOK, 0.6), Shot("emblem", 5, 5, LOOK, 0.6)),
    (Cue(CueKind.MUSIC, 7, 0.0, 1.2),),
)


def quiet_story(place: int, seconds: float) -> Block:
    return Block(BlockKind.STORY, seconds, (Shot("room", place, place, LOOK, seconds),))


# the second episode comes from a film master, through another encoder, and its clock does not start at 0
FILM = Master(rate=Fraction(24_000, 1001), codec="hevc", width=256, height=144, clock_start=1.0, channels=2)
PLAN = SeasonPlan(
    "Tiny",
    (
        EpisodePlan("S01E01", (quiet_story(1, 0.8), INTRO, quiet_story(2, 0.6))),
        EpisodePlan("S01E02", (quiet_story(3, 1.3), INTRO, quiet_story(4, 0.4)), FILM),
        EpisodePlan("S01E03", (quiet_story(5, 0.6),), Master(codec="vp9", container="webm", crf=40)),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("season")
    render(PLAN, folder)
    return folder


def decoded(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Frames at 160 x 90, and their seconds."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    images = [frame.to_ndarray(width=160, height=90, format="rgb24") for frame in frames]
    return np.stack(images).astype(np.uint8), np.array([frame.time for frame in frames], np.float64)


def difference(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    return float(np.abs(first.astype(np.float64) - second.astype(np.float64)).mean())


def test_truth_beside_the_episodes(folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text())
    assert list(truth) == ["S01E01.mkv", "S01E02.mkv", "S01E03.webm"]
    assert truth["S01E01.mkv"] == {"intro": [0.8, 2.0], "recap": None, "credits": None, "duration": 2.6}
    assert truth["S01E02.mkv"]["intro"] == pytest.approx([31 * 1001 / 24_000, 60 * 1001 / 24_000], abs=1e-6)
    assert truth["S01E03.webm"] == {"intro": None, "recap": None, "credits": None, "duration": 0.6}


def test_every_frame_is_there_and_on_time(folder: Path) -> None:
    for episode in PLAN.episodes:
        _, moments = decoded(folder / episode.file_name)
        expected = np.arange(episode.frames) / float(episode.master.rate)
        assert moments - moments[0] == pytest.approx(expected, abs=0.002)
    assert decoded(folder / "S01E02.mkv")[1][0] == pytest.approx(1.0, abs=0.06)


def test_the_intro_begins_and_ends_at_its_frames(folder: Path) -> None:
    (one, _), (two, _) = (decoded(folder / name) for name in ("S01E01.mkv", "S01E02.mkv"))
    first, other = (next(s for s in episode.spans() if s.block is INTRO) for episode in PLAN.episodes[:2])
    last, other_last = first.first + first.frames - 1, other.first + other.frames - 1
    assert difference(one[first.first], two[other.first]) < 10
    assert difference(one[last], two[other_last]) < 10
    assert difference(one[first.first - 1], two[other.first]) > 25
    assert difference(one[last + 1], two[other_last]) > 25


def test_pictures_move_between_frames(folder: Path) -> None:
    frames, _ = decoded(folder / "S01E01.mkv")
    moved = [difference(one, other) for one, other in itertools.pairwise(frames)]
    assert np.mean(np.array(moved) > 0.05) > 0.9


def test_sound_begins_with_the_intro(folder: Path) -> None:
    with av.open(str(folder / "S01E02.mkv")) as container:
        pieces = [
            (float(frame.time or 0), np.abs(frame.to_ndarray()).max()) for frame in container.decode(audio=0)
        ]
    loud = [moment for moment, peak in pieces if peak > 0.05]
    begin = 1.0 + 31 * 1001 / 24_000
    assert begin - 0.05 < loud[0] < begin + 0.05


def test_rendering_again_gives_the_same_pictures(folder: Path, tmp_path: Path) -> None:
    reports: list[tuple[int, int]] = []
    season = SeasonPlan(PLAN.title, PLAN.episodes[:2])
    paths = render(season, tmp_path, lambda done, total: reports.append((done, total)), workers=1)
    for path in paths:
        assert np.array_equal(decoded(path)[0], decoded(folder / path.name)[0])
    total = sum(episode.frames for episode in season.episodes)
    assert reports[-1] == (total, total)


@pytest.mark.parametrize("source", [speech, music])
def test_a_longer_sound_begins_with_the_shorter(source: object) -> None:
    assert callable(source)
    short, long = source(4711, 2.0), source(4711, 3.0)
    overlap = slice(0, round(1.7 * 24_000))
    assert np.allclose(short[overlap], long[overlap], atol=1e-4)
    assert 0.2 < float(np.abs(long).max()) <= 1.0
