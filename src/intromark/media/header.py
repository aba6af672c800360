"""What the headers of a file say about its video, and which containers are to be trusted in what."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

USUAL_RATE = Fraction(25)
"""Frames a second, where the file does not say; FFmpeg's own assumption."""

FASTEST_RATE = Fraction(1000)
"""Frames a second; what is faster is the fineness of a clock, reported for want of a second frame."""


def frame_rate(stream: VideoStream) -> Fraction:
    """Frames a second: the average, else the nominal rate, else the usual one."""
    rates = (stream.average_rate, stream.guessed_rate, stream.base_rate)
    return next((rate for rate in rates if rate and rate <= FASTEST_RATE), USUAL_RATE)


def shown_for(ticks: int | None, stream: VideoStream) -> Fraction:
    """Seconds for which a frame of this length is shown; that of the frame rate, if the length is unknown."""
    length = (ticks or 0) * (stream.time_base or 0)
    return Fraction(length) if length >= 1 / FASTEST_RATE else 1 / frame_rate(stream)


def only_decoding_times(stream: VideoStream) -> bool:
    """Whether the container keeps one time per packet, in the order of decoding, as AVI does.

    FFmpeg then passes the packet's time on as its presentation time, which is wrong for reordered frames;
    the decoding times, given to the frames in the order they are shown, are right.
    """
    return stream.container.format.name == "avi"


def may_jump(stream: Stream) -> bool:
    """Whether the container's time may start again on the way, as in recordings and on discs.

    FFmpeg knows these formats by the same names, and takes out the jumps as well.
    """
    return stream.container.format.name in ("mpegts", "mpeg")


def declared_duration(container: InputContainer, stream: VideoStream, origin: Fraction) -> float | None:
    """Seconds from the first video frame to the end that the header declares; None when it declares none.

    Where only the whole file's length is declared, this is the end of the longest stream.

    Args:
        container: The open file.
        stream: Its video.
        origin: Seconds on the container's time line of the first video frame.
    """
    if stream.duration and stream.time_base:
        if only_decoding_times(stream):
            return float(stream.duration * stream.time_base)
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base - origin)
    if not container.duration:
        return None
    # Matroska counts from its time 0, others from the first packet of the file.
    begin = 0 if "matroska" in container.format.name else (container.start_time or 0)
    return float(Fraction(begin + container.duration, av.time_base) - origin)
