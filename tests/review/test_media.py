"""Frames, clips, loudness, curves and siblings of small videos."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

pytest.importorskip("fastapi", reason="needs the review extra")
from PIL import Image

from intromark.media import frames
from intromark.review.app import create_app
from intromark.review.desk import Desk
from intromark.review.gallery import Gallery
from intromark.review.guarding import Keys
from intromark.review.waves import thinned
from intromark.store import Store

from .stage import HOST, Client, Shelf

PATH = "Show 1/Season 01/Show 1 S01E01.mkv"


def test_frames_by_their_times(client: Client) -> None:
    told = client.get("/api/episodes/1/frames", params={"start": 0.75, "end": 1.25}).json()
    assert told["frame_rate"] == 10
    assert [one["time"] for one in told["frames"]] == pytest.approx([0.8, 0.9, 1.0, 1.1, 1.2])


def test_a_picture_is_the_frame_that_is_shown(client: Client, shelf: Shelf) -> None:
    shots = dict(frames(shelf.library / PATH, 0.85, 1.05))
    for tick, wanted in ((900_000, 0.9), (1_000_000, 1.0), (999_000, 0.9), (1_099_000, 1.0)):
        answer = client.get(f"/api/episodes/1/pictures/{tick}")
        assert answer.headers["content-type"] == "image/jpeg"
        shown = np.asarray(Image.open(io.BytesIO(answer.content)), float)
        (shot,) = [picture for time, picture in shots.items() if abs(time - wanted) < 0.01]
        assert np.abs(shown - shot).mean() < 8


def test_a_picture_is_remembered_under_its_content(client: Client) -> None:
    address = client.get("/api/episodes/1/frames?start=1&end=1.2").json()["frames"][0]["picture"]
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/api/episodes/1/pictures/1000000").headers["cache-control"] == "no-store"


def test_no_picture_after_the_end(client: Client) -> None:
    answer = client.get("/api/episodes/1/pictures/60000000")
    assert answer.status_code == 422
    assert "shows nothing at 60.000 s" in answer.json()["error"]


def test_the_gallery_has_bounds(shelf: Shelf) -> None:
    gallery = Gallery(room=20_000)
    gallery.between(shelf.library / PATH, "a", 0.0, 3.0)
    assert 0 < gallery._size <= 20_000
    assert gallery._size == sum(map(len, gallery._kept.values()))


@pytest.mark.parametrize(
    ("format", "kind", "picture", "heard"),
    [("mp4", "video/mp4", "h264", "aac"), ("webm", "video/webm", "vp8", "opus")],
)
def test_a_clip_that_browsers_play(format: str, kind: str, picture: str, heard: str, client: Client) -> None:
    answer = client.get("/api/episodes/1/clip", params={"start": 1.0, "end": 3.0, "format": format})
    assert answer.headers["content-type"] == kind
    with av.open(io.BytesIO(answer.content), "r") as clip:
        assert clip.streams.video[0].codec_context.codec.canonical_name == picture
        assert clip.streams.audio[0].codec_context.codec.canonical_name == heard
        shown = [frame.time for frame in clip.decode(video=0)]
    with av.open(io.BytesIO(answer.content), "r") as clip:
        samples = sum(frame.samples / frame.sample_rate for frame in clip.decode(audio=0))
    assert shown == pytest.approx(np.arange(20) / 10, abs=0.002)
    assert samples == pytest.approx(2.0, abs=0.05)
    assert len(answer.content) < 1_000_000


def test_a_clip_after_the_end(client: Client) -> None:
    assert client.get("/api/episodes/1/clip?start=100&end=101").status_code == 422


def test_loudness(client: Client) -> None:
    told = client.get("/api/episodes/1/waveform?start=0&end=5&points=50").json()
    assert len(told["peaks"]) == 50
    assert all(50 < peak <= 255 for peak in told["peaks"])
    late = client.get("/api/episodes/1/waveform?start=900&end=905").json()
    assert late["peaks"] == []


def test_thinned_keeps_the_loudest() -> None:
    peaks = np.zeros(100, np.uint8)
    peaks[33] = 200
    assert thinned(peaks, 0.0, 2.0, 10) == [0, 0, 0, 200, 0, 0, 0, 0, 0, 0]
    assert thinned(peaks, 0.6, 0.7, 100) == [0, 0, 0, 200, 0]


def test_curves_are_high_where_the_intro_is(client: Client) -> None:
    told = client.get("/api/episodes/1/curves").json()
    assert told["missing"] == ""
    curves = {one["name"]: one for one in told["curves"]}
    assert {"picture", "sound", "fused"} <= set(curves)
    for curve in curves.values():
        times = curve["start"] + np.arange(len(curve["values"])) * curve["step"]
        values = np.array(curve["values"])
        assert ((values >= 0) & (values <= 1)).all()
        if curve["name"] != "transformer":
            assert values[(times > 1.5) & (times < 6.5)].mean() > 0.6
            assert values[(times > 9)].mean() < 0.2
    assert client.get("/api/episodes/1/curves").json() == told


def test_no_curves_of_what_is_not_kept(client: Client, shelf: Shelf) -> None:
    shelf.store.clear()
    told = client.get("/api/episodes/1/curves").json()
    assert (told["curves"], told["missing"]) == ([], "nothing is kept of it: redo the season")


def test_siblings_at_the_same_moments(client: Client) -> None:
    told = client.get("/api/episodes/1/witnesses?start=1&end=7").json()["witnesses"]
    assert told[0]["id"] == 1
    assert {one["id"] for one in told} == {1, 2, 3, 4}
    assert all(one["matched"] and one["picture"] and one["sound"] for one in told[1:])
    second = next(one for one in told if one["id"] == 2)
    assert (second["start"], second["end"]) == pytest.approx((2.0, 8.0), abs=0.3)
    assert client.get(second["moments"][0]["picture"]).status_code == 200


def test_siblings_that_do_not_share_it(client: Client) -> None:
    told = client.get("/api/episodes/1/witnesses?start=8&end=11").json()["witnesses"]
    assert [one["matched"] for one in told[1:]] == [False] * 3


def test_a_store_that_cannot_be_written_to(shelf: Shelf) -> None:
    folder = shelf.folder / "full"
    folder.touch()
    desk = Desk.over(shelf.catalog, Store(folder))
    with Client(create_app(desk, Keys()), f"http://{HOST}") as client:
        assert len(client.get("/api/episodes/1/waveform?start=0&end=5&points=50").json()["peaks"]) == 50
        assert client.get("/api/episodes/1/curves").json()["missing"]
