"""When each decoded frame is shown, in seconds from the first."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from intromark.media.header import declared_duration, frame_rate, may_jump, only_decoding_times, shown_for

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

JUMP = 10.0
"""Seconds between frames that are a new start of the container's clock, where it may jump; as in FFmpeg."""


class Timed(NamedTuple):
    """A decoded frame on the time line, shown from `time` to `until` seconds unless another comes earlier."""

    time: float
    until: float
    frame: VideoFrame


class Clock:
    """Gives the frames of one run of decoding their times, which only ever increase.

    Attributes:
        declared: Seconds from the first frame to the end, by the header; None when it does not say.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, first: VideoFrame) -> None:
        """Start the clock.

        Args:
            container: The open file.
            stream: Its video.
            first: The first frame of the video: second 0.
        """
        self._stream = stream
        self._by_decoding_time = only_decoding_times(stream)
        self._base = stream.time_base or Fraction(1, 1000)
        self._origin = self._ticks(first)
        self._jumps = may_jump(stream)
        self.declared = declared_duration(container, stream, self.origin)
        # A damaged time may lie years ahead, and a picture would be repeated until then. Headers may be wrong
        # too, so they are given room.
        self._latest = math.inf if self.declared is None else 2 * self.declared + 60
        self.restart()

    @property
    def has_times(self) -> bool:
        """Whether the file says when frames are shown; else they are counted, and no second can be sought."""
        return self._origin is not None

    @property
    def origin(self) -> Fraction:
        """Seconds on the container's own time line of the first frame; 0 if it has no times."""
        return (self._origin or 0) * self._base

    def ticks_at(self, seconds: float) -> int:
        """The container's time, in units of the stream, at a second from the first frame."""
        return (self._origin or 0) + int(seconds / self._base)

    def restart(self) -> None:
        """Forget the previous frame, because the next one is from elsewhere."""
        self._previous: Timed | None = None
        self._gap = float(1 / frame_rate(self._stream))
        self._shift = 0.0

    def place(self, frame: VideoFrame) -> Timed | None:
        """The frame on the time line; None if it is not later than the one before, or its time is unknown.

        A frame without a time keeps the distance of the two before it. One that is out of order comes from
        damage.
        """
        previous = self._previous
        time = self._time(frame)
        if time is None or time > self._latest or (previous is not None and time <= previous.time):
            return None
        if previous is not None:
            self._gap = time - previous.time
        until = min(time + float(shown_for(frame.duration, self._stream)), self._latest)
        self._previous = Timed(time, until, frame)
        return self._previous

    def _time(self, frame: VideoFrame) -> float | None:
        previous = self._previous
        ticks = self._ticks(frame)
        if ticks is None or self._origin is None:
            if previous is not None:
                return previous.time + self._gap
            return None if self.has_times else 0.0
        offset = (ticks - self._origin) * self._base
        time = offset.numerator / offset.denominator + self._shift
        if self._jumps and previous is not None and abs(time - previous.time) > JUMP:
            self._shift += previous.time + self._gap - time
            time = previous.time + self._gap
        return time

    def _ticks(self, frame: VideoFrame) -> int | None:
        return frame.dts if self._by_decoding_time else frame.pts
