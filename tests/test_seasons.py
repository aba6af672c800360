"""Which files are compared with each other, on trees of empty files that are named as libraries are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intromark.errors import IntromarkError
from intromark.media import VIDEO_SUFFIXES
from intromark.seasons import find_seasons

Problems = list[tuple[Path, IntromarkError]]


def plant(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def found(*paths: Path | str, root: Path) -> list[list[str]]:
    """The episodes of each season, named from the root; a problem fails the test."""

    def fail(path: Path, error: IntromarkError) -> None:
        raise AssertionError(f"{path}: {error.message}")

    seasons = find_seasons(paths, fail)
    return [[episode.relative_to(root).as_posix() for episode in season.episodes] for season in seasons]


def problems(*paths: Path | str) -> tuple[list[Path], Problems]:
    """The episodes found all the same, and the problems."""
    told: Problems = []
    seasons = find_seasons(paths, lambda path, error: told.append((path, error)))
    return [episode for season in seasons for episode in season.episodes], told


# A line of names a season; the order of the lines is the order of the seasons.
FOLDERS = {
    "one season": [["Show - S01E01 - Pilot.mkv", "Show - S01E02 - Home.mkv", "Show - S01E10 - End.mkv"]],
    "one season, spelt in many ways": [
        [
            "Law & Order (1990) - S01E04.mkv",
            "Law & Order - S01E03.mkv",
            "law and order 1x02.mkv",
            "law.and.order.s01e01.720p.HDTV.x264-GRP.mkv",
        ]
    ],
    "numbers alone": [["S01E01.mkv", "S01E02.mkv", "S01E10.mkv"]],
    "numbers alone, two seasons": [["S01E01.mkv", "S01E02.mkv"], ["S02E01.mkv", "S02E02.mkv"]],
    "double episodes": [["Show.S01E01E02.mkv", "Show.S01E03-E04.mkv", "Show.S01E05.mkv"]],
    "specials beside the season": [
        ["Show.S00E01.mkv", "Show.S00E02.mkv"],
        ["Show.S01E01.mkv", "Show.S01E02.mkv"],
    ],
    "two seasons": [["Show 1x01.mkv", "Show 1x02.mkv"], ["Show 2x01.mkv", "Show 2x02.mkv"]],
    "two shows": [["Bar.S01E01.mkv", "Bar.S01E02.mkv"], ["Foo.S01E01.mkv", "Foo.S01E02.mkv"]],
    "one of each show": [["Bar.S01E01.mkv"], ["Baz.S01E01.mkv"], ["Foo.S01E01.mkv"]],
    "one of each show, glued": [["barS01E01.mkv", "bazS01E01.mkv", "fooS01E01.mkv"]],
    "titles of episodes behind": [["1x01 - Pilot.mkv", "1x02 - The Storm.mkv", "1x03 - The Storm.mkv"]],
    "titles of episodes in front": [["Home S01E02.mkv", "Pilot S01E01.mkv", "Storm S01E03.mkv"]],
    "titles of episodes and no season": [["01 - Pilot.mkv", "02 - Home.mkv", "10 - End.mkv"]],
    "anime": [["[Group] Show - 3 [1080p].mkv", "[Group] Show - 12 [1080p].mkv", "[Group] Show - 103.mkv"]],
    "two anime": [
        ["[Group] Bar - 01 [1080p].mkv", "[Group] Bar - 02 [1080p].mkv"],
        ["[Group] Foo - 01 [1080p].mkv", "[Group] Foo - 02 [1080p].mkv"],
    ],
    "words": [["Episode One.mkv", "Episode Three.mkv", "Episode Two.mkv"]],
    "no numbers at all": [["cam1cnp.ogv", "harbour.mkv", "zweite.mp4"]],
    "other alphabets": [["第01話.mkv", "第02話.mkv", "第10話.mkv"]],
    "one without its title": [["S01E02.mkv", "Show.S01E01.mkv", "Show.S01E03.mkv"]],
    "one without its season": [["Show - Episode 2.mkv", "Show.S01E01.mkv", "Show.S01E03.mkv"]],
    "one with neither": [["03.mkv", "Show.S01E01.mkv", "Show.S01E02.mkv"]],
    "a stranger": [["Show.S01E01.mkv", "Show.S01E02.mkv"], ["Walk in the park.mkv"]],
}


@pytest.mark.parametrize("seasons", [pytest.param(lines, id=name) for name, lines in FOLDERS.items()])
def test_a_folder_is_split_as_its_names_tell(seasons: list[list[str]], tmp_path: Path) -> None:
    plant(tmp_path, *(name for names in seasons for name in names))
    assert found(tmp_path, root=tmp_path) == seasons


def test_every_folder_is_a_season(tmp_path: Path) -> None:
    plant(tmp_path, "Show/Season 10/E1.mkv", "Show/Season 2/E10.mkv", "Show/Season 2/E2.mkv", "Film.mkv")
    plant(tmp_path, "Show/Specials/S00E01.mkv")
    assert found(tmp_path, root=tmp_path) == [
        ["Film.mkv"],
        ["Show/Season 2/E2.mkv", "Show/Season 2/E10.mkv"],
        ["Show/Season 10/E1.mkv"],
        ["Show/Specials/S00E01.mkv"],
    ]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.mkv",
        "._E1.mkv",
        ".cache/E1.mkv",
        "sample.mkv",
        "Sample-show.s01e01.mkv",
        "show.s01e01.sample.mkv",
        "show.s01e01-sample.mkv",
        "Show-trailer.mp4",
        "trailer2.mkv",
        "Show - S01E01-behindthescenes.mkv",
        "Extras/E1.mkv",
        "featurettes/E1.mkv",
        "Trailers/E1.mkv",
        "samples/E1.mkv",
        "Behind The Scenes/deep/E1.mkv",
        "Show - S01E01.trickplay/E1.mkv",
        "E1.srt",
        "E1.nfo",
        "E1.mkv.part",
        "no suffix",
    ],
)
def test_what_is_no_episode_is_left_out(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name, "Show.S01E01.mkv")
    assert found(tmp_path, root=tmp_path) == [["Show.S01E01.mkv"]]


@pytest.mark.parametrize(
    "name", ["Show - S01E04 - The Trailer.mkv", "Example.mkv", "E1.MKV", "Extras S01E01.mkv"]
)
def test_what_only_looks_like_an_extra_is_an_episode(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name)
    assert found(tmp_path, root=tmp_path) == [[name]]


@pytest.mark.parametrize("name", ["sample.mkv", ".hidden.mkv", "cam1cnp.ogg", "no suffix", "extras/E1.mkv"])
def test_what_is_given_by_name_is_taken(name: str, tmp_path: Path) -> None:
    plant(tmp_path, name)
    assert found(tmp_path / name, root=tmp_path) == [[name]]


def test_a_folder_of_extras_given_by_name_is_walked(tmp_path: Path) -> None:
    plant(tmp_path, "Extras/E1.mkv")
    assert found(tmp_path / "Extras", root=tmp_path) == [["Extras/E1.mkv"]]


def test_files_are_grouped_by_folder(tmp_path: Path) -> None:
    plant(tmp_path, "B/E1.mkv", "B/E2.mkv", "A/E1.mkv", "A/E2.mkv")
    given = [tmp_path / name for name in ("B/E2.mkv", "A/E1.mkv", "B/E1.mkv")]
    assert found(*given, root=tmp_path) == [["A/E1.mkv"], ["B/E1.mkv", "B/E2.mkv"]]


def test_a_file_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "S/E1.mkv", "S/E2.mkv")
    (tmp_path / "S/E3.mkv").symlink_to(tmp_path / "S/E1.mkv")
    (tmp_path / "T").symlink_to(tmp_path / "S")
    monkeypatch.chdir(tmp_path)
    file, folder = tmp_path / "S/E1.mkv", tmp_path / "S"
    given: list[Path | str] = [
        file,
        file,
        folder,
        folder,
        tmp_path / "T",
        tmp_path / "S/../S/E2.mkv",
        "S/E1.mkv",
    ]
    assert found(*given, root=tmp_path) == [["S/E1.mkv", "S/E2.mkv"]]


def test_links_to_a_store_stand_where_they_are_linked(tmp_path: Path) -> None:
    plant(tmp_path, "store/aa11.mkv", "store/bb22.mkv")
    (tmp_path / "S").mkdir()
    for number, name in enumerate(("bb22", "aa11"), start=1):
        (tmp_path / f"S/E{number}.mkv").symlink_to(tmp_path / f"store/{name}.mkv")
    assert found(tmp_path / "S", root=tmp_path) == [["S/E1.mkv", "S/E2.mkv"]]


def test_a_link_to_a_folder_above_ends(tmp_path: Path) -> None:
    plant(tmp_path, "S/E1.mkv")
    (tmp_path / "S/again").symlink_to(tmp_path)
    assert found(tmp_path, root=tmp_path) == [["S/E1.mkv"]]


def test_dead_links_are_left_to_the_reader_who_says_so(tmp_path: Path) -> None:
    (tmp_path / "E1.mkv").symlink_to(tmp_path / "gone.mkv")
    assert found(tmp_path, root=tmp_path) == [["E1.mkv"]]


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    names = [os.fsdecode(b"Caf\xe9.S01E0%d.mkv" % number) for number in (1, 2)]
    plant(tmp_path, *names)
    assert found(tmp_path, root=tmp_path) == [names]


def test_a_missing_path_leaves_the_others(tmp_path: Path) -> None:
    plant(tmp_path, "E1.mkv")
    episodes, told = problems(tmp_path / "nope", "", tmp_path / "E1.mkv/below", tmp_path)
    assert episodes == [tmp_path / "E1.mkv"]
    assert [error.message for _, error in told] == [
        f"no such file or folder `{tmp_path / 'nope'}`",
        "no such file or folder ``",
        f"no such file or folder `{tmp_path / 'E1.mkv/below'}`",
    ]
    assert all("spelling" in error.hint for _, error in told)


def test_a_folder_without_videos(tmp_path: Path) -> None:
    plant(tmp_path, "notes.txt", "below/sample.mkv")
    episodes, [(path, error)] = problems(tmp_path)
    assert (episodes, path) == ([], tmp_path)
    assert error.message == f"no video in `{tmp_path}`"
    assert all(suffix in error.hint for suffix in VIDEO_SUFFIXES)


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "S/E1.mkv", "closed/E1.mkv")
    real = Path.iterdir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    episodes, [(path, error)] = problems(tmp_path)
    assert (episodes, path) == ([tmp_path / "S/E1.mkv"], tmp_path / "closed")
    assert error.message == f"cannot read `{tmp_path / 'closed'}`: permission denied"


def test_a_path_that_the_system_refuses(tmp_path: Path) -> None:
    _, [(_, error)] = problems(tmp_path / ("a" * 300))
    assert error.message.endswith(": file name too long")


def test_a_name_that_guessit_chokes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from guessit.api import GuessitException

    def choke(name: str, options: object) -> None:
        raise GuessitException(name, options)

    monkeypatch.setattr("guessit.guessit", choke)
    plant(tmp_path, "Show.S01E01.mkv", "Show.S02E01.mkv")
    assert found(tmp_path, root=tmp_path) == [["Show.S01E01.mkv", "Show.S02E01.mkv"]]
