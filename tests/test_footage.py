"""Of a video only as much is read as is asked for, and nothing twice."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.embedded import PICTURE_RATE, Frames
from intromark.errors import MediaError
from intromark.footage import SPARE, read_footage
from intromark.span import Span
from toy_encoder import ToyEncoder

LENGTH = 20
SECONDS = Drawing(
    every(25, 25 * LENGTH),
    options={"x264-params": "keyint=25:scenecut=0"},
    sounds=[Sound(length=LENGTH)],
    grain=20,
)
LONG_GROUPS = Drawing(every(25, 25 * LENGTH), options={"x264-params": "keyint=999:scenecut=0"})


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds with a key frame at each."""
    return draw_video(tmp_path_factory.mktemp("footage") / "S01E01.mkv", SECONDS)


@pytest.fixture(scope="module")
def unkeyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds with one key frame."""
    return draw_video(tmp_path_factory.mktemp("footage") / "S01E02.mkv", LONG_GROUPS)


def test_key_frames_alone_are_read(episode: Path) -> None:
    toy = ToyEncoder()
    footage = read_footage(episode, toy)
    assert toy.count == LENGTH
    assert not footage.glimpses.seen.any()
    features = footage.features()
    assert len(features.pictures) == LENGTH * PICTURE_RATE
    assert features.pictures.any(axis=1).all()
    assert len(features.sound)
    assert features.duration == pytest.approx(LENGTH)


def test_all_is_read_where_key_frames_say_too_little(unkeyed: Path) -> None:
    toy = ToyEncoder()
    footage = read_footage(unkeyed, toy)
    assert footage.glimpses.seen.all()
    assert not len(footage.sound)
    assert toy.count >= LENGTH * PICTURE_RATE
    assert len(footage.features().pictures) == LENGTH * PICTURE_RATE


@pytest.mark.parametrize("which", ["episode", "unkeyed"])
def test_only_what_is_searched(which: str, request: pytest.FixtureRequest) -> None:
    footage = read_footage(request.getfixturevalue(which), ToyEncoder(), search=2.0)
    assert len(footage.features().pictures) == 2 * PICTURE_RATE


@pytest.mark.parametrize(("height", "shape"), [(None, (64, 96, 3)), (32, (32, 48, 3)), (900, (64, 96, 3))])
def test_pictures_are_as_large_as_the_encoder_wants(
    episode: Path, height: int | None, shape: tuple[int, ...]
) -> None:
    toy = ToyEncoder(height)
    footage = read_footage(episode, toy)
    footage.look([Span(2.0, 4.0)], toy)
    assert toy.shapes == {shape}


def test_a_closer_look_shows_what_reading_all_shows(episode: Path) -> None:
    toy = ToyEncoder()
    footage = read_footage(episode, toy)
    footage.look([Span(6.2, 9.0)], toy)
    assert footage.has_seen(Span(6.2, 9.0))
    assert not footage.has_seen(Span(0.0, 9.0))
    whole = read_footage(episode, toy)
    whole.look([Span(0.0, LENGTH)], toy)
    seen = footage.glimpses.seen
    np.testing.assert_array_equal(footage.glimpses.rows[seen], whole.glimpses.rows[seen])


def test_nothing_is_read_twice(episode: Path) -> None:
    toy = ToyEncoder()
    footage = read_footage(episode, toy)
    footage.look([Span(3.0, 9.0), Span(8.0, 11.0)], toy)
    count = toy.count
    footage.look([Span(5.0, 10.0)], toy)
    assert toy.count == count
    footage.frames(Span(4.0, 5.0), toy)
    count = toy.count
    footage.frames(Span(4.0 - SPARE / 2, 5.0), toy)
    assert toy.count == count


def test_a_look_beyond_the_end(episode: Path) -> None:
    toy = ToyEncoder()
    footage = read_footage(episode, toy)
    footage.look([Span(LENGTH - 1.0, LENGTH + 30.0)], toy)
    assert len(footage.features().pictures) == LENGTH * PICTURE_RATE
    assert footage.has_seen(Span(LENGTH - 1.0, LENGTH + 30.0))


def test_every_frame_of_a_span(episode: Path) -> None:
    toy = ToyEncoder()
    found = read_footage(episode, toy).frames(Span(4.0, 4.4), toy)
    np.testing.assert_allclose(found.times, 4.0 + np.arange(10) / 25, atol=0.002)
    assert len(found.embeddings) == 10


def test_of_many_frames_a_second_every_other_one(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(every(60, 180), rate=Fraction(60)))
    toy = ToyEncoder()
    assert len(read_footage(path, toy).frames(Span(1.0, 2.0), toy).times) == pytest.approx(30, abs=1)


def test_a_part_of_frames() -> None:
    frames = Frames(Span(0.0, 1.0), np.arange(4) / 4, np.eye(4, dtype=np.float32))
    assert frames.within(Span(0.2, 0.75)).times.tolist() == [0.25, 0.5]
    assert frames.holds(Span(0.2, 1.0))
    assert not frames.holds(Span(0.2, 1.1))


@pytest.mark.parametrize("which", ["episode", "unkeyed"])
def test_a_check_ends_it(which: str, request: pytest.FixtureRequest) -> None:
    def check() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_footage(request.getfixturevalue(which), ToyEncoder(), check=check)


def test_a_cut_off_file_is_told(episode: Path, tmp_path: Path) -> None:
    part = tmp_path / "part.mkv"
    part.write_bytes(episode.read_bytes()[: episode.stat().st_size // 2])
    cut = read_footage(part, ToyEncoder()).cut_off
    assert cut is not None
    assert round(cut.declared) == LENGTH


def test_what_is_no_video_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.mkv").write_bytes(b"no video")
    with pytest.raises(MediaError):
        read_footage(tmp_path / "a.mkv", ToyEncoder())
