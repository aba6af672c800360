"""What a video file is, without decoding more than its first frame."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intromark.media.ending import measured_duration
from intromark.media.header import frame_rate
from intromark.media.opening import AnyPath
from intromark.media.reader import open_reader
from intromark.media.screen import screen_of


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What is known about a video before it is decoded.

    Attributes:
        path: The file.
        duration: Seconds, from the first video frame to the end of the last. What the header declares, where
            the file is cut off.
        frame_rate: Frames a second, on average where it varies.
        width: Pixels across, as shown: rotated and with square pixels.
        height: Pixels down, as shown.
        has_sound: Whether there is an audio stream with a known codec.
    """

    path: Path
    duration: float
    frame_rate: float
    width: int
    height: int
    has_sound: bool


def probe(path: AnyPath) -> MediaInfo:
    """Look into a video file.

    Args:
        path: The file; its name may hold bytes that are no text.

    Raises:
        MediaError: It cannot be read, holds no video (a cover picture is none), or no frame can be decoded.
    """
    with open_reader(path) as reader:
        screen = screen_of(reader.stream, reader.first)
        return MediaInfo(
            path=Path(path),
            duration=measured_duration(reader),
            frame_rate=float(frame_rate(reader.stream)),
            width=screen.width,
            height=screen.height,
            has_sound=any(s.codec_context is not None for s in reader.container.streams.audio),
        )
