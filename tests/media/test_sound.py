"""A click is heard at its second from the first video frame, whatever the container and codec do."""

from __future__ import annotations

import io
import wave
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import Drawing, Sound, draw_video, every
from intromark.errors import MediaError
from intromark.media import pass_sound, probe, sound
from intromark.media.mixing import HANDED_ON, STILL_CHANGING, PassingLine, TimeLine, lay

CLICKS = (1.0, 2.5)
STILL = every(25, 100)


def clicks(samples: NDArray[np.float32], rate: int = 8000) -> list[float]:
    """Seconds at which something louder than a quarter of full begins."""
    loud = np.flatnonzero(np.abs(samples) > 0.25)
    return [k / rate for k, before in zip(loud, [-rate, *loud], strict=False) if k - before > rate / 10]


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        *(("a.mkv", codec) for codec in ("pcm_s16le", "aac", "libopus", "flac", "ac3")),
        *(
            ("a.mp4", "aac"),
            ("a.mp4", "libmp3lame"),
            ("a.mov", "pcm_s16le"),
            ("a.ts", "aac"),
            ("a.ts", "mp2"),
        ),
        *(("a.avi", "pcm_s16le"), ("a.flv", "aac"), ("a.webm", "libopus")),
    ],
)
def test_containers_and_codecs(tmp_path: Path, name: str, codec: str) -> None:
    video = "libvpx-vp9" if name == "a.webm" else "mpeg4" if name == "a.avi" else "libx264"
    rate = 44100 if name == "a.flv" else 48000
    path = draw_video(tmp_path / name, Drawing(codec=video, sounds=[Sound(CLICKS, codec=codec, rate=rate)]))
    assert probe(path).has_sound
    samples = sound(path)
    assert samples.dtype == np.float32
    assert np.abs(samples).max() <= 1
    assert clicks(samples) == pytest.approx(CLICKS, abs=0.002)
    assert samples.size / 8000 == pytest.approx(4, abs=0.03)


@pytest.mark.parametrize("rate", [48000, 44100, 22050, 8000])
def test_rates_of_the_file(tmp_path: Path, rate: int) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=[Sound(CLICKS, rate=rate)]))
    samples = sound(path)
    assert samples.size == pytest.approx(32000, abs=1)
    assert clicks(samples) == pytest.approx(CLICKS, abs=0.001)


@pytest.mark.parametrize("rate", [1000, 16000, 44100, 48000])
def test_rates_asked_for(tmp_path: Path, rate: int) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=[Sound(CLICKS, layout="mono", codec="flac")]))
    samples = sound(path, rate)
    assert samples.size == pytest.approx(4 * rate, abs=1)
    if rate > 1000:  # a click of a quarter of a millisecond is not heard at 1000
        assert clicks(samples, rate) == pytest.approx(CLICKS, abs=0.001)


@pytest.mark.parametrize(
    ("layout", "codec"),
    [("mono", "flac"), ("stereo", "aac"), ("5.1", "ac3"), ("7.1", "flac"), ("7.1", "libopus")],
)
def test_every_channel_is_mixed_in_and_full_level_does_not_clip(
    tmp_path: Path, layout: str, codec: str
) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=[Sound(CLICKS, layout=layout, codec=codec)]))
    samples = sound(path, 48000)
    assert clicks(samples, 48000) == pytest.approx(CLICKS, abs=0.002)
    if codec == "flac":
        assert np.abs(samples).max() == pytest.approx(0.9, abs=0.01)


def test_one_side_of_stereo_is_half(tmp_path: Path) -> None:
    channels = np.zeros((4800, 2), "<i2")
    channels[:, 0] = 20000
    path = tmp_path / "left.wav"
    path.write_bytes(_wave(channels, 48000))
    assert sound(path)[400] == pytest.approx(10000 / 32768, abs=0.001)


def test_more_channels_than_have_names(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(_wave(np.full((4800, 10), 16384, "<i2"), 48000))
    assert sound(path)[400] == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts"])
@pytest.mark.parametrize(("video", "audio"), [(0.0, 0.5), (0.5, 0.0), (5.0, 0.0), (1.0, 1.5)])
def test_sound_and_video_start_apart(tmp_path: Path, name: str, video: float, audio: float) -> None:
    codec = "pcm_s16le" if name == "a.mkv" else "aac"
    track = Sound((video + 1, video + 2.5), start=audio, length=video + 4 - audio, codec=codec)
    path = draw_video(tmp_path / name, Drawing(every(25, 100, video), sounds=[track]))
    samples = sound(path)
    assert clicks(samples) == pytest.approx(CLICKS, abs=0.002)
    assert samples.size / 8000 == pytest.approx(4, abs=0.03)


def test_gap_is_silence(tmp_path: Path) -> None:
    track = Sound((0.5, 1.5, 3.0), codec="flac", holes=[(1.0, 2.0)])
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=[track]))
    samples = sound(path)
    assert clicks(samples) == pytest.approx((0.5, 3.0), abs=0.002)
    assert not samples[8900:15900].any()
    assert samples.size == pytest.approx(32000, abs=1)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mkv", "aac"), ("a.mp4", "aac"), ("a.ts", "aac"), ("a.mkv", "libopus")]
)
@pytest.mark.parametrize(
    ("start", "end"), [(0.0, 3.0), (0.25, 3.0), (9.5, 12.0), (9.5, None), (14.0, 20.0), (40.0, 41.0)]
)
def test_part_is_the_part_of_all(
    tmp_path: Path, name: str, codec: str, start: float, end: float | None
) -> None:
    track = Sound((1.0, 10.0, 11.0, 14.5), codec=codec, length=15)
    path = draw_video(tmp_path / name, Drawing(every(5, 75), sounds=[track]))
    expected = sound(path)[round(start * 8000) : None if end is None else round(end * 8000)]
    part = sound(path, start=start, end=end)
    assert part.size == pytest.approx(expected.size, abs=8)  # Matroska rounds times to milliseconds
    assert clicks(part) == pytest.approx(clicks(expected), abs=0.001)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.flac", "flac"), ("a.wav", "pcm_s16le")]
)
def test_sound_without_video_counts_from_its_first_sample(tmp_path: Path, name: str, codec: str) -> None:
    container = "mp4" if name == "a.m4a" else None
    path = draw_video(tmp_path / name, Drawing((), sounds=[Sound(CLICKS, codec=codec)]), container=container)
    assert clicks(sound(path)) == pytest.approx(CLICKS, abs=0.002)
    assert clicks(sound(path, start=1.5)) == pytest.approx((1.0,), abs=0.002)


def test_no_sound(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv")
    assert not probe(path).has_sound
    assert sound(path).shape == (0,)
    assert sound(path).dtype == np.float32


def test_first_stream_is_taken(tmp_path: Path) -> None:
    tracks = [Sound((1.0,)), Sound((2.0,), codec="flac")]
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=tracks))
    assert clicks(sound(path)) == pytest.approx([1.0], abs=0.001)


def test_stream_that_cannot_be_decoded_is_passed_over(tmp_path: Path) -> None:
    tracks = [Sound((1.0,), codec="flac"), Sound((2.0,), codec="pcm_s16le")]
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=tracks))
    content = path.read_bytes()
    assert content.count(b"A_FLAC") == 1
    path.write_bytes(content.replace(b"A_FLAC", b"A_WHAT"))
    assert clicks(sound(path)) == pytest.approx([2.0], abs=0.001)


def test_long_sound_does_not_drift(tmp_path: Path) -> None:
    track = Sound((1.0, 119.0), length=120, rate=44100, layout="mono", codec="aac")
    path = draw_video(tmp_path / "a.mkv", Drawing(every(1, 120), sounds=[track]))
    assert clicks(sound(path)) == pytest.approx((1.0, 119.0), abs=0.002)


def test_long_gap_is_silence_too(tmp_path: Path) -> None:
    track = Sound((0.5, 19.5), length=20, codec="flac", holes=[(1.0, 19.0)])
    samples = sound(draw_video(tmp_path / "a.mkv", Drawing(every(5, 100), sounds=[track])))
    assert clicks(samples) == pytest.approx((0.5, 19.5), abs=0.002)
    assert samples.size == pytest.approx(160000, abs=1)


def test_one_frame_years_ahead_is_dropped() -> None:
    line = TimeLine(8000, 0.0, float("inf"))
    lay(((0.1 * i if i != 5 else 1e8, loud_frame(800)) for i in range(10)), line)
    samples = line.samples()
    assert samples.size == 8000
    assert not samples[4100:4700].any()
    assert samples[3900] == samples[4900] == pytest.approx(0.5)


def loud_frame(samples: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.full((1, samples), 0.5, np.float32), "flt", "mono")
    frame.sample_rate = 8000
    return frame


@pytest.mark.parametrize("wrong", [{"rate": 0}, {"start": -0.1}, {"start": float("inf")}])
def test_arguments(tmp_path: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        sound(tmp_path / "none.mkv", **wrong)  # type: ignore[arg-type]
    with pytest.raises(MediaError):
        sound(tmp_path / "none.mkv")


def test_samples_do_not_depend_on_the_container(tmp_path: Path) -> None:
    track = Sound(CLICKS, codec="flac")
    mkv = draw_video(tmp_path / "a.mkv", Drawing(STILL, sounds=[track]))
    plain = draw_video(tmp_path / "a.mov", Drawing(STILL, sounds=[replace(track, codec="pcm_s16le")]))
    np.testing.assert_allclose(sound(mkv), sound(plain), atol=1e-3)


def _wave(samples: NDArray[np.int16], rate: int) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return content.getvalue()


def test_a_passing_line_hands_on_what_a_whole_one_holds() -> None:
    rate, chance = 100, np.random.default_rng(3)
    blocks: list[NDArray[np.float32]] = []
    whole, passing = TimeLine(rate, 0, 200), PassingLine(rate, 0, 200, blocks.append)
    position = -30
    while position < 210 * rate:
        samples = chance.uniform(-1.2, 1.2, chance.integers(1, 900)).astype(np.float32)
        whole.put(position, samples)
        passing.put(position, samples)
        # A gap, or a step back, as damaged files have them.
        position += len(samples) + int(chance.integers(-STILL_CHANGING * rate // 2, 200))
    passing.finish()
    assert len(blocks) == 1 + 200 // HANDED_ON
    np.testing.assert_array_equal(np.concatenate(blocks), whole.samples())


def test_sound_is_passed_on(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(sounds=[Sound(CLICKS)]))
    blocks: list[NDArray[np.float32]] = []
    pass_sound(path, blocks.append, end=3)
    np.testing.assert_array_equal(np.concatenate(blocks), sound(path, end=3))
    silent = draw_video(tmp_path / "b.mkv", Drawing(STILL))
    pass_sound(silent, blocks.append)
    assert len(blocks) == 1
