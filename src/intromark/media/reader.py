"""An open video whose frames can be read from any second on, always with the same times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

import av

from intromark.media.clock import Clock, Timed
from intromark.media.decoding import Effort, decoded
from intromark.media.ending import SLACK
from intromark.media.header import only_decoding_times
from intromark.media.opening import (
    AnyPath,
    ffprobe_hint,
    open_container,
    read_only,
    shown_name,
    unreadable,
    video_stream,
)

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

SEEK_MARGINS = (1.0, 10.0)
"""Seconds before the wanted moment that are tried in turn. Indexes hold times of decoding, which come before
those of showing, and some containers land on a frame that cannot be decoded alone."""

SPARSE = 0.25
"""Seconds between frames that others are predicted from, above which the frames between them are needed."""

EXACT = Effort()


class Reader:
    """A video of which the first frame is decoded.

    Attributes:
        path: The file.
        container: The open file.
        stream: Its video.
        first: The first frame that can be decoded: second 0.
        clock: Gives the frames their times.
    """

    def __init__(
        self, container: InputContainer, stream: VideoStream, path: AnyPath, effort: Effort = EXACT
    ) -> None:
        """Decode the first frame, which is never skipped: it is second 0.

        Raises:
            MediaError: Not one frame can be decoded.
        """
        self.path = path
        self.container = container
        self.stream = stream
        effort.prepare(stream)
        format = stream.codec_context.pix_fmt
        self._frames = decoded(container, stream)
        first = next(self._frames, None)
        if first is None:
            reason = "not one frame of its video can be decoded"
            raise unreadable(path, reason, ffprobe_hint(path, "check it"))
        self.first = first
        if effort.decoder is not None:
            effort.decoder.check(stream, format, shown_name(path))
        self.clock = Clock(container, stream, first)
        # Where frames are counted, or timed in the order of their packets, none may be left out.
        self._skips = not effort.exact and self.clock.has_times and not only_decoding_times(stream)
        if self._skips:
            stream.codec_context.skip_frame = "NONREF"

    def from_beginning(self) -> Iterator[Timed]:
        """Every frame; to be called once, before any seek."""
        return self._placed(chain([self.first], self._frames))

    def from_seek(self, seconds: float) -> Iterator[Timed]:
        """The frames from a key frame near this second on, mostly before it; none if the file cannot seek."""
        if not self.clock.has_times:
            return iter(())
        try:
            self.container.seek(self.clock.ticks_at(seconds), stream=self.stream)
        except av.FFmpegError:
            return iter(())
        self.clock.restart()
        return self._placed(decoded(self.container, self.stream))

    def _placed(self, frames: Iterator[VideoFrame]) -> Iterator[Timed]:
        previous: float | None = None
        for frame in frames:
            timed = self.clock.place(frame)
            if timed is not None:
                if self._skips and self._needs_all(timed, previous):
                    self.stream.codec_context.skip_frame = "DEFAULT"
                    self._skips = False
                previous = timed.time
                yield timed

    def _needs_all(self, timed: Timed, previous: float | None) -> bool:
        """Whether frames are skipped that are needed: to tell time, to see what happens, to find the end."""
        ends = self.clock.declared is not None and timed.time > self.clock.declared - SLACK
        sparse = previous is not None and timed.time - previous > SPARSE
        return ends or sparse or timed.frame.pts is None


@contextmanager
def open_reader(path: AnyPath, effort: Effort = EXACT) -> Iterator[Reader]:
    """The video of a file, closed when the block ends.

    Raises:
        MediaError: The file cannot be read, has no video, or none that can be decoded.
    """
    with open_container(path, effort.decoder) as container:
        stream = video_stream(container, path)
        read_only(container, stream)
        yield Reader(container, stream, path, effort)


@contextmanager
def open_at(path: AnyPath, start: float, effort: Effort = EXACT) -> Iterator[tuple[Reader, Iterator[Timed]]]:
    """A reader, and its frames beginning with the one shown at `start` seconds or with an earlier one.

    Raises:
        MediaError: As `open_reader`.
    """
    margins = [margin for margin in SEEK_MARGINS if margin < start]
    if margins:
        with open_reader(path, effort) as reader:
            found = _sought(reader, start, margins)
            if found is not None:
                yield reader, found
                return
    with open_reader(path, effort) as reader:
        yield reader, reader.from_beginning()


def _sought(reader: Reader, start: float, margins: list[float]) -> Iterator[Timed] | None:
    for margin in margins:
        found = reader.from_seek(start - margin)
        head = next(found, None)
        if head is not None and head.time <= start:
            return chain([head], found)
    return None
