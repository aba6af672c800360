"""Every file that is no video is refused with a sentence and a hint."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from drawing import Drawing, Sound, draw_video, number_in
from intromark.errors import MediaError
from intromark.media import VIDEO_SUFFIXES, frames, is_video, pictures, probe, sound


def refusal(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        probe(path)
    for reading in (pictures(path), frames(path, 0, 1)):
        with pytest.raises(MediaError) as again:
            next(reading)
        assert again.value.message == caught.value.message
    return caught.value


def test_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "none.mkv"
    error = refusal(path)
    assert error.message == f"cannot read `{path}`: there is no such file"
    assert error.hint == "check the spelling of the path"


def test_directory(tmp_path: Path) -> None:
    assert refusal(tmp_path).message == f"cannot read `{tmp_path}`: it is a directory"


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.mkv"
    path.touch()
    assert refusal(path).message == f"cannot read `{path}`: the file is empty"
    with pytest.raises(MediaError):
        sound(path)


@pytest.mark.parametrize("name", ["noise.mkv", "noise.mp4", "noise.ts"])
def test_garbage(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes(range(7, 251)) * 200)
    error = refusal(path)
    assert error.message == f"cannot read `{path}`: it is no media file, or its beginning is damaged"
    assert error.hint == f"check it with `ffprobe {path}`"
    with pytest.raises(MediaError):
        sound(path)


def test_sound_only(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "song.m4a", Drawing(times=(), sounds=[Sound(codec="aac")]), container="mp4")
    error = refusal(path)
    assert error.message == f"cannot read `{path}`: no video stream (found: aac audio)"
    assert error.hint == f"list the streams with `ffprobe {path}`"


def test_cover_picture_is_no_video(tmp_path: Path) -> None:
    cover = tmp_path / "cover.jpg"
    Image.new("RGB", (64, 64), "red").save(cover)
    song = draw_video(tmp_path / "plain.mp3", Drawing(times=(), sounds=[Sound(codec="libmp3lame")]))
    path = tmp_path / "song.mp3"
    path.write_bytes(_id3_with_picture(cover.read_bytes()) + _without_id3(song.read_bytes()))
    assert refusal(path).message.endswith("no video stream (found: mp3 audio, mjpeg cover picture)")
    assert sound(path).size > 0


def test_hints_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "it's a song.wav", Drawing(times=(), sounds=[Sound()]))
    assert refusal(path).hint == f"list the streams with `ffprobe '{tmp_path}/it'\"'\"'s a song.wav'`"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv")
    path.chmod(0)
    error = refusal(path)
    assert error.message == f"cannot read `{path}`: permission denied"


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_pipe_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "pipe.mkv"
    os.mkfifo(path)
    assert refusal(path).message == f"cannot read `{path}`: it is not a regular file"


def test_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\xff.mkv"))
    try:
        path.write_bytes(draw_video(tmp_path / "a.mkv", Drawing(sounds=[Sound((1.0,))])).read_bytes())
    except OSError:
        pytest.skip("the file system takes text only")
    assert probe(path).duration == pytest.approx(4)
    assert [number_in(picture) for _, picture in pictures(path)] == [0, 25, 50, 75]
    assert sound(path).size == 32000
    path.write_bytes(b"")
    message = refusal(path).message
    message.encode("utf-8")
    assert message.endswith("/caf\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}.mkv`: the file is empty")


def test_line_breaks_in_a_name_stay_out_of_the_message(tmp_path: Path) -> None:
    assert "\n" not in refusal(tmp_path / "a\nb.mkv").message


def test_name_that_looks_like_a_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw_video(tmp_path / "concat: Pilot.mkv")
    monkeypatch.chdir(tmp_path)
    assert probe("concat: Pilot.mkv").width == 96


def test_playlist_is_not_followed_to_the_network(tmp_path: Path) -> None:
    path = tmp_path / "list.mkv"
    path.write_text("ffconcat version 1.0\nfile 'http://127.0.0.1:9/a.mkv'\n")
    refusal(path)


def test_is_video() -> None:
    assert is_video("Show.S01E01.MKV")
    assert is_video(Path("a/b.mp4"))
    assert not is_video("Show.S01E01.srt")
    assert not is_video("mkv")
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in VIDEO_SUFFIXES)


def _without_id3(song: bytes) -> bytes:
    if not song.startswith(b"ID3"):
        return song
    size = sum(byte << shift for byte, shift in zip(song[6:10], (21, 14, 7, 0), strict=True))
    return song[10 + size :]


def _id3_with_picture(picture: bytes) -> bytes:
    body = b"\0image/jpeg\0\x03\0" + picture
    frame = b"APIC" + len(body).to_bytes(4, "big") + b"\0\0" + body
    size = len(frame)
    return b"ID3\x03\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + frame
