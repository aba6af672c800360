"""A few seconds of a video in a format that browsers play, whatever the video's own is."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from intromark.errors import MediaError
from intromark.media import MediaInfo, frames, probe, shown_name, sound

LONGEST = 8.0  # seconds
HEIGHT = 360  # pixels, at most
FASTEST = 30.0  # frames a second; of faster videos some are left out
PICTURE_BITS, SOUND_BITS = 900_000, 96_000  # a second
SOUND_RATE = 48_000  # samples a second
TICK = Fraction(1, 90_000)  # second: the times of frames, before the container rounds them


class ClipFormat(StrEnum):
    """What a clip may be: MP4, or WebM for browsers without H.264, which takes thirty times as long to encode."""

    MP4 = "mp4"
    WEBM = "webm"


@dataclass(frozen=True, slots=True)
class Way:
    """How clips of a format are encoded.

    Attributes:
        media_type: As browsers call it.
        picture: Name of the encoder.
        picture_options: Of that.
        sound: Name of the encoder.
    """

    media_type: str
    picture: str
    picture_options: Mapping[str, str]
    sound: str


WAYS = {
    ClipFormat.MP4: Way(
        "video/mp4",
        "libx264",
        {
            "preset": "ultrafast",
            "g": "30",
            "maxrate": str(2 * PICTURE_BITS),
            "bufsize": str(2 * PICTURE_BITS),
        },
        "aac",
    ),
    ClipFormat.WEBM: Way(
        "video/webm",
        "libvpx",
        {"deadline": "realtime", "cpu-used": "8", "g": "30", "lag-in-frames": "0"},
        "libopus",
    ),
}


def make_clip(path: Path, start: float, end: float, format: ClipFormat = ClipFormat.MP4) -> bytes:
    """Encode [start, end) of a video.

    Args:
        path: The video.
        start: Seconds, >= 0.
        end: Seconds; a clip is never longer than `LONGEST`.
        format: What it shall be.

    Raises:
        MediaError: It cannot be read, or nothing is there.
    """
    try:
        return _encoded(path, start, min(end, start + LONGEST), WAYS[format])
    except av.FFmpegError as error:
        raise MediaError(
            f"no clip can be made of `{shown_name(path.name)}`: {error}", "look at its frames"
        ) from error


def _encoded(path: Path, start: float, end: float, way: Way) -> bytes:
    info = probe(path)
    content = io.BytesIO()
    with av.open(content, "w", format=way.media_type.partition("/")[2]) as output:
        picture = _picture_stream(output, way, info)
        heard: Any = output.add_stream(way.sound, rate=SOUND_RATE, layout="mono") if info.has_sound else None
        if heard is not None:
            heard.bit_rate = SOUND_BITS
        if not _add_pictures(output, picture, path, start, end):
            raise MediaError(
                f"`{shown_name(path.name)}` shows nothing at {start:.2f} s", "choose an earlier time"
            )
        if heard is not None:
            _add_sound(output, heard, path, start, end)
    return content.getvalue()


def _picture_stream(output: Any, way: Way, info: MediaInfo) -> Any:
    rate = Fraction(min(info.frame_rate, FASTEST)).limit_denominator(1001)
    stream = output.add_stream(way.picture, rate=rate)
    scale = min(1.0, HEIGHT / info.height)
    stream.width, stream.height = (max(2, round(side * scale) // 2 * 2) for side in (info.width, info.height))
    stream.pix_fmt, stream.bit_rate = "yuv420p", PICTURE_BITS
    stream.codec_context.time_base = TICK
    stream.options = dict(way.picture_options)
    return stream


def _add_pictures(output: Any, stream: Any, path: Path, start: float, end: float) -> int:
    count, due = 0, -np.inf
    for time, picture in frames(path, start, end, max_height=HEIGHT):
        if time < due:
            continue
        due = time + 1 / FASTEST - 0.002  # containers round times to milliseconds
        frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(stream.width, stream.height, "yuv420p")
        frame.pts, frame.time_base = round((time - start) / TICK), TICK
        output.mux(stream.encode(frame))
        count += 1
    output.mux(stream.encode(None))
    return count


def _add_sound(output: Any, stream: Any, path: Path, start: float, end: float) -> None:
    samples = sound(path, SOUND_RATE, start, end)
    if samples.size:
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "flt", "mono")
        frame.sample_rate, frame.time_base, frame.pts = SOUND_RATE, Fraction(1, SOUND_RATE), 0
        output.mux(stream.encode(frame))  # PyAV turns it into what the encoder takes, in parts of its size
    output.mux(stream.encode(None))
