import json
import os
from pathlib import Path

import pytest

from intromark.errors import FileError
from intromark.export import FORMATS, encode, render
from intromark.export.sidecar import sidecar_path, write_sidecars
from intromark.export.written import REGISTRY

from .seasons import NEW, OLD, PERSONS, names, new, none, old


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("json", "Show.S01E01.intromark.json"),
        ("csv", "Show.S01E01.intromark.csv"),
        ("edl", "Show.S01E01.edl"),
        ("ffmetadata", "Show.S01E01.ffmetadata"),
        ("matroska", "Show.S01E01.chapters.xml"),
        ("skiptro", "Show.S01E01.skiptro.json"),
    ],
)
def test_names_and_content(tmp_path: Path, format: str, name: str) -> None:
    found = old(tmp_path, "Show.S01E01.mkv")
    assert write_sidecars([found], format) == [tmp_path / name] == [sidecar_path(found.path, format)]
    assert (tmp_path / name).read_bytes() == encode(render([found], format))
    assert names(tmp_path) == sorted([REGISTRY, name])


def test_a_season_and_several_folders(tmp_path: Path) -> None:
    folders = [tmp_path / "Season 2", tmp_path / "Season 1"]
    for folder in folders:
        folder.mkdir()
    found = [old(folder, name) for name in ("b.mkv", "a.mkv") for folder in folders]
    paths = write_sidecars(found, "edl")
    assert paths == [one.path.with_suffix(".edl") for one in found]
    assert all(path.read_text() == OLD for path in paths)


def test_nothing_to_write(tmp_path: Path) -> None:
    assert write_sidecars([], "edl") == []


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        (path,) = write_sidecars([old(tmp_path)], "edl")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("format", FORMATS)
def test_names_that_are_not_utf8(tmp_path: Path, format: str) -> None:
    name = os.fsdecode(b"caf\xe9 \n=.mkv")
    try:
        (tmp_path / name).touch()
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    (path,) = write_sidecars([old(tmp_path, name)], format)
    assert os.fsencode(path.name).startswith(b"caf\xe9 \n=.")
    assert path.exists()
    write_sidecars([new(tmp_path, name)], format)
    assert path.read_bytes() == encode(render([new(tmp_path, name)], format))


# Whose file is it?


def test_ours_is_replaced(tmp_path: Path) -> None:
    write_sidecars([old(tmp_path)], "edl")
    (path,) = write_sidecars([new(tmp_path)], "edl")
    assert path.read_text() == NEW
    write_sidecars([old(tmp_path)], "edl")
    assert path.read_text() == OLD


def test_what_is_there_already_is_left_untouched(tmp_path: Path) -> None:
    (path,) = write_sidecars([old(tmp_path)], "edl")
    before = path.stat(), (tmp_path / REGISTRY).stat()
    assert write_sidecars([old(tmp_path)], "edl") == [path]
    assert (path.stat(), (tmp_path / REGISTRY).stat()) == before


def test_a_persons_file_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "b.edl").write_text(PERSONS)
    with pytest.raises(FileError, match=r"b\.edl` was not written by intromark") as error:
        write_sidecars([old(tmp_path, "a.mkv"), old(tmp_path, "b.mkv")], "edl")
    assert "--overwrite" in error.value.hint
    assert names(tmp_path) == ["b.edl"]
    assert (tmp_path / "b.edl").read_text() == PERSONS


def test_an_edited_file_is_a_persons(tmp_path: Path) -> None:
    paths = write_sidecars([old(tmp_path, "a.mkv"), old(tmp_path, "b.mkv")], "edl")
    for path in paths:
        path.write_text(PERSONS)
    with pytest.raises(
        FileError, match=r"a\.edl` \(and 1 more\) was not written by intromark, or was edited"
    ):
        write_sidecars([new(tmp_path, "a.mkv"), new(tmp_path, "b.mkv")], "edl")
    assert paths[0].read_text() == PERSONS


def test_overwrite_replaces_and_then_owns_it(tmp_path: Path) -> None:
    path = tmp_path / "a.edl"
    path.write_text(PERSONS)
    write_sidecars([old(tmp_path)], "edl", overwrite=True)
    assert path.read_text() == OLD
    write_sidecars([new(tmp_path)], "edl")
    assert path.read_text() == NEW
    # What the person had there is theirs again if they put it back.
    path.write_text(PERSONS)
    with pytest.raises(FileError):
        write_sidecars([old(tmp_path)], "edl")


def test_a_persons_file_that_says_the_same_stays_theirs(tmp_path: Path) -> None:
    path = tmp_path / "a.edl"
    path.write_text(OLD)
    assert write_sidecars([old(tmp_path)], "edl") == [path]
    with pytest.raises(FileError):
        write_sidecars([new(tmp_path)], "edl")


def test_a_link_is_a_persons(tmp_path: Path) -> None:
    (tmp_path / "a.edl").symlink_to("nowhere")
    with pytest.raises(FileError, match="not written by intromark"):
        write_sidecars([old(tmp_path)], "edl")
    assert names(tmp_path) == ["a.edl"]
    write_sidecars([old(tmp_path)], "edl", overwrite=True)
    assert not (tmp_path / "a.edl").is_symlink()
    assert names(tmp_path) == [REGISTRY, "a.edl"]


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.edl").mkdir()
    for overwrite in [False, True]:
        with pytest.raises(FileError, match=r"a\.edl"):
            write_sidecars([old(tmp_path)], "edl", overwrite=overwrite)
    assert (tmp_path / "a.edl").is_dir()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a.edl": 3}', b"\xff\xfe"])
def test_a_damaged_registry_claims_nothing(tmp_path: Path, damage: bytes) -> None:
    (path,) = write_sidecars([old(tmp_path)], "edl")
    (tmp_path / REGISTRY).write_bytes(damage)
    with pytest.raises(FileError, match="not written by intromark"):
        write_sidecars([new(tmp_path)], "edl")
    write_sidecars([new(tmp_path)], "edl", overwrite=True)
    assert path.read_text() == NEW
    assert list(json.loads((tmp_path / REGISTRY).read_text())) == ["a.edl"]


def test_formats_and_folders_share_no_ownership(tmp_path: Path) -> None:
    write_sidecars([old(tmp_path)], "edl")
    write_sidecars([old(tmp_path)], "json")
    assert sorted(json.loads((tmp_path / REGISTRY).read_text())) == ["a.edl", "a.intromark.json"]
    copied = tmp_path / "copied"
    copied.mkdir()
    (copied / "a.edl").write_text(OLD)
    with pytest.raises(FileError):
        write_sidecars([new(copied)], "edl")


# An episode without segments


@pytest.mark.parametrize("format", ["edl", "ffmetadata", "matroska"])
def test_no_segment_is_no_file_and_a_stale_one_goes(tmp_path: Path, format: str) -> None:
    assert write_sidecars([none(tmp_path)], format) == []
    assert names(tmp_path) == []
    (kept, stale) = write_sidecars([old(tmp_path, "a.mkv"), old(tmp_path, "b.mkv")], format)
    assert write_sidecars([old(tmp_path, "a.mkv"), none(tmp_path, "b.mkv")], format) == [kept]
    assert not stale.exists()
    assert list(json.loads((tmp_path / REGISTRY).read_text())) == [kept.name]
    write_sidecars([none(tmp_path, "a.mkv")], format)
    assert names(tmp_path) == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_persons_file_is_never_removed(tmp_path: Path, overwrite: bool) -> None:
    (path,) = write_sidecars([old(tmp_path)], "edl")
    path.write_text(PERSONS)
    assert write_sidecars([none(tmp_path)], "edl", overwrite=overwrite) == []
    assert path.read_text() == PERSONS


def test_json_says_that_there_is_none(tmp_path: Path) -> None:
    (path,) = write_sidecars([none(tmp_path)], "json")
    (read,) = json.loads(path.read_text())
    assert (read["segments"], read["absence"]) == ([], 0.91)


# Two videos, one sidecar


def test_two_videos_with_one_base(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"a\.mkv` and `.*a\.mp4` would share the sidecar `a\.edl`"):
        write_sidecars([old(tmp_path, "a.mkv"), old(tmp_path, "b.mkv"), none(tmp_path, "a.mp4")], "edl")
    assert names(tmp_path) == []


def test_two_ways_to_one_folder(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    with pytest.raises(FileError, match="would share"):
        write_sidecars([old(real, "a.mkv"), old(tmp_path / "link", "a.mp4")], "edl")
