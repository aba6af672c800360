"""Which paths are addresses, and what remains of them in a Path."""

from __future__ import annotations

from pathlib import Path

import pytest

from intromark.addresses import absolute, address_of, text_of


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("s3://bucket/Show/S01E01.mkv", "s3://bucket/Show/S01E01.mkv"),
        ("HTTPS://host:8080/a b.mkv?key=1", "https://host:8080/a b.mkv?key=1"),
        ("file:///srv/a.mkv", "file:///srv/a.mkv"),
        ("/srv/s3:/a.mkv", None),
        ("Show: Pilot.mkv", None),
        ("s3:a.mkv", None),
        ("C:/a.mkv", None),
        ("C:\\a.mkv", None),
    ],
)
def test_an_address_stays_one_as_a_path(path: str, address: str | None) -> None:
    assert address_of(path) == address
    assert address_of(Path(path)) == address
    assert text_of(Path(path)) == (address or str(Path(path)))


def test_parts_of_an_address_are_those_of_a_path() -> None:
    path = Path("s3://bucket/Show/Season 1/S01E01.mkv")
    assert (path.name, path.suffix) == ("S01E01.mkv", ".mkv")
    assert address_of(path.parent) == "s3://bucket/Show/Season 1"
    assert Path("s3://bucket/Show") in path.parents


def test_an_address_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert absolute("s3://bucket/a/../b") == Path("s3://bucket/a/../b")
    assert absolute("a/../b") == tmp_path / "b"
