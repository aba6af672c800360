"""An episode whose file is changed by intromark itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intromark.errors import CatalogError
from intromark.fingerprint import fingerprint
from intromark.library.history import history_of
from intromark.library.queries import all_entries
from intromark.library.rewriting import is_as_scanned, rewriting
from intromark.library.values import Entry
from intromark.segment import Label
from intromark.span import Span

from .conftest import Shelf
from .test_edits import SEGMENT, detected, save, say


def only(shelf: Shelf) -> Entry:
    with shelf.catalog.reading() as connection:
        (entry,) = all_entries(connection)
    return entry


@pytest.fixture
def video(shelf: Shelf) -> Path:
    path = shelf.put("Show/Season 01/Show S01E01.mkv")
    shelf.look()
    entry = only(shelf)
    save(shelf.catalog, entry, detected(SEGMENT))
    say(shelf.catalog, entry, Span(1, 2), Label.RECAP)
    return path


def test_it_stays_the_same_episode(shelf: Shelf, video: Path) -> None:
    before = only(shelf)
    with rewriting(shelf.catalog, before.episode, "chapters"):
        video.write_text("another content")
    after = only(shelf)
    assert after.episode.fingerprint == fingerprint(video) != before.episode.fingerprint
    assert not after.is_stale(after.edits[0])
    assert after.detection == before.detection
    assert is_as_scanned(after.episode)
    survey = shelf.look()
    assert (survey.met.changed, survey.met.new, survey.met.missing) == (0, 0, 0)
    with shelf.catalog.reading() as connection:
        assert history_of(connection, after.episode.id)[-1].what == "chapters"


def test_also_when_it_is_stopped(shelf: Shelf, video: Path) -> None:
    def stop() -> None:
        with rewriting(shelf.catalog, only(shelf).episode, "chapters"):
            video.write_text("another content")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert only(shelf).episode.fingerprint == fingerprint(video)


def test_what_was_not_changed_has_no_new_line(shelf: Shelf, video: Path) -> None:
    episode = only(shelf).episode
    with rewriting(shelf.catalog, episode, "chapters"):
        pass
    with shelf.catalog.reading() as connection:
        assert "chapters" not in [line.what for line in history_of(connection, episode.id)]


def test_a_file_that_changed_since_the_scan(shelf: Shelf, video: Path) -> None:
    os.utime(video, (1, 1))
    assert is_as_scanned(only(shelf).episode)
    video.write_text("somebody else's")
    assert not is_as_scanned(only(shelf).episode)
    with (
        pytest.raises(CatalogError, match="has changed since it was scanned"),
        rewriting(shelf.catalog, only(shelf).episode, "chapters"),
    ):
        video.write_text("never")
    assert video.read_text() == "somebody else's"
