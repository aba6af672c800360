"""Whether a copy of a video holds the same streams, packet by packet."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intromark.media.opening import open_container

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream

NEAR = 0.0015  # seconds: a container may know whole milliseconds only
KEPT_TAGS = ("title", "filename", "mimetype")


class Digest:
    """A running hash of one stream's packets, and their times."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.times = array("d")  # seconds

    def add(self, packet: Packet[Any]) -> None:
        """Take the next packet."""
        self._hash.update(len(bytes(packet)).to_bytes(8, "big"))
        self._hash.update(bytes(packet))
        if packet.pts is not None and packet.time_base is not None:
            self.times.append(float(packet.pts * packet.time_base))

    @property
    def value(self) -> str:
        """Hexadecimal."""
        return self._hash.hexdigest()


@dataclass(frozen=True)
class StreamSum:
    """What a stream is, and all that it holds.

    Attributes:
        traits: Type, codec, its settings, language, title ...
        digest: SHA-256 of all packets.
        times: Seconds of each packet.
    """

    traits: tuple[object, ...]
    digest: str
    times: Sequence[float] = field(repr=False)

    def is_like(self, other: StreamSum) -> bool:
        """Whether nobody could tell the streams apart."""
        return (
            (self.traits, self.digest, len(self.times)) == (other.traits, other.digest, len(other.times))
            and all(abs(one - two) <= NEAR for one, two in zip(self.times, other.times, strict=True))
        )  # fmt: skip


def streams_of(video: Path) -> list[StreamSum]:
    """Read all of a video.

    Raises:
        MediaError: It cannot be read.
    """
    with open_container(video) as container:
        return sums(container, read_packets(container, copied(container)))


def copied(container: InputContainer) -> list[Stream]:
    """The streams that are the video's: the track that some containers keep chapters in is none."""
    return [stream for stream in container.streams if not _holds_chapters(stream, container)]


def read_packets(container: InputContainer, streams: Sequence[Stream]) -> Iterator[Packet[Any]]:
    """All packets of these streams, in the order of the file."""
    wanted = {stream.index for stream in streams}
    for packet in container.demux():
        if packet.size and packet.stream.index in wanted:
            yield packet


def sums(container: InputContainer, packets: Iterator[Packet[Any]]) -> list[StreamSum]:
    """What each stream holds, from all packets."""
    streams = copied(container)
    digests = {stream.index: Digest() for stream in streams}
    for packet in packets:
        digests[packet.stream.index].add(packet)
    return summed(streams, digests)


def summed(streams: Sequence[Stream], digests: dict[int, Digest]) -> list[StreamSum]:
    """Streams, and what was added up of each."""
    return [
        StreamSum(_traits(stream), digests[stream.index].value, digests[stream.index].times)
        for stream in streams
    ]


def _holds_chapters(stream: Stream, container: InputContainer) -> bool:
    return stream.type == "data" and "mp4" in container.format.name and bool(container.chapters())


def _traits(stream: Stream) -> tuple[object, ...]:
    context: Any = stream.codec_context
    settings = () if context is None else (context.codec.canonical_name, bytes(context.extradata or b""))
    shape = tuple(
        str(getattr(context, name, None))
        for name in (
            "width",
            "height",
            "pix_fmt",
            "sample_aspect_ratio",
            "sample_rate",
            "layout",
            "color_trc",
        )
    )
    tags = {name.lower(): value for name, value in stream.metadata.items()}
    language = tags.get("language", "und")
    return (
        stream.type,
        *settings,
        *shape,
        int(stream.disposition),
        language,
        *(tags.get(name) for name in KEPT_TAGS),
    )
