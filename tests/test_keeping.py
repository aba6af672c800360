"""What is kept of a video is what was read."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, Sound, draw_video, every
from intromark.errors import FileError
from intromark.footage import Footage, read_footage
from intromark.keeping import keep, known_footage
from intromark.span import Span
from intromark.store import Store
from toy_encoder import ToyEncoder

DRAWN = Drawing(
    every(25, 250), options={"x264-params": "keyint=25:scenecut=0"}, sounds=[Sound(length=10)], grain=20
)


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    return draw_video(tmp_path / "S01E01.mkv", DRAWN)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def watched(path: Path) -> Footage:
    footage = read_footage(path, ToyEncoder())
    footage.look([Span(2.0, 4.0)], ToyEncoder())
    footage.frames(Span(5.0, 5.5), ToyEncoder())
    return footage


def test_it_comes_back_as_it_was(episode: Path, store: Store) -> None:
    footage = watched(episode)
    keep(footage, ToyEncoder(), None, store)
    known = known_footage(episode, ToyEncoder(), None, store)
    assert known is not None
    assert not known.has_news
    for own, other in (
        (known.features().pictures, footage.features().pictures),
        (known.features().sound, footage.features().sound),
        (known.glimpses.seen, footage.glimpses.seen),
        (known.windows[0].embeddings, footage.windows[0].embeddings),
        (known.windows[0].times, footage.windows[0].times),
    ):
        np.testing.assert_array_equal(own, other)
    assert (known.duration, known.cut_off) == (footage.duration, footage.cut_off)


def test_a_cut_off_file_stays_one(episode: Path, store: Store) -> None:
    episode.write_bytes(episode.read_bytes()[: episode.stat().st_size // 2])
    footage = read_footage(episode, ToyEncoder())
    keep(footage, ToyEncoder(), None, store)
    known = known_footage(episode, ToyEncoder(), None, store)
    assert known is not None
    assert known.cut_off == footage.cut_off
    assert known.cut_off is not None


def test_a_file_that_was_moved_is_known(episode: Path, store: Store) -> None:
    keep(watched(episode), ToyEncoder(), None, store)
    moved = Path(shutil.move(episode, episode.with_name("renamed.mkv")))
    assert known_footage(moved, ToyEncoder(), None, store) is not None


def test_another_video_encoder_or_search_is_not(episode: Path, store: Store) -> None:
    keep(watched(episode), ToyEncoder(), None, store)
    other = ToyEncoder()
    other.fingerprint = "1"
    assert known_footage(episode, other, None, store) is None
    assert known_footage(episode, ToyEncoder(), 5.0, store) is None
    with episode.open("ab") as file:
        file.write(b"more")
    assert known_footage(episode, ToyEncoder(), None, store) is None


def test_without_a_store_nothing_is_known(episode: Path) -> None:
    assert known_footage(episode, ToyEncoder(), None, None) is None


def test_what_holds_no_news_is_not_written_again(episode: Path, store: Store) -> None:
    footage = watched(episode)
    keep(footage, ToyEncoder(), None, store)
    store.clear()
    keep(footage, ToyEncoder(), None, store)
    assert known_footage(episode, ToyEncoder(), None, store) is None
    footage.look([Span(7.0, 9.0)], ToyEncoder())
    keep(footage, ToyEncoder(), None, store)
    assert known_footage(episode, ToyEncoder(), None, store) is not None


def test_a_store_that_cannot_be_written_to_is_an_error(episode: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError):
        keep(watched(episode), ToyEncoder(), None, Store(tmp_path / "file"))
