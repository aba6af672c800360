"""A file from frames and sound, with the encoders that PyAV brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from PIL import Image

from intromark.compose.noise import Field
from intromark.compose.plan import Master
from intromark.compose.sounds.voice import RATE

ENCODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9"}
OPTIONS = {
    "h264": {"preset": "superfast"},
    "hevc": {"preset": "ultrafast", "x265-params": "log-level=none:pools=none:frame-threads=1"},
    "vp9": {"deadline": "realtime", "cpu-used": "8", "b": "0"},
}
SOUND_ENCODERS = {"mkv": "aac", "mp4": "aac", "webm": "libopus"}
CHUNK = RATE // 2  # samples handed over at once


def write_file(path: Path, master: Master, pictures: Iterable[Image.Image], sound: Field) -> None:
    """Encode an episode.

    Args:
        path: Where; the master's container decides what it holds.
        master: Codec, size, rate and time stamps.
        pictures: RGB frames in order, any size.
        sound: (2, samples) at `RATE` from the first frame on.
    """
    with av.open(
        str(path), "w", format={"mkv": "matroska"}.get(master.container, master.container)
    ) as container:
        video = _video_stream(container, master)
        audio = _audio_stream(container, master)
        chunks = _chunks(master, sound)
        ahead = next(chunks, None)
        origin = round(master.clock_start * master.rate)
        for index, picture in enumerate(pictures, start=origin):
            while ahead is not None and (ahead.pts or 0) * master.rate <= index * RATE:
                container.mux(audio.encode(ahead))
                ahead = next(chunks, None)
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
            frame.pts, frame.time_base = index, 1 / master.rate
            container.mux(video.encode(frame))
        while ahead is not None:
            container.mux(audio.encode(ahead))
            ahead = next(chunks, None)
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def _video_stream(container: OutputContainer, master: Master) -> av.VideoStream:
    stream = container.add_stream(ENCODERS[master.codec], rate=master.rate)
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height, stream.pix_fmt = master.width, master.height, "yuv420p"
    stream.time_base = 1 / master.rate
    stream.options = {**OPTIONS[master.codec], "crf": str(master.crf)}
    stream.codec_context.thread_count = 1  # one thread encodes the same bits everywhere
    return stream


def _audio_stream(container: OutputContainer, master: Master) -> av.AudioStream:
    encoder = SOUND_ENCODERS[master.container]
    stream = container.add_stream(encoder, rate=master.sample_rate)
    assert isinstance(stream, av.AudioStream)
    stream.layout = _layout(master)
    stream.bit_rate = 48_000 * master.channels
    if encoder == "aac":
        stream.options = {"aac_coder": "fast"}
    return stream


def _layout(master: Master) -> str:
    return "stereo" if master.channels == 2 else "mono"


def _chunks(master: Master, sound: Field) -> Iterator[av.AudioFrame]:
    """The sound in frames that carry their time; it may begin before or after the pictures."""
    offset = round(master.audio_start * RATE)
    heard = sound[:, offset:] if offset >= 0 else np.pad(sound, ((0, 0), (-offset, 0)))
    heard = np.clip(heard * master.loudness, -1, 1)
    if master.channels == 1:
        heard = heard.mean(axis=0, keepdims=True)
    origin = round(
        (Fraction(round(master.clock_start * master.rate)) / master.rate + Fraction(master.audio_start))
        * RATE
    )
    for first in range(0, heard.shape[1], CHUNK):
        piece = np.ascontiguousarray(heard[:, first : first + CHUNK], dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=_layout(master))
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        frame.pts = origin + first
        yield frame
