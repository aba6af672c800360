"""A span that was given for one episode is found in its siblings, each at its own place."""

from __future__ import annotations

import pytest

from intromark.events import Listener, Progress
from intromark.library.edits import save_edit
from intromark.library.spreading import Spread, spread
from intromark.library.values import Entry, Origin
from intromark.segment import Label
from intromark.span import Span
from small_library import SmallEpisode, draw_episode

from .conftest import Shelf

# Openings of 1, 2, 4.25 and 3 seconds; the last has no intro.
OPENINGS = {"E1": 1.0, "E2": 2.0, "E3": 4.0, "E4": 3.0}


@pytest.fixture
def season(shelf: Shelf) -> Shelf:
    for number, (name, opening) in enumerate(OPENINGS.items()):
        path = shelf.folder / f"Show/Season 01/{name}.mkv"
        draw_episode(path, SmallEpisode(5, number, opening, has_intro=name != "E4"))
    shelf.look()
    return shelf


def said(shelf: Shelf, name: str, span: Span | None) -> Spread:
    entry = shelf.entries()[f"{name}.mkv"]
    with shelf.catalog.changing() as connection:
        save_edit(connection, entry.episode, Label.INTRO, span, Origin.EDIT)
    return spread(shelf.catalog, entry, Label.INTRO, span, shelf.listener)


def names(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.episode.path.stem for entry in entries]


def spans(shelf: Shelf) -> dict[str, Span | None]:
    return {
        name[:2]: edit.span for name, entry in shelf.entries().items() if (edit := entry.edit(Label.INTRO))
    }


def test_each_at_its_own_place(season: Shelf) -> None:
    outcome = said(season, "E1", Span(1.5, 6.5))
    assert (names(outcome.given), names(outcome.not_found)) == (["E2", "E3"], ["E4"])
    for name, span in spans(season).items():
        assert span is not None
        later = OPENINGS[name] - OPENINGS["E1"]
        assert (span.start, span.end) == pytest.approx((1.5 + later, 6.5 + later), abs=0.26)
    assert set(spans(season)) == {"E1", "E2", "E3"}


def test_what_was_said_before_is_kept_and_what_was_aligned_is_not(season: Shelf) -> None:
    second = season.entries()["E2.mkv"].episode
    with season.catalog.changing() as connection:
        save_edit(connection, second, Label.INTRO, Span(0.5, 1.0), Origin.EDIT)
    outcome = said(season, "E1", Span(1.5, 6.5))
    assert names(outcome.kept) == ["E2"]
    outcome = said(season, "E1", Span(2.0, 6.0))
    assert (names(outcome.kept), names(outcome.given)) == (["E2"], ["E3"])
    assert spans(season)["E2"] == Span(0.5, 1.0)
    third = spans(season)["E3"]
    assert third is not None and third.start == pytest.approx(5.0, abs=0.26)


def test_story_is_found_in_no_other_episode(season: Shelf) -> None:
    outcome = said(season, "E3", Span(0.0, 4.0))
    assert (outcome.given, names(outcome.not_found)) == ((), ["E1", "E2", "E4"])


def test_none_is_said_of_all(season: Shelf) -> None:
    outcome = said(season, "E1", None)
    assert names(outcome.given) == ["E2", "E3", "E4"]
    assert spans(season) == dict.fromkeys(OPENINGS)


def test_a_file_that_cannot_be_read(season: Shelf) -> None:
    season.put("Show/Season 01/E5.mkv", "garbage")
    season.scan()
    season.problems.clear()
    assert names(said(season, "E1", Span(1.5, 6.5)).not_found) == ["E4", "E5"]
    assert season.problems == []


def test_only_some_of_the_season(season: Shelf) -> None:
    known = season.entries()
    edited, third = known["E1.mkv"], known["E3.mkv"].episode.id
    outcome = spread(
        season.catalog, edited, Label.INTRO, Span(1.5, 6.5), season.listener, only={third, edited.episode.id}
    )
    assert (names(outcome.given), outcome.not_found, outcome.kept) == (["E3"], (), ())


def test_what_is_said_while_it_is_sought_is_kept(season: Shelf) -> None:
    second = season.entries()["E2.mkv"].episode

    def say(_step: Progress) -> None:
        if "E2" not in spans(season):
            with season.catalog.changing() as connection:
                save_edit(connection, second, Label.INTRO, Span(0.5, 1.0), Origin.EDIT)

    listener = Listener(season.problems.append, say)
    outcome = spread(season.catalog, season.entries()["E1.mkv"], Label.INTRO, Span(1.5, 6.5), listener)
    assert (names(outcome.given), names(outcome.kept)) == (["E3"], ["E2"])
    assert spans(season)["E2"] == Span(0.5, 1.0)
