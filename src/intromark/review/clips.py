"""A few seconds of a video as WebM, which browsers play whatever the video's own format is."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np

from intromark.errors import MediaError
from intromark.media import frames, probe, shown_name, sound

LONGEST = 8.0  # seconds
HEIGHT = 360  # pixels, at most
FASTEST = 30.0  # frames a second; of faster videos some are left out
PICTURE_BITS, SOUND_BITS = 900_000, 64_000  # a second
SOUND_RATE = 48_000  # samples a second, Opus's own
TICK = Fraction(1, 1000)  # second, WebM's own


def make_clip(path: Path, start: float, end: float) -> bytes:
    """Encode [start, end) of a video, with VP8 and Opus.

    Args:
        path: The video.
        start: Seconds, >= 0.
        end: Seconds; a clip is never longer than `LONGEST`.

    Raises:
        MediaError: It cannot be read, or nothing is there.
    """
    end = min(end, start + LONGEST)
    info = probe(path)
    content = io.BytesIO()
    with av.open(content, "w", format="webm") as output:
        picture: Any = output.add_stream(
            "libvpx", rate=Fraction(min(info.frame_rate, FASTEST)).limit_denominator(1001)
        )
        scale = min(1.0, HEIGHT / info.height)
        picture.width, picture.height = (
            max(2, round(side * scale) // 2 * 2) for side in (info.width, info.height)
        )
        picture.pix_fmt, picture.bit_rate = "yuv420p", PICTURE_BITS
        picture.codec_context.time_base = TICK
        picture.options = {"deadline": "realtime", "cpu-used": "8", "g": "60", "lag-in-frames": "0"}
        heard: Any = output.add_stream("libopus", rate=SOUND_RATE, layout="mono") if info.has_sound else None
        if heard is not None:
            heard.bit_rate = SOUND_BITS
        shown = _add_pictures(output, picture, path, start, end)
        if not shown:
            raise MediaError(
                f"`{shown_name(path.name)}` shows nothing at {start:.2f} s", "choose an earlier time"
            )
        if heard is not None:
            _add_sound(output, heard, path, start, end)
    return content.getvalue()


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
        fifo = av.AudioFifo()
        fifo.write(frame)
        size = stream.codec_context.frame_size or 960
        for part in iter(partial(fifo.read, size), None):
            output.mux(stream.encode(part))
        rest = fifo.read(0, partial=True)
        if rest is not None:
            output.mux(stream.encode(rest))
    output.mux(stream.encode(None))
