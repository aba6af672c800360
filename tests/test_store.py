"""What is kept on the disk comes back equal, and nothing that happens to the folder does harm."""

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from intromark.atomic import ABANDONED
from intromark.errors import FileError
from intromark.fingerprint import BLOCK, fingerprint
from intromark.store import Store, key

KEY = key("episode", "encoder", 2.0)
ARRAYS: dict[str, NDArray[Any]] = {
    "pictures": np.eye(3, dtype=np.float32),
    "sound": np.zeros((0, 32), np.float16),
}


def filled(folder: Path, count: int, floats: int = 1000) -> Store:
    """A store of `count` files, the first used longest ago."""
    store = Store(folder)
    for number in range(count):
        store.save(key(number), {"row": np.full(floats, number, np.float32)})
        os.utime(file_of(store, number), (1000 + number, 1000 + number))
    return store


def file_of(store: Store, number: int) -> Path:
    (path,) = store.folder.glob(f"*/{key(number)}.npz")
    return path


def test_arrays_come_back_equal(tmp_path: Path) -> None:
    Store(tmp_path).save(KEY, ARRAYS)
    loaded = Store(tmp_path).load(KEY)
    assert loaded is not None
    assert set(loaded) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert loaded[name].dtype == array.dtype
        np.testing.assert_array_equal(loaded[name], array)


def test_what_was_never_saved_is_not_there(tmp_path: Path) -> None:
    assert Store(tmp_path / "nowhere").load(KEY) is None
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"no archive at all"], ids=["empty", "cut", "other"])
def test_a_damaged_file_is_as_if_it_had_never_been(damage: bytes, tmp_path: Path) -> None:
    store = filled(tmp_path, 1)
    file_of(store, 0).write_bytes(damage)
    assert store.load(key(0)) is None


@pytest.mark.parametrize("at", range(40, 4000, 400))
def test_a_file_cut_anywhere_is_as_if_it_had_never_been(at: int, tmp_path: Path) -> None:
    store = filled(tmp_path, 1)
    path = file_of(store, 0)
    path.write_bytes(path.read_bytes()[:at])
    assert store.load(key(0)) is None


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    store = filled(tmp_path, 4)
    assert store.load(key(0)) is not None  # now the last used
    half = store.usage().size // 2
    freed = store.prune(half)
    assert store.usage().size == half
    assert freed == half
    assert [store.load(key(number)) is not None for number in range(4)] == [True, False, False, True]


def test_it_stays_below_its_limit(tmp_path: Path) -> None:
    size = filled(tmp_path / "one", 1).usage().size
    store = Store(tmp_path / "two", limit=2 * size)
    for number in range(70):
        store.save(key(number), {"row": np.zeros(1000, np.float32)})
    assert store.usage().files <= 2 + 6  # the size is looked at now and then
    store.prune()
    assert store.usage().files == 2


def test_clear_leaves_nothing_but_what_is_being_written(tmp_path: Path) -> None:
    store = filled(tmp_path, 2)
    fresh, old = (tmp_path / KEY[:2] / f".intromark-{name}.tmp" for name in ("fresh", "old"))
    fresh.parent.mkdir(exist_ok=True)
    for path in (fresh, old):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 2 * ABANDONED,) * 2)
    assert store.clear() > 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [fresh]


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot write"):
        Store(tmp_path / "file").save(KEY, ARRAYS)


@pytest.mark.parametrize("call", [key, lambda: Store(limit=0)])
def test_misuse_is_a_value_error(call: object) -> None:
    with pytest.raises(ValueError, match=r"needs|must"):
        call()  # type: ignore[operator]


def test_keys_tell_parts_apart() -> None:
    assert len({key("a", "b"), key("ab"), key("a", 1), key("a", "1"), key("a", None)}) == 5


def test_a_moved_file_keeps_its_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "S01E01.mkv"
    path.write_bytes(bytes(range(256)) * 1000)
    before = fingerprint(path)
    os.utime(path, (1, 1))
    assert fingerprint(path.rename(tmp_path / "Show - 1x01.mkv")) == before


@pytest.mark.parametrize("at", [0, 5 * BLOCK, 10 * BLOCK - 1])
def test_another_content_has_another_fingerprint(at: int, tmp_path: Path) -> None:
    content = bytearray(10 * BLOCK)
    path = tmp_path / "a.mkv"
    path.write_bytes(content)
    before = fingerprint(path)
    content[at] = 1
    path.write_bytes(content)
    assert fingerprint(path) != before


def test_a_small_file_and_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").write_bytes(b"")
    assert fingerprint(tmp_path / "a") != fingerprint(tmp_path / "b")
    with pytest.raises(FileError, match="cannot read"):
        fingerprint(tmp_path / "c")
