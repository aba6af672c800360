"""Opens a media file, and says in plain words why one cannot be opened."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import av

from intromark.addresses import address_of
from intromark.errors import MediaError
from intromark.storage.ranges import open_range, spool_of

if TYPE_CHECKING:
    from av.codec.hwaccel import HWAccel
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

    from intromark.media.hardware import Decoder

AnyPath = str | os.PathLike[str]


def shown_name(path: AnyPath) -> str:
    """The path as it can be printed: bytes that are no text, and control characters, are replaced."""
    text = os.fsencode(address_of(path) or path).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def unreadable(path: AnyPath, reason: str, hint: str = "") -> MediaError:
    """The error for a file that cannot be read, worded the same everywhere."""
    return MediaError(f"cannot read `{shown_name(path)}`: {reason}", hint)


def ffprobe_hint(path: AnyPath, purpose: str) -> str:
    """A hint that names the command to look into the file with."""
    return f"{purpose} with `ffprobe {shlex.quote(shown_name(path))}`"


@contextmanager
def open_container(path: AnyPath, decoder: Decoder | None = None) -> Iterator[InputContainer]:
    """The opened file, closed when the block ends; its pictures are decoded where the decoder says.

    Raises:
        MediaError: It is missing, empty, not a regular file, not permitted, or no media file.
    """
    _check_file(path)
    accelerator = None if decoder is None else decoder.accelerator()
    try:
        try:
            container = _opened(path, accelerator)
        except av.FFmpegError:
            if decoder is None or accelerator is None:
                raise
            container = _opened(path)
            decoder.was_refused(shown_name(path))
    except av.FFmpegError as error:
        reason = "it is no media file, or its beginning is damaged"
        raise unreadable(path, reason, ffprobe_hint(path, "check it")) from error
    with container:
        yield container


def _opened(path: AnyPath, accelerator: HWAccel | None = None) -> InputContainer:
    address = address_of(path)
    return av.open(
        # Absolute, because FFmpeg would take the start of `Show: Pilot.mkv` for a protocol.
        str(Path(path).absolute()) if address is None else open_range(address),
        mode="r",
        # Tags in another encoding than UTF-8 are common in old files, and nobody reads them here.
        metadata_errors="replace",
        # A playlist with a video's name may point anywhere; only files are followed.
        container_options={"protocol_whitelist": "file"},
        hwaccel=accelerator,
    )


def video_stream(container: InputContainer, path: AnyPath) -> VideoStream:
    """The video of the file: the default one if several, and never a cover picture.

    Raises:
        MediaError: There is none, or no decoder for it.
    """
    videos = [stream for stream in container.streams.video if not _is_cover(stream)]
    decodable = [stream for stream in videos if stream.codec_context is not None]
    if not decodable:
        lack = "no decoder for its video stream" if videos else "no video stream"
        found = ", ".join(_described(stream) for stream in container.streams) or "nothing"
        raise unreadable(path, f"{lack} (found: {found})", ffprobe_hint(path, "list the streams"))
    return next((s for s in decodable if s.disposition & av.stream.Disposition.default), decodable[0])


def read_only(container: InputContainer, wanted: Stream) -> None:
    """Let the demuxer skip the packets of every other stream."""
    for stream in container.streams:
        if stream.index != wanted.index:
            stream.discard = av.stream.Discard.all


def _check_file(path: AnyPath) -> None:
    address = address_of(path)
    if address is not None:
        if not spool_of(address).status.size:
            raise _is_empty(path)
        return
    try:
        status = os.stat(path)  # noqa: PTH116 - one call for kind and size, on any kind of path
        if stat.S_ISDIR(status.st_mode):
            raise unreadable(path, "it is a directory", "name a video in it")
        if not stat.S_ISREG(status.st_mode):
            raise unreadable(path, "it is not a regular file", "copy the video into a file first")
        with Path(path).open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise unreadable(path, "there is no such file", "check the spelling of the path") from error
    except PermissionError as error:
        raise unreadable(path, "permission denied", "give yourself the right to read it") from error
    except OSError as error:
        raise unreadable(path, (error.strerror or "the system refuses").lower()) from error
    if status.st_size == 0:
        raise _is_empty(path)


def _is_empty(path: AnyPath) -> MediaError:
    return unreadable(path, "the file is empty", "copy or download it again")


def _is_cover(stream: Stream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _described(stream: Stream) -> str:
    codec = stream.codec_context.codec.canonical_name if stream.codec_context is not None else "unknown"
    return f"{codec} {'cover picture' if _is_cover(stream) else stream.type}"
