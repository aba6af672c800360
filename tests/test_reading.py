"""A season is read several episodes at a time, and what is told of it comes in order all the same."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import Drawing, Sound, draw_video, every
from intromark.encoders.base import Picture
from intromark.events import Listener, Problem, Progress
from intromark.intake import read_season
from intromark.media import CutOff
from intromark.reading import PICTURE_RATE, embed, read_features

DRAWN = Drawing(every(25, 125), sounds=[Sound(length=5)], grain=20)


class Toy:
    """Looks at four blocks; tells by its height how large the pictures were that it was given."""

    name = "toy"
    fingerprint = "0"

    def __init__(self, height: int | None = None) -> None:
        self.height = height
        self.seen: set[tuple[int, ...]] = set()

    def prepare(self, picture: Picture) -> NDArray[np.uint8]:
        self.seen.add(picture.shape)
        return np.ascontiguousarray(picture[::8, ::8])

    def encode(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        flat = prepared.reshape(len(prepared), -1)[:, :64].astype(np.float32)
        rows: NDArray[np.float32] = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1)
        return rows


@pytest.fixture
def season(tmp_path: Path) -> list[Path]:
    return [draw_video(tmp_path / f"S01E0{number}.mkv", DRAWN) for number in range(1, 5)]


def test_a_row_for_every_step(season: list[Path]) -> None:
    features = read_features(season[0], Toy())
    assert len(features.pictures) == 5 * PICTURE_RATE
    assert len(features.sound)
    assert features.duration == pytest.approx(5)


def test_only_what_is_searched(season: list[Path]) -> None:
    assert len(read_features(season[0], Toy(), search=2.0).pictures) == 2 * PICTURE_RATE


@pytest.mark.parametrize(("height", "shape"), [(None, (64, 96, 3)), (32, (32, 48, 3)), (900, (64, 96, 3))])
def test_pictures_are_as_large_as_the_encoder_wants(
    season: list[Path], height: int | None, shape: tuple[int, ...]
) -> None:
    toy = Toy(height)
    read_features(season[0], toy)
    assert toy.seen == {shape}


def test_a_check_ends_it(season: list[Path]) -> None:
    def check() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_features(season[0], Toy(), check=check)


def test_a_cut_off_file_is_told(season: list[Path]) -> None:
    content = season[0].read_bytes()
    season[0].write_bytes(content[: len(content) // 2])
    cuts: list[CutOff] = []
    read_features(season[0], Toy(), on_cut_off=cuts.append)
    assert [round(cut.declared) for cut in cuts] == [5]


@pytest.mark.parametrize("level", [0, 128, 255])
def test_flat_pictures_are_rows_of_zeros(level: int) -> None:
    prepared = np.full((2, 8, 8, 3), level, np.uint8)
    prepared[1, :4] = 60
    assert embed(prepared, Toy()).any(axis=1).tolist() == [False, True]


def test_problems_and_progress_come_in_order(season: list[Path]) -> None:
    season[0].write_bytes(season[0].read_bytes()[:20_000])
    season[1].write_bytes(b"no video")
    draw_video(season[2], Drawing(every(25, 125)))
    draw_video(season[3], Drawing((Fraction(0),)))
    told: list[Problem] = []
    done: list[Progress] = []
    found = read_season(season, Toy(), None, Listener(told.append, done.append))
    assert list(found) == [season[0], season[2]]
    assert [(problem.path, problem.answered) for problem in told][-2:] == [
        (season[2], True),
        (season[3], False),
    ]
    assert (season[1], False) in [(problem.path, problem.answered) for problem in told]
    assert [problem.path for problem in told] == sorted(problem.path for problem in told)
    assert [(step.done, step.what) for step in done] == [(n + 1, str(path)) for n, path in enumerate(season)]


def test_it_is_the_same_every_time(season: list[Path]) -> None:
    silent = Listener(lambda _: None, lambda _: None)
    first, second = (read_season(season, Toy(), None, silent) for _ in range(2))
    for path in season:
        np.testing.assert_array_equal(first[path].pictures, second[path].pictures)
        np.testing.assert_array_equal(first[path].sound, second[path].sound)
