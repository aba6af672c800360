"""The sound of a file as one channel on the video's time line."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from numpy.typing import NDArray

from intromark.errors import MediaError
from intromark.media.decoding import decoded
from intromark.media.header import may_jump
from intromark.media.mixing import PassingLine, TimeLine, lay
from intromark.media.opening import AnyPath, open_container, read_only, video_stream
from intromark.media.reader import Reader

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

SEEK_MARGINS = (0.0, 1.0, 10.0)
"""Seconds before the wanted ones that are sought in turn: after the key frame that is met, its sound may be later."""

PREROLL = 2.0
"""Seconds decoded before the wanted ones: the first frames after a seek depend on those before them."""

EXACT_SEEK = ("matroska", "mp4")
"""Containers that give sound the same times after a seek as from the beginning."""


def sound(
    path: AnyPath, rate: int = 8000, start: float = 0.0, end: float | None = None
) -> NDArray[np.float32]:
    """The sound of a file, every channel mixed into one.

    Sound before `start` is cut; where there is none yet, in gaps and where it is damaged, samples are 0.

    Args:
        path: A video, or a file with sound only.
        rate: Samples a second, > 0.
        start: Seconds from the first video frame (the first sample, where there is no video), >= 0.
        end: Seconds; None is the end of the sound.

    Returns:
        (N,) samples in [-1, 1]; sample k is heard at start + k / rate seconds. It ends with the sound, so N
        may be less than (end - start) * rate. (0,) when no audio stream can be decoded.

    Raises:
        ValueError: rate or start is out of range.
        MediaError: The file cannot be read.
    """
    if rate < 1:
        raise ValueError(f"rate must be >= 1, got {rate}")
    if not (math.isfinite(start) and start >= 0):
        raise ValueError(f"start must be >= 0, got {start}")
    line = TimeLine(rate, start, math.inf if end is None else end)
    _fill(path, line)
    return line.samples()


def pass_sound(
    path: AnyPath,
    on_samples: Callable[[NDArray[np.float32]], None],
    rate: int = 8000,
    end: float | None = None,
) -> None:
    """Give the sound of a file to somebody block by block, so that a long one is never held as a whole.

    Args:
        path: A video, or a file with sound only.
        on_samples: Called with (k,) samples that follow those of the last call; together they are those of `sound`.
        rate: Samples a second, > 0.
        end: Seconds from the first video frame; None is the end of the sound.

    Raises:
        MediaError: The file cannot be read.
    """
    line = PassingLine(rate, 0.0, math.inf if end is None else end, on_samples)
    _fill(path, line)
    line.finish()


def _fill(path: AnyPath, line: TimeLine) -> None:
    """Lay the first audio stream that can be decoded on a line."""
    origin = _video_origin(path)
    number = 0
    while not _heard(path, number, origin, line):
        number += 1


def _video_origin(path: AnyPath) -> Fraction | None:
    """Seconds on the container's time line of the first video frame; None without one."""
    with open_container(path) as container:
        try:
            return Reader(container, video_stream(container, path), path).clock.origin
        except MediaError:
            return None


def _heard(path: AnyPath, number: int, origin: Fraction | None, line: TimeLine, *, seek: bool = True) -> bool:
    """Lay one audio stream on the line; False if it cannot be decoded, so that the next should be tried."""
    with open_container(path) as container:
        if number >= len(container.streams.audio):
            return True
        stream = container.streams.audio[number]
        if stream.codec_context is None:
            return False
        read_only(container, stream)
        frames = decoded(container, stream)
        first = next(frames, None)
        if first is None:
            return False
        base = stream.time_base or Fraction(1, first.sample_rate)
        zero = (first.pts or 0) * base if origin is None else origin
        frames = chain([first], frames)
        if seek and line.start > 2 * PREROLL and any(name in container.format.name for name in EXACT_SEEK):
            found = _sought(container, stream, zero + Fraction(line.start - PREROLL), path)
            if found is None:
                return _heard(path, number, origin, line, seek=False)
            frames = found
        latest = math.inf if container.duration is None else 2 * container.duration / av.time_base + 60
        # In whole numbers: there are fifty frames a second, and fractions are slow.
        scale, shift = base.numerator * zero.denominator, zero.numerator * base.denominator
        parts = base.denominator * zero.denominator
        timed = ((None if f.pts is None else (f.pts * scale - shift) / parts, f) for f in frames)
        lay((h for h in timed if h[0] is None or h[0] <= latest), line, jumps=may_jump(stream))
    return True


def _sought(
    container: InputContainer, stream: AudioStream, wanted: Fraction, path: AnyPath
) -> Iterator[AudioFrame] | None:
    """The frames from this second of the container or an earlier one on; None if the file does not get there."""
    guide: Any = stream
    with suppress(MediaError):
        # Indexes are of the video: by that of the sound some containers are read up to the wanted second.
        guide = video_stream(container, path)
    base = stream.time_base or Fraction(1, 1000)
    for earlier in SEEK_MARGINS:
        try:
            container.seek(int((wanted - Fraction(earlier)) / guide.time_base), stream=guide)
        except av.FFmpegError:
            return None
        frames = decoded(container, stream)
        first = next(frames, None)
        if first is not None and first.pts is not None and first.pts * base <= wanted:
            return chain([first], frames)
    return None
