"""Key frames only: a few pictures of a video, for a small part of what decoding all of it costs.

Encoders put key frames at cuts, so that most shots begin with one, and at the latest every few seconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import av

from intromark.glimpses import STANDS_FOR
from intromark.media.decoding import Effort, packets
from intromark.media.ending import CutOff, tell_cut_off
from intromark.media.header import may_jump, only_decoding_times, shown_for
from intromark.media.opening import AnyPath, open_container, read_only
from intromark.media.reader import Reader, open_reader
from intromark.media.screen import Painter, screen_of

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from intromark.encoders.base import Picture
    from intromark.media.hardware import Decoder

NEAREST = 0.4
"""Seconds between two key frames that are decoded, at least: some codecs have nothing but key frames."""


def key_pictures(
    path: AnyPath,
    end: float | None = None,
    *,
    max_height: int | None = None,
    decoder: Decoder | None = None,
    by_index: bool = False,
    on_cut_off: Callable[[CutOff], None] | None = None,
) -> Iterator[tuple[float, Picture]]:
    """The picture of each key frame, with the second at which it is first shown.

    Args:
        path: The video.
        end: Seconds; None is the end of the video.
        max_height: As in `pictures`.
        decoder: As in `pictures`.
        by_index: Whether only those are read that the file's index tells of, and nothing between them, if it has an
            index that tells of enough.
        on_cut_off: As in `pictures`.

    Yields:
        (seconds from the first video frame, picture), in increasing time. Nothing where the container does not say
        when a packet is shown, or may start its clock again between two of them.

    Raises:
        MediaError: The file cannot be read, or not one frame can be decoded.
    """
    last = math.inf if end is None else end
    effort = Effort(exact=False, threads=1, decoder=decoder)
    with open_reader(path, effort) as reader:
        if not reader.clock.has_times or only_decoding_times(reader.stream) or may_jump(reader.stream):
            return
        painter = Painter(screen_of(reader.stream, reader.first).at_most(max_height))
        # Opened anew: to find its first frame, the reader went past packets that are wanted.
        with open_container(path, decoder) as container:
            keys = _Keys(reader, container, effort, last)
            if by_index:
                keys.use_index()
            for time, frame in keys:
                yield time, painter.picture(frame)
        if on_cut_off is not None and keys.reached < last:
            tell_cut_off(reader, keys.reached, on_cut_off)


class _Keys:
    """The key frames of a container.

    Attributes:
        reached: Seconds to the end of the last packet that was met.
    """

    def __init__(self, reader: Reader, container: InputContainer, effort: Effort, end: float) -> None:
        self.reached = 0.0
        self._container, self._end = container, end
        self._stream: VideoStream = container.streams.video[_place_among_videos(reader)]
        read_only(container, self._stream)
        effort.prepare(self._stream)
        self._clock = reader.clock
        self._clock.restart()
        self._indexed: list[int] = []  # ticks at which key frames are sought

    def use_index(self) -> None:
        """Go from key frame to key frame, if the file has an index that tells of enough of them."""
        with suppress(av.FFmpegError):
            # Matroska's is read when something is sought.
            self._container.seek(self._stream.start_time or 0, stream=self._stream)
        base = self._stream.time_base or Fraction(1, 1000)
        known = [entry.timestamp for entry in self._stream.index_entries if entry.is_keyframe]
        distances = [after - before for before, after in pairwise(known)]
        # A key frame may stand in no index: some have one only every so many seconds.
        if not distances or max(distances) * base > STANDS_FOR:
            return
        found = -math.inf
        for ticks, distance in zip(known, [*distances, 1], strict=True):
            if float(ticks * base) >= found + NEAREST:
                found = float(ticks * base)
                # Just before the next: MP4 is sought by times of showing, and has an index of times of decoding.
                self._indexed.append(ticks + distance - 1)

    def __iter__(self) -> Iterator[tuple[float, VideoFrame]]:
        previous = -math.inf
        for packet in self._packets():
            time = self._seconds(packet)
            if time is None:
                continue
            self.reached = max(self.reached, time + float(shown_for(packet.duration, self._stream)))
            if time >= self._end:
                return
            if packet.is_keyframe and time >= previous + NEAREST:
                for frame in self._alone(packet):
                    timed = self._clock.place(frame)
                    if timed is not None:
                        yield timed.time, frame
                        previous = timed.time

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        """Those of key frames by the index, and all that follow the last of them; without an index all."""
        last: int | None = None
        for ticks in self._indexed:
            packet = next(self._from(ticks), None)
            if packet is None:
                break
            yield packet
            last = ticks
        yield from packets(self._container, self._stream) if last is None else self._from(last)

    def _from(self, ticks: int) -> Iterator[Packet[VideoStream]]:
        """The packets from a key frame on; none where the file ends before."""
        with suppress(av.FFmpegError):
            self._container.seek(ticks, stream=self._stream)
            yield from packets(self._container, self._stream)

    def _seconds(self, packet: Packet[VideoStream]) -> float | None:
        if packet.pts is None or packet.is_discard:
            return None
        return float(packet.pts * packet.time_base - self._clock.origin)

    def _alone(self, packet: Packet[VideoStream]) -> Iterator[VideoFrame]:
        """Decode one packet as if nothing followed, so that the decoder does not wait for more."""
        context = self._stream.codec_context
        with suppress(av.FFmpegError):
            yield from context.decode(packet)
        with suppress(av.FFmpegError):
            yield from context.decode(None)
        context.flush_buffers()


def _place_among_videos(reader: Reader) -> int:
    return [stream.index for stream in reader.container.streams.video].index(reader.stream.index)
