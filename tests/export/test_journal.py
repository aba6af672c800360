import os
from pathlib import Path

import pytest

from intromark.errors import FileError
from intromark.export.journal import Journal, Kind, Written
from intromark.export.sidecar import write_sidecars
from intromark.export.undoing import undo
from intromark.export.written import REGISTRY

from .seasons import NEW, OLD, PERSONS, names, new, none, old


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data/written")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Season 1"
    folder.mkdir()
    return folder


def undo_all(journal: Journal, *, anyway: bool = False) -> None:
    for written in journal.all():
        undo(written, journal, anyway=anyway)


def test_what_is_kept_comes_back(journal: Journal) -> None:
    path = Path(os.fsdecode(b"/caf\xe9/a.edl"))
    one = Written(path, path.with_suffix(".mkv"), Kind.SIDECAR, b"\x00\xff", None, ours=True)
    journal.keep(one)
    journal.keep(Written(Path("/b.mkv"), Path("/b.mkv"), Kind.MKVPROPEDIT, None, b""))
    assert journal.find(path) == one
    assert [written.path.name for written in journal.all()] == ["b.mkv", "a.edl"]
    journal.forget(path)
    journal.forget(path)
    assert journal.find(path) is None


@pytest.mark.parametrize("rubbish", [b"", b"[]", b"{}", b'{"path": 1}', b"\xff"])
def test_a_damaged_note_is_none(journal: Journal, rubbish: bytes) -> None:
    journal.keep(Written(Path("/a"), Path("/a"), Kind.SIDECAR, None, None))
    (place,) = journal.folder.iterdir()
    place.write_bytes(rubbish)
    assert journal.all() == []
    assert journal.find(Path("/a")) is None


def test_a_new_sidecar_is_removed(journal: Journal, folder: Path) -> None:
    for detection in (old(folder), new(folder)):
        write_sidecars([detection], "edl", journal=journal)
    undo_all(journal)
    assert names(folder) == []
    assert journal.all() == []


def test_a_persons_sidecar_comes_back(journal: Journal, folder: Path) -> None:
    path = folder / "a.edl"
    path.write_text(PERSONS)
    write_sidecars([old(folder)], "edl", overwrite=True, journal=journal)
    write_sidecars([new(folder)], "edl", journal=journal)
    write_sidecars([none(folder)], "edl", journal=journal)
    assert not path.exists()
    undo_all(journal)
    assert path.read_text() == PERSONS
    with pytest.raises(FileError, match="was not written by intromark"):
        write_sidecars([old(folder)], "edl")


def test_what_was_ours_is_ours_again(journal: Journal, folder: Path) -> None:
    write_sidecars([old(folder)], "edl")
    write_sidecars([new(folder)], "edl", journal=journal)
    undo_all(journal)
    assert (folder / "a.edl").read_text() == OLD
    assert names(folder) == [REGISTRY, "a.edl"]
    write_sidecars([new(folder)], "edl")


def test_what_was_changed_since_is_left(journal: Journal, folder: Path) -> None:
    write_sidecars([old(folder)], "edl", journal=journal)
    (folder / "a.edl").write_text(PERSONS)
    with pytest.raises(FileError, match="was changed since intromark wrote it") as error:
        undo_all(journal)
    assert "--overwrite" in error.value.hint
    assert (folder / "a.edl").read_text() == PERSONS
    undo_all(journal, anyway=True)
    assert names(folder) == []


def test_a_persons_file_after_an_undo_by_hand(journal: Journal, folder: Path) -> None:
    write_sidecars([old(folder)], "edl", journal=journal)
    (folder / "a.edl").write_text(PERSONS)
    write_sidecars([new(folder)], "edl", overwrite=True, journal=journal)
    undo_all(journal)
    assert (folder / "a.edl").read_text() == PERSONS


def test_a_folder_that_is_gone_needs_no_undo(journal: Journal, folder: Path) -> None:
    write_sidecars([old(folder)], "edl", journal=journal)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    undo_all(journal)
    assert journal.all() == []


def test_nothing_is_changed_that_cannot_be_noted(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot write"):
        write_sidecars([old(folder)], "edl", journal=Journal(tmp_path / "file"))
    assert not (folder / "a.edl").exists()


def test_the_content_is_the_newest(journal: Journal, folder: Path) -> None:
    write_sidecars([old(folder)], "edl", journal=journal)
    write_sidecars([new(folder)], "edl", journal=journal)
    (written,) = journal.all()
    assert (written.before, written.after) == (None, NEW.encode())
    assert written.video == folder / "a.mkv"
