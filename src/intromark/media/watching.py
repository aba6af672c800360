"""The pictures of a video: one every so often, or every frame of a span."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from intromark.media.clock import Timed
from intromark.media.decoding import Effort
from intromark.media.ending import CutOff, tell_cut_off
from intromark.media.opening import AnyPath
from intromark.media.reader import Reader, open_at
from intromark.media.screen import Painter, screen_of

if TYPE_CHECKING:
    from intromark.encoders.base import Picture
    from intromark.media.hardware import Decoder

TOLERANCE = 0.0006
"""Seconds by which a frame may be late and still be the one shown: Matroska rounds to milliseconds."""


def pictures(  # noqa: PLR0913 - what, how often, which part, how large, at what price
    path: AnyPath,
    fps: float = 1.0,
    start: float = 0.0,
    end: float | None = None,
    *,
    max_height: int | None = None,
    exact: bool = True,
    threads: int | None = None,
    decoder: Decoder | None = None,
    on_cut_off: Callable[[CutOff], None] | None = None,
) -> Iterator[tuple[int, Picture]]:
    """The picture shown at second i / fps, for every i with start <= i / fps < end inside the video.

    Times count from the first video frame, by timestamp: a gap repeats the picture before it. Damaged parts
    are passed over. Only the wanted frames are converted, and one is held at a time.

    Args:
        path: The video.
        fps: Pictures a second, > 0.
        start: Seconds, >= 0.
        end: Seconds; None is the end of the video.
        max_height: Scale pictures down to this many pixels of height, keeping their shape; never up.
        exact: False takes about half the time: a picture may be one shown up to a quarter of a second earlier, and
            coarser than stored. The times and the number of pictures stay what they are.
        threads: Of the decoder, >= 1; None lets FFmpeg choose.
        decoder: Where it is decoded; None is in software.
        on_cut_off: Called once, after the last picture, if the file ends before its declared end.

    Yields:
        (i, picture), i increasing by 1; every picture (H, W, 3) RGB as shown, all of the same shape.

    Raises:
        ValueError: fps, start, max_height or threads is out of range. At the call.
        MediaError: The file cannot be read, or not one frame can be decoded. At the first picture.
    """
    if not (math.isfinite(fps) and fps > 0):
        raise ValueError(f"fps must be > 0, got {fps}")
    _check(start, max_height)
    if threads is not None and threads < 1:
        raise ValueError(f"threads must be >= 1, got {threads}")
    last = math.inf if end is None else end
    return _pictures(path, fps, (start, last), max_height, Effort(exact, threads, decoder), on_cut_off)


def frames(
    path: AnyPath,
    start: float,
    end: float,
    *,
    max_height: int | None = None,
    decoder: Decoder | None = None,
) -> Iterator[tuple[float, Picture]]:
    """Every frame that begins in [start, end), with its time.

    Reached by seeking, so the price is that of the span; the times are those that decoding from the beginning
    gives.

    Args:
        path: The video.
        start: Seconds from the first video frame, >= 0.
        end: Seconds.
        max_height: As in `pictures`.
        decoder: As in `pictures`.

    Yields:
        (seconds from the first video frame, picture), in strictly increasing time.

    Raises:
        ValueError: start or max_height is out of range. At the call.
        MediaError: As in `pictures`. At the first frame.
    """
    _check(start, max_height)
    return _frames(path, start, end, max_height, Effort(decoder=decoder))


def _pictures(
    path: AnyPath,
    fps: float,
    span: tuple[float, float],
    max_height: int | None,
    effort: Effort,
    on_cut_off: Callable[[CutOff], None] | None,
) -> Iterator[tuple[int, Picture]]:
    start, end = span
    index = math.ceil(start * fps - 1e-9)
    with open_at(path, start, effort) as (reader, found):
        painter = _painter(reader, max_height)
        for shown, gone in _until_next(found):
            due = min(gone - TOLERANCE, end)
            if index / fps < due:
                picture = painter.picture(shown.frame)
            while index / fps < due:
                yield index, picture
                index += 1
            if index / fps >= end:
                return
        if on_cut_off is not None:
            tell_cut_off(reader, gone, on_cut_off)


def _until_next(found: Iterator[Timed]) -> Iterator[tuple[Timed, float]]:
    """Each frame with the second at which it goes: when the next one comes, or the video ends."""
    shown = next(found)
    for following in found:
        yield shown, following.time
        shown = following
    yield shown, shown.until


def _frames(
    path: AnyPath, start: float, end: float, max_height: int | None, effort: Effort
) -> Iterator[tuple[float, Picture]]:
    with open_at(path, start, effort) as (reader, found):
        painter = _painter(reader, max_height)
        for timed in found:
            if timed.time >= end:
                return
            if timed.time >= start:
                yield timed.time, painter.picture(timed.frame)


def _painter(reader: Reader, max_height: int | None) -> Painter:
    return Painter(screen_of(reader.stream, reader.first).at_most(max_height))


def _check(start: float, max_height: int | None) -> None:
    if not (math.isfinite(start) and start >= 0):
        raise ValueError(f"start must be >= 0, got {start}")
    if max_height is not None and max_height < 1:
        raise ValueError(f"max_height must be >= 1, got {max_height}")
