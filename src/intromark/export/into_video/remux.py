"""A copy of a video with other chapters: every stream as it is, nothing is encoded."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import av

from intromark.atomic import explained
from intromark.errors import FileError
from intromark.export.into_video.chapter_list import for_ffmpeg, read, same
from intromark.export.into_video.packets import Digest, StreamSum, copied, read_packets, streams_of, summed
from intromark.media import probe, shown_name
from intromark.media.opening import open_container

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

CONTAINERS = {
    ".mkv": "matroska",
    ".webm": "webm",
    ".mp4": "mp4",
    ".m4v": "mp4",
    ".mov": "mov",
}
"""Suffix -> FFmpeg's name of what is written."""

ROOM = 64 << 20  # bytes that a copy may be larger, and that are left free


def write(video: Path, document: bytes) -> None:
    """Put a copy with these chapters in a video's place, once all its streams are found to be the same.

    Until then the video is as it was, also after Ctrl-C. The copy has its permissions; it is a new file, so other
    hard links keep the old one.

    Raises:
        FileError: There is no room, a stream cannot be copied, or the copy is not the same.
        MediaError: The video cannot be read.
    """
    _refuse_full_disk(video)
    with _beside(video) as temporary:
        original = _copy(video, temporary, document)
        _refuse_another(video, temporary, original, document)
        with explained("write", video):
            _take_over(video, temporary)
            temporary.replace(video)


def _copy(video: Path, target: Path, document: bytes) -> list[StreamSum]:
    options = {"movflags": "+faststart"} if _index_is_first(video) else {}
    try:
        with (
            open_container(video) as source,
            av.open(
                str(target),
                "w",
                format=CONTAINERS[video.suffix.lower()],
                options=options,
                metadata_errors="surrogateescape",
            ) as output,
        ):
            return _copy_streams(source, output, document)
    except (av.FFmpegError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None and not isinstance(error, av.FFmpegError):
            with explained("write", video):
                raise
        raise FileError(
            f"cannot copy `{shown_name(video)}` with other chapters: {error}",
            "nothing was changed: install mkvtoolnix for MKV, or write a file beside it, such as edl",
        ) from error


def _copy_streams(source: InputContainer, output: OutputContainer, document: bytes) -> list[StreamSum]:
    output.metadata.update(source.metadata)
    streams = copied(source)
    targets = {stream.index: _like(stream, output) for stream in streams}
    output.set_chapters(for_ffmpeg(document))
    digests = {stream.index: Digest() for stream in streams}
    for packet in read_packets(source, streams):
        digests[packet.stream.index].add(packet)
        packet.stream = targets[packet.stream.index]
        output.mux_one(packet)
    return summed(streams, digests)


def _like(stream: Stream, output: OutputContainer) -> Stream:
    target: Stream = output.add_stream_from_template(stream, opaque=True)
    target.metadata.update(stream.metadata)
    target.disposition = stream.disposition
    return target


def _refuse_another(video: Path, copy: Path, original: Sequence[StreamSum], document: bytes) -> None:
    found = streams_of(copy)
    shown, shown_copy = probe(video), probe(copy)
    alike = (
        len(found) == len(original)
        and all(one.is_like(two) for one, two in zip(original, found, strict=True))
        and (shown.width, shown.height) == (shown_copy.width, shown_copy.height)
        and abs(shown.duration - shown_copy.duration) < 1 / shown.frame_rate
        and same(read(copy), document)
    )
    if not alike:
        raise FileError(
            f"a copy of `{shown_name(video)}` with other chapters is not the same video",
            "nothing was changed: install mkvtoolnix for MKV, or write a file beside it, such as edl",
        )


def _refuse_full_disk(video: Path) -> None:
    with explained("read", video):
        needed, free = video.stat().st_size + ROOM, shutil.disk_usage(video.parent).free
    if free < needed:
        raise FileError(
            f"no room beside `{shown_name(video)}` for a copy: {free >> 20} MiB are free, "
            f"and {needed >> 20} MiB are needed",
            "free some space: nothing was changed",
        )


@contextmanager
def _beside(video: Path) -> Iterator[Path]:
    """A name in the same folder; what is left under it is removed."""
    temporary = video.with_name(f".intromark-{secrets.token_hex(8)}.tmp")
    try:
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _take_over(video: Path, copy: Path) -> None:
    """Permissions, owner and attributes; the time is now, so that others see that the file is another."""
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    status = video.stat()
    shutil.copystat(video, copy)
    os.utime(copy)
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give files away
            os.chown(copy, status.st_uid, status.st_gid)


def _index_is_first(video: Path) -> bool:
    """Whether an MP4 has its index before its pictures, so that it plays while it is still loaded."""
    if CONTAINERS[video.suffix.lower()] not in ("mp4", "mov"):
        return False
    with explained("read", video), video.open("rb") as file:
        while len(header := file.read(16)) >= 8:
            size, kind = int.from_bytes(header[:4], "big"), header[4:8]
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            size = int.from_bytes(header[8:], "big") if size == 1 else size
            if size < 8:
                return False
            file.seek(size - len(header), os.SEEK_CUR)
    return False
