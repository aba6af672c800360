"""Decodes one stream, and goes on after damage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import av

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from intromark.media.hardware import Decoder

PATIENCE = 1000
"""Reading errors in a row after which the rest of a file is given up. A cut-off MP4 fails once a sample."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is spent on decoding a video.

    Attributes:
        exact: Every frame, to the bit. Else only those that others are predicted from, with their blocks
            showing: about half the time for H.264 and HEVC, nothing gained for VP9.
        threads: Of the decoder, >= 1; None lets FFmpeg choose.
        decoder: Where it is done; None is in software.
    """

    exact: bool = True
    threads: int | None = None
    decoder: Decoder | None = None

    def prepare(self, stream: VideoStream) -> None:
        """Set the decoder up, before its first frame."""
        stream.thread_type = "AUTO"
        if stream.codec_context.is_hwaccel:
            stream.codec_context.thread_count = 1  # the device has its own
        elif self.threads is not None:
            stream.codec_context.thread_count = self.threads
        if not self.exact:
            stream.codec_context.options = {"skip_loop_filter": "all"}


def packets(container: InputContainer, *streams: Any) -> Iterator[Packet[Any]]:
    """The packets of the named streams, or of all, from the current position past any damage to the end."""
    failures = 0
    while failures < PATIENCE:
        try:
            for packet in container.demux(*streams):
                if packet.size == 0:
                    continue  # PyAV's own mark that the decoder may be drained
                failures = 0
                yield packet
        except av.FFmpegError:
            failures += 1
        except IndexError:
            return  # PyAV, at the end of a file in which a stream appeared on the way: all packets are read
        else:
            return


@overload
def decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]: ...
@overload
def decoded(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]: ...
def decoded(container: InputContainer, stream: Any) -> Iterator[Any]:
    """Every frame that can be decoded from the current position to the end, in the order they are shown."""
    for packet in packets(container, stream):
        with suppress(av.FFmpegError):
            yield from stream.codec_context.decode(packet)
    with suppress(av.FFmpegError):
        yield from stream.codec_context.decode(None)
