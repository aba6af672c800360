"""Where a video ends: by its header, by its packets, and whether the file was cut off before."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import av

from intromark.media.decoding import packets
from intromark.media.header import frame_rate, only_decoding_times, shown_for
from intromark.media.opening import open_container

if TYPE_CHECKING:
    from av.packet import Packet

    from intromark.media.reader import Reader

SLACK = 1.0
"""Seconds by which a whole file may end before its declared end: headers are rounded and padded."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """A video that ends before it should: copied in part, or damaged up to its end.

    Attributes:
        decoded: Seconds from the first video frame to the end of the last that could be decoded.
        declared: Seconds it should have, as its header says.
    """

    decoded: float
    declared: float


def measured_duration(reader: Reader) -> float:
    """Seconds from the first video frame to the end of the last, without decoding; at least one frame's.

    The last packets say it exactly, where the file is whole. Where they are missing the header is believed.
    """
    return max(_measured(reader) or 0.0, float(1 / frame_rate(reader.stream)))


def _measured(reader: Reader) -> float | None:
    declared = reader.clock.declared
    if declared is not None and only_decoding_times(reader.stream):
        return declared
    if not reader.clock.has_times:
        return float(_last_times(reader, None).video_packets / frame_rate(reader.stream))
    last = _last_times(reader, declared)
    if last.video is not None and (declared is None or last.any >= declared - SLACK):
        return last.video
    return declared


def is_cut_off(decoded: float, declared: float | None) -> bool:
    """Whether a video that ends here lacks a part of what is declared."""
    return declared is not None and decoded < declared - SLACK


def tell_cut_off(reader: Reader, decoded: float, on_cut_off: Callable[[CutOff], None]) -> None:
    """Call `on_cut_off` if a video whose last frame goes at `decoded` seconds lacks a part."""
    # The header may speak for a longer sound; only then is it worth looking at the last packets.
    if is_cut_off(decoded, reader.clock.declared):
        expected = measured_duration(reader)
        if is_cut_off(decoded, expected):
            on_cut_off(CutOff(decoded, expected))


@dataclass(slots=True)
class _Last:
    """The last packets of a file.

    Attributes:
        video: Seconds from the first video frame to the end of the frame that is shown last.
        any: The same for the stream that ends last.
        video_packets: How many packets of video were read.
    """

    video: float | None = None
    any: float = 0.0
    video_packets: int = 0


def _last_times(reader: Reader, declared: float | None) -> _Last:
    last = _Last()
    latest = -math.inf
    # Opened anew, because the reader skips the other streams, and must be left where it is.
    with open_container(reader.path) as container:
        if declared is not None:
            with suppress(av.FFmpegError):  # a file that cannot seek is read from its beginning
                ticks = reader.clock.ticks_at(declared - SLACK)
                container.seek(ticks, stream=container.streams[reader.stream.index])
        for packet in packets(container):
            is_video = packet.stream_index == reader.stream.index
            last.video_packets += is_video
            if packet.pts is None or packet.is_discard or packet.stream.type not in ("video", "audio"):
                continue
            end = _end_of(packet, reader)
            # An earlier packet may claim to last longer: where frames are reordered, containers keep the
            # distances of decoding times.
            if is_video and packet.pts > latest:
                latest, last.video = packet.pts, end
            elif not is_video:
                last.any = max(last.any, end)
    last.any = max(last.any, last.video or 0.0)
    return last


def _end_of(packet: Packet[Any], reader: Reader) -> float:
    if packet.stream_index == reader.stream.index:
        length = shown_for(packet.duration, reader.stream)
    else:
        length = (packet.duration or 0) * packet.time_base
    return float((packet.pts or 0) * packet.time_base + length - reader.clock.origin)
