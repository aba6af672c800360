"""A library in an S3 bucket, on moto's server: walked, scanned, and its features kept in another bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drawing import Drawing, draw_video
from intromark.errors import FileError
from intromark.fingerprint import fingerprint
from intromark.media import key_pictures, probe
from intromark.seasons import find_seasons
from intromark.storage.places import exists, status_of
from intromark.store import PLACE, Store

pytest.importorskip("s3fs", reason="needs the storage extra")
server = pytest.importorskip("moto.server", reason="needs the test extra")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A bucket `shows` of a server on this computer, as its file system."""
    import s3fs

    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        s3fs.S3FileSystem.clear_instance_cache()
        system = s3fs.S3FileSystem()
        system.mkdir("shows")
        system.mkdir("kept")
        yield system
        s3fs.S3FileSystem.clear_instance_cache()
    running.stop()


def test_a_video_is_what_it_is_here(bucket: Any, tmp_path: Path) -> None:
    here = draw_video(tmp_path / "a.mkv", Drawing())
    bucket.put_file(str(here), "shows/a.mkv")
    there = Path("s3://shows/a.mkv")
    assert fingerprint(there) == fingerprint(here)
    assert probe(there).duration == probe(here).duration
    assert [time for time, _ in key_pictures(there)] == [time for time, _ in key_pictures(here)]
    assert status_of("s3://shows/a.mkv").size == here.stat().st_size
    assert exists(there)
    assert not exists(Path("s3://shows/b.mkv"))


def test_seasons_are_found_in_a_bucket(bucket: Any) -> None:
    for name in (
        "Bar/Season 1/S01E02.mkv",
        "Bar/Season 1/S01E10.mkv",
        "Bar/extras/x.mkv",
        "Foo/Foo 1x01.mp4",
    ):
        bucket.pipe_file(f"shows/walk/{name}", b"x")
    told: list[str] = []
    seasons = find_seasons(
        ["s3://shows/walk", "s3://shows/nothing"], lambda _, error: told.append(error.message)
    )
    found = [[str(path.relative_to("s3://shows/walk")) for path in season.episodes] for season in seasons]
    assert found == [["Bar/Season 1/S01E02.mkv", "Bar/Season 1/S01E10.mkv"], ["Foo/Foo 1x01.mp4"]]
    assert told == ["cannot read `s3://shows/nothing`: there is no such file"]


def test_a_bucket_keeps_features(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, "s3://kept/features")
    store = Store()
    assert store.load("ab12") is None
    store.save("ab12", {"rows": np.arange(4)})
    known = Store().load("ab12")
    assert known is not None
    assert np.array_equal(known["rows"], np.arange(4))
    assert store.usage().files == 1
    bucket.pipe_file("kept/features/ab/ab12.npz", b"damaged")
    assert store.load("ab12") is None
    assert store.clear() == len(b"damaged")
    assert store.usage().files == 0


def test_no_bucket_is_told(bucket: Any) -> None:
    with pytest.raises(FileError, match="cannot write `s3://missing/"):
        Store(Path("s3://missing/features")).save("ab12", {"rows": np.arange(4)})
