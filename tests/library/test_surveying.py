"""What is new, changed, moved or gone, told from files that only look like videos."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from intromark.errors import CatalogError
from intromark.library.episodes import Met
from intromark.library.history import history_of
from intromark.library.rules import Rules, ShowRule

from .conftest import Shelf

E1, E2 = "Show/Season 01/Show S01E01.mkv", "Show/Season 01/Show S01E02.mkv"


def ids(shelf: Shelf) -> dict[str, int]:
    return {name: entry.episode.id for name, entry in shelf.entries().items()}


def history(shelf: Shelf, name: str) -> list[str]:
    number = ids(shelf)[name]
    with shelf.catalog.reading() as connection:
        return [change.what for change in history_of(connection, number)]


def test_new_and_then_known(shelf: Shelf) -> None:
    shelf.put(E1)
    shelf.put(E2)
    survey = shelf.look()
    assert survey.met == Met(new=2)
    assert [(season.show, season.name, len(season.paths)) for season in survey.seasons] == [
        ("Show", "Season 1", 2)
    ]
    assert shelf.look().met == Met()
    assert history(shelf, "Show S01E01.mkv") == ["found"]


def test_a_known_folder_is_not_read_by_name_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(E1)
    shelf.put(E2)
    before = shelf.look()
    monkeypatch.setattr("intromark.episode_names.read_name", None)
    monkeypatch.setattr("intromark.library.walking.read_name", None)
    assert shelf.look().seasons == before.seasons


def test_only_the_content_counts(shelf: Shelf) -> None:
    path = shelf.put(E1)
    shelf.look()
    os.utime(path, ns=(1, 1))
    assert shelf.look().met == Met()
    shelf.put(E1, "another")
    assert shelf.look().met == Met(changed=1)
    assert history(shelf, path.name) == ["found", "changed"]


@pytest.mark.parametrize(
    "place",
    ["Show/Season 01/Show S01E01 - Pilot.mkv", "Show/Season 02/Show S01E01.mkv", "Other/x.mkv"],
    ids=["renamed", "moved", "another show"],
)
def test_a_renamed_or_moved_file_is_the_same_episode(place: str, shelf: Shelf) -> None:
    path = shelf.put(E1)
    shelf.put(E2)
    shelf.look()
    before = ids(shelf)[path.name]
    target = shelf.folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)
    assert shelf.look().met == Met(moved=1)
    assert ids(shelf)[target.name] == before
    assert history(shelf, target.name) == ["found", "moved"]
    assert shelf.look().met == Met()


def test_a_renamed_show_leaves_no_empty_one(shelf: Shelf) -> None:
    shelf.put(E1)
    shelf.look()
    (shelf.folder / "Show").rename(shelf.folder / "The Show")
    shelf.look()
    with shelf.catalog.reading() as connection:
        assert connection.execute("SELECT name FROM show").fetchall() == [("The Show",)]


def test_two_that_change_places(shelf: Shelf) -> None:
    first, second = shelf.put(E1), shelf.put(E2)
    shelf.look()
    before = ids(shelf)
    aside = first.rename(shelf.folder / "aside")
    second.rename(first)
    aside.rename(second)
    assert shelf.look().met == Met(moved=2)
    assert ids(shelf) == {first.name: before[second.name], second.name: before[first.name]}


def test_one_that_is_moved_over_another(shelf: Shelf) -> None:
    first, second = shelf.put(E1), shelf.put(E2)
    shelf.look()
    before = ids(shelf)
    first.rename(second)
    assert shelf.look().met == Met(moved=1, missing=1)
    assert ids(shelf) == {second.name: before[first.name]}
    first.write_text(E2)
    assert shelf.look().met == Met(moved=1)
    assert ids(shelf)[first.name] == before[second.name]


def test_one_whose_place_is_taken_keeps_its_results(shelf: Shelf) -> None:
    first = shelf.put(E1)
    shelf.look()
    before = ids(shelf)[first.name]
    first.rename(shelf.folder / E2)
    shelf.put(E1, "a new one")
    assert shelf.look().met == Met(new=1, moved=1)
    assert ids(shelf)["Show S01E02.mkv"] == before


def test_a_copy_is_an_episode_of_its_own(shelf: Shelf) -> None:
    path = shelf.put(E1)
    shelf.look()
    shutil.copy(path, shelf.folder / E2)
    assert shelf.look().met == Met(new=1)


def test_what_vanishes_is_missing_and_comes_back(shelf: Shelf) -> None:
    path = shelf.put(E1)
    shelf.put(E2)
    shelf.look()
    path.unlink()
    assert shelf.look().met == Met(missing=1)
    assert shelf.entries()[path.name].episode.missing
    assert shelf.look().met == Met()
    shelf.put(E1)
    assert shelf.look().met == Met(back=1)
    assert history(shelf, path.name) == ["found", "missing", "back"]


def test_a_better_copy_in_place_of_a_missing_one(shelf: Shelf) -> None:
    path = shelf.put(E1)
    shelf.put(E2)
    shelf.look()
    before = ids(shelf)[path.name]
    path.unlink()
    shelf.look()
    shelf.put(E1, "in a better resolution")
    assert shelf.look().met == Met(changed=1)
    assert ids(shelf)[path.name] == before


def test_a_disk_that_is_not_there_makes_nothing_missing(shelf: Shelf) -> None:
    shelf.put(E1)
    shelf.look()
    shutil.rmtree(shelf.folder / "Show")
    assert shelf.look().met == Met()  # an empty mount point
    shelf.folder.rmdir()
    assert shelf.look().met == Met()
    assert [problem.answered for problem in shelf.problems] == [False, False]


def test_another_library_is_left_alone(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(E1)
    shelf.look()
    (shelf.folder / E1).unlink()
    other = Shelf(tmp_path / "other", shelf.catalog)
    other.put("Foo/a.mkv")
    assert other.look().met == Met(new=1)


def test_rules_leave_out(shelf: Shelf) -> None:
    shelf.put(E1)
    shelf.put("News/n1.mkv")
    shelf.put("Kids/Bear/Season 1/b1.mkv")
    rules = Rules(("Kids/*",), {"news": ShowRule(skip=True)})
    assert [season.show for season in shelf.look(rules).seasons] == ["Show"]
    assert set(shelf.entries()) == {"Show S01E01.mkv"}


def test_what_is_left_out_later_is_not_missing(shelf: Shelf) -> None:
    shelf.put("News/n1.mkv")
    shelf.put(E1)
    shelf.look()
    assert shelf.look(Rules(shows={"news": ShowRule(skip=True)})).met == Met()


def test_a_name_that_is_not_utf8(shelf: Shelf) -> None:
    path = Path(os.fsdecode(os.fsencode(shelf.folder) + b"/Show/\xff S01E01.mkv"))
    path.parent.mkdir()
    path.write_text("x")
    assert shelf.look().met == Met(new=1)
    assert shelf.look().met == Met()
    assert shelf.entries()[path.name].episode.path == path


def test_a_file_that_cannot_be_read_is_told(shelf: Shelf) -> None:
    path = shelf.put(E1)
    shelf.put(E2)
    path.unlink()
    path.symlink_to("nowhere.mkv")
    assert shelf.look().met == Met(new=1)
    assert [problem.path for problem in shelf.problems] == [path]


def test_a_full_disk_changes_nothing(shelf: Shelf) -> None:
    shelf.put(E1)
    shelf.look()
    for number in range(40):
        shelf.put(f"Show {number} {'x' * 200}/1.mkv")
    connection = shelf.catalog._connection  # the limit is one connection's
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CatalogError, match="the disk is full"):
        shelf.look()
    assert set(shelf.entries()) == {"Show S01E01.mkv"}
    connection.execute("PRAGMA max_page_count = 100000")
    assert shelf.look().met == Met(new=40)
