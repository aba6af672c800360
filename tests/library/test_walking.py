"""Shows and seasons, by the names of folders and files."""

from __future__ import annotations

import pytest

from .conftest import Shelf


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["Foo/Season 01/Foo S01E01.mkv"], {"Foo, Season 1"}, id="season folder"),
        pytest.param(["Foo/S2/a.mkv"], {"Foo, Season 2"}, id="short"),
        pytest.param(["Foo/Staffel 3/a.mkv"], {"Foo, Season 3"}, id="another language"),
        pytest.param(["Foo/Specials/a.mkv", "Foo/Season 0/b.mkv"], {"Foo, Specials"}, id="specials"),
        pytest.param(["Foo/Foo S04E01.mkv"], {"Foo, Season 4"}, id="no season folder"),
        pytest.param(["Foo/01.mkv"], {"Foo"}, id="nothing tells a season"),
        pytest.param(
            ["Foo/Foo S01E01.mkv", "Foo/Foo S02E01.mkv"],
            {"Foo, Season 1", "Foo, Season 2"},
            id="two in a folder",
        ),
        pytest.param(
            ["Foo.S01E01.mkv", "Bar.S01E01.mkv", "Foo.S01E02.mkv", "Bar.S01E02.mkv"],
            {"Foo, Season 1", "Bar, Season 1"},
            id="all in one folder",
        ),
    ],
)
def test_titles(names: list[str], expected: set[str], shelf: Shelf) -> None:
    for name in names:
        shelf.put(name)
    assert {season.title for season in shelf.look().seasons} == expected
    assert {season.title for season in shelf.look().seasons} == expected  # and when they are known
