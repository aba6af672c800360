"""What people say stands, whatever is detected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intromark.detection import Detection, Provenance
from intromark.errors import CatalogError
from intromark.labels.reading import read_labels
from intromark.labels.writing import write_labels
from intromark.library.catalog import Catalog
from intromark.library.choosing import MOST_NAMED
from intromark.library.confirmed import label_rows
from intromark.library.detections import load_detection, load_detections, save_detection
from intromark.library.edits import lock, replace_edits, save_edit, unlock
from intromark.library.history import history_of, revisions
from intromark.library.queries import all_entries, entry_of, named, named_one, season_entries
from intromark.library.values import Entry, Origin, Word
from intromark.segment import Evidence, Label, Segment, Source
from intromark.span import Span

from .conftest import Shelf

MADE = Provenance("0.1.0", "lite", "c6cabcff", 3)
SEGMENT = Segment(5.0, 15.0, Label.INTRO, 0.9, (Evidence(Source.SOUND, 3), Evidence(Source.PICTURE, 2)))
NAME = "Show S01E01.mkv"


def detected(*segments: Segment, siblings: int = 3) -> Detection:
    absence = None if segments else 0.8
    return Detection(Path("any"), 100.0, segments, absence, replace(MADE, siblings=siblings))


def save(catalog: Catalog, entry: Entry, detection: Detection, **options: bool) -> bool:
    with catalog.changing() as connection:
        return save_detection(connection, entry.episode, detection, "settings", **options)


def say(catalog: Catalog, entry: Entry, span: Span | None, label: Label = Label.INTRO) -> None:
    with catalog.changing() as connection:
        save_edit(connection, entry.episode, label, span, Origin.EDIT)


@pytest.fixture
def entry(shelf: Shelf) -> Entry:
    """An episode of which an intro was detected."""
    shelf.put(f"Show/Season 01/{NAME}")
    shelf.look()
    found = shelf.entries()[NAME]
    save(shelf.catalog, found, detected(SEGMENT))
    return shelf.entries()[NAME]


def test_a_detection_is_kept_as_it_is(entry: Entry, shelf: Shelf) -> None:
    assert entry.detection == replace(detected(SEGMENT), path=entry.episode.path)
    save(shelf.catalog, entry, detected())
    with shelf.catalog.reading() as connection:
        assert load_detection(connection, entry.episode) == replace(detected(), path=entry.episode.path)


@pytest.mark.parametrize("span", [Span(6.0, 12.0), None], ids=["a span", "none"])
def test_an_edit_survives_every_detection(span: Span | None, entry: Entry, shelf: Shelf) -> None:
    say(shelf.catalog, entry, span)
    for again in (detected(SEGMENT), detected(), detected(Segment(1.0, 2.0, confidence=0.5))):
        save(shelf.catalog, entry, again)
        expected = span and Segment(span.start, span.end)
        assert shelf.entries()[NAME].segment(Label.INTRO) == expected


def test_a_lock_survives_every_detection(entry: Entry, shelf: Shelf) -> None:
    with shelf.catalog.changing() as connection:
        assert lock(connection, entry.episode)
        assert not lock(connection, entry.episode)
    save(shelf.catalog, entry, detected())
    assert shelf.entries()[NAME].segment(Label.INTRO) == Segment(5.0, 15.0)


def test_a_lock_leaves_an_edit_alone(entry: Entry, shelf: Shelf) -> None:
    say(shelf.catalog, entry, Span(1.0, 2.0))
    with shelf.catalog.changing() as connection:
        assert not lock(connection, entry.episode)
    assert shelf.entries()[NAME].segment(Label.INTRO) == Segment(1.0, 2.0)


def test_no_intro_can_be_locked_too(entry: Entry, shelf: Shelf) -> None:
    save(shelf.catalog, entry, detected())
    with shelf.catalog.changing() as connection:
        lock(connection, entry.episode)
    save(shelf.catalog, entry, detected(SEGMENT))
    assert shelf.entries()[NAME].segment(Label.INTRO) is None


def test_what_was_not_analysed_cannot_be_locked(shelf: Shelf) -> None:
    shelf.put("Foo/a.mkv")
    shelf.look()
    episode = shelf.entries()["a.mkv"].episode
    with pytest.raises(CatalogError, match="was not analysed yet"), shelf.catalog.changing() as connection:
        lock(connection, episode)


def test_unlocking_gives_back_what_was_detected(entry: Entry, shelf: Shelf) -> None:
    say(shelf.catalog, entry, Span(1.0, 2.0))
    say(shelf.catalog, entry, Span(80.0, 90.0), Label.CREDITS)
    with shelf.catalog.changing() as connection:
        dropped = unlock(connection, entry.episode)
    assert [(edit.label, edit.span) for edit in dropped] == [
        (Label.CREDITS, Span(80.0, 90.0)),
        (Label.INTRO, Span(1.0, 2.0)),
    ]
    assert shelf.entries()[NAME].segment(Label.INTRO) == SEGMENT


def test_history_tells_all(entry: Entry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "anna")
    say(shelf.catalog, entry, Span(1.0, 2.0))
    say(shelf.catalog, entry, None)
    save(shelf.catalog, entry, detected(SEGMENT))  # the same again is no change
    save(shelf.catalog, entry, detected())
    with shelf.catalog.reading() as connection:
        told = history_of(connection, entry.episode.id)
    assert [(one.who, one.what, one.before, one.after) for one in told[1:]] == [
        ("intromark", "detected", "", "intro 0:05.00 - 0:15.00"),
        ("anna", "edit", "", "intro 0:01.00 - 0:02.00"),
        ("anna", "edit", "intro 0:01.00 - 0:02.00", "intro none"),
        ("intromark", "detected", "intro 0:05.00 - 0:15.00", "none"),
    ]


@pytest.mark.parametrize("span", [Span(90.0, 100.5), Span(-1.0, 3.0)])
def test_an_edit_outside_of_the_episode_is_refused(span: Span, entry: Entry, shelf: Shelf) -> None:
    with pytest.raises((CatalogError, ValueError)):
        say(shelf.catalog, entry, span)
    assert shelf.entries()[NAME].edits == ()


def test_an_answer_of_more_siblings_is_kept(entry: Entry, shelf: Shelf) -> None:
    assert not save(shelf.catalog, entry, detected(siblings=1))
    assert shelf.entries()[NAME].segment(Label.INTRO) == SEGMENT
    assert save(shelf.catalog, entry, detected(siblings=1), replace_better=True)
    assert shelf.entries()[NAME].segment(Label.INTRO) is None


def test_an_edit_of_another_content_is_stale(entry: Entry, shelf: Shelf) -> None:
    say(shelf.catalog, entry, Span(1.0, 2.0))
    shelf.put(f"Show/Season 01/{NAME}", "another cut")
    shelf.look()
    changed = shelf.entries()[NAME]
    assert changed.segment(Label.INTRO) == Segment(1.0, 2.0)
    assert [changed.is_stale(edit) for edit in changed.edits] == [True]
    assert label_rows([changed]) == []


def test_edits_and_results_go_with_a_file_that_moves(entry: Entry, shelf: Shelf) -> None:
    say(shelf.catalog, entry, Span(1.0, 2.0))
    entry.episode.path.rename(entry.episode.path.with_name("new.mkv"))
    shelf.look()
    moved = shelf.entries()["new.mkv"]
    assert moved.segment(Label.INTRO) == Segment(1.0, 2.0)
    assert moved.detection == replace(detected(SEGMENT), path=moved.episode.path)


def test_what_is_confirmed_is_read_as_labels(entry: Entry, shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Show/Season 01/none.mkv")
    shelf.put("Show/Season 01/unsaid.mkv")
    shelf.look()
    say(shelf.catalog, entry, Span(62.125, 90.0))
    say(shelf.catalog, shelf.entries()["none.mkv"], None)
    with shelf.catalog.reading() as connection:
        rows = label_rows(all_entries(connection))
    write_labels(tmp_path / "labels.json", rows)
    read = {Path(row.id).name: row for row in read_labels(tmp_path / "labels.json").rows}
    assert set(read) == {NAME, "none.mkv"}
    assert read[NAME].span == Span(62.125, 90.0)
    assert read[NAME].show_name == "Show"
    assert read["none.mkv"].says_none


def test_episodes_by_name(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "Foo/Season 01/Foo S01E01.mkv",
        "Foo/Season 01/Foo S01E02.mkv",
        "Bar/Season 02/Bar S02E01.mkv",
    ):
        shelf.put(name)
    shelf.look()
    monkeypatch.chdir(shelf.folder)

    def found(*names: str) -> list[str]:
        with shelf.catalog.reading() as connection:
            return [entry.episode.path.name for entry in named(connection, names)]

    assert len(found()) == 3
    assert found("Foo/Season 01") == ["Foo S01E01.mkv", "Foo S01E02.mkv"]
    assert found("Bar/Season 02/Bar S02E01.mkv") == ["Bar S02E01.mkv"]
    assert found("foo e02") == ["Foo S01E02.mkv"]
    assert found("season 2", str(shelf.folder / "Foo")) == [
        "Bar S02E01.mkv",
        "Foo S01E01.mkv",
        "Foo S01E02.mkv",
    ]
    for name in ("nothing", "", " "):
        with pytest.raises(CatalogError, match="nothing in the catalog is called"):
            found("foo", name)
    with shelf.catalog.reading() as connection:
        with pytest.raises(CatalogError, match=r"may be 2 episodes: Foo S01E01\.mkv, Foo S01E02\.mkv"):
            named_one(connection, "foo")
        assert named_one(connection, "bar").show == "Bar"


def test_all_that_is_said_is_replaced(entry: Entry, shelf: Shelf) -> None:
    say(shelf.catalog, entry, Span(1.0, 2.0))
    say(shelf.catalog, entry, Span(3.0, 4.0), Label.RECAP)
    wanted = [Word(Label.INTRO, Span(1.0, 2.0), Origin.EDIT), Word(Label.CREDITS, None, Origin.EDIT)]
    with shelf.catalog.changing() as connection:
        assert replace_edits(connection, entry.episode, wanted)
        assert not replace_edits(connection, entry.episode, wanted)
        lines = [(one.what, one.before, one.after) for one in history_of(connection, entry.episode.id)][-2:]
    assert lines == [("unlock", "recap 0:03.00 - 0:04.00", ""), ("edit", "", "credits none")]
    kept = shelf.entries()[NAME].edits
    assert [(edit.label, edit.span) for edit in kept] == [
        (Label.CREDITS, None),
        (Label.INTRO, Span(1.0, 2.0)),
    ]
    with shelf.catalog.changing() as connection, pytest.raises(ValueError, match="one word"):
        replace_edits(connection, entry.episode, [wanted[0], wanted[0]])


def test_to_say_it_again_of_a_changed_file_is_news(entry: Entry, shelf: Shelf) -> None:
    word = Word(Label.INTRO, Span(1.0, 2.0), Origin.EDIT)
    with shelf.catalog.changing() as connection:
        replace_edits(connection, entry.episode, [word])
    shelf.put(f"Show/Season 01/{NAME}", "other content")
    shelf.look()
    changed = shelf.entries()[NAME]
    assert changed.is_stale(changed.edits[0])
    with shelf.catalog.changing() as connection:
        assert replace_edits(connection, changed.episode, [word])
    assert not changed.is_stale(shelf.entries()[NAME].edits[0])


def test_whatever_changes_gives_another_revision(entry: Entry, shelf: Shelf) -> None:
    def revision() -> int:
        with shelf.catalog.reading() as connection:
            return revisions(connection, [entry.episode])[entry.episode.id]

    seen = [revision()]
    say(shelf.catalog, entry, None)
    seen.append(revision())
    with shelf.catalog.changing() as connection:
        unlock(connection, entry.episode)
    seen.append(revision())
    save(shelf.catalog, entry, detected())
    seen.append(revision())
    save(shelf.catalog, entry, detected())
    assert seen == sorted(set(seen))
    assert revision() == seen[-1]


def test_episodes_one_by_one_and_together_are_the_same(entry: Entry, shelf: Shelf) -> None:
    say(shelf.catalog, entry, Span(1.0, 2.0))
    with shelf.catalog.reading() as connection:
        (every,) = all_entries(connection)
        assert entry_of(connection, entry.episode.id) == every
        assert season_entries(connection, entry.episode.season_id) == [every]
        assert entry_of(connection, 999) is None
        assert season_entries(connection, 999) == []
        many = [entry.episode] * (MOST_NAMED + 1)
        assert load_detections(connection, many) == {entry.episode.id: every.detection}
