"""The pictures of a video as rows of embeddings: its key frames, all of a stretch, every frame of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intromark.arrays import Floats
from intromark.encoders.base import Encoder, Picture
from intromark.media import CutOff, Decoder, frames, key_pictures, pictures
from intromark.reading import Check, encoded
from intromark.span import Span

PICTURE_RATE = (
    2.0  # pictures a second: at one a second, two copies of a quick montage can be half a second apart
)
DENSEST = 1 / 31  # seconds between frames at the least: every second one of a 60 fps video is enough
STORED = np.float16  # embeddings are kept in half precision, so that what is read is what is stored


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Every frame of a span, embedded.

    Attributes:
        span: Seconds; frames that begin in it.
        times: (k,) seconds, increasing; k may be 0.
        embeddings: (k, n), a row a frame; zeros for flat frames.
    """

    span: Span
    times: Floats
    embeddings: Floats

    def holds(self, span: Span) -> bool:
        """Whether all of a span is here."""
        return self.span.start <= span.start and span.end <= self.span.end

    def within(self, span: Span) -> Frames:
        """Those of a part of the span."""
        inside = (self.times >= span.start) & (self.times < span.end)
        return Frames(span, self.times[inside], self.embeddings[inside])


def key_frames(  # noqa: PLR0913 - as `key_pictures`
    path: Path,
    encoder: Encoder,
    whole: Span,
    check: Check,
    decoder: Decoder | None,
    on_cut_off: Callable[[CutOff], None],
    *,
    by_index: bool,
) -> tuple[Floats, Floats]:
    """(k,) seconds and (k, n) rows of the key frames, as `key_pictures` gives them.

    Raises:
        MediaError: The file cannot be read.
    """
    times: list[float] = []

    def shown() -> Iterator[Picture]:
        read = key_pictures(
            path,
            whole.end,
            max_height=encoder.height,
            decoder=decoder,
            by_index=by_index,
            on_cut_off=on_cut_off,
        )
        for time, picture in read:
            times.append(time)
            yield picture

    rows = _stacked(encoded(shown(), encoder, check, look=True))
    return np.array(times), rows


def all_pictures(  # noqa: PLR0913 - as `pictures`
    path: Path,
    encoder: Encoder,
    span: Span,
    check: Check,
    threads: int | None,
    *,
    decoder: Decoder | None,
    on_cut_off: Callable[[CutOff], None] | None = None,
) -> Floats:
    """(T, n) rows of the pictures of a span, PICTURE_RATE a second.

    Raises:
        MediaError: The file cannot be read.
    """
    shown = pictures(
        path,
        PICTURE_RATE,
        span.start,
        span.end,
        max_height=encoder.height,
        exact=False,  # edges are refined from exact frames
        threads=threads,
        decoder=decoder,
        on_cut_off=on_cut_off,
    )
    return _stacked(encoded((picture for _, picture in shown), encoder, check, look=True))


def every_frame(path: Path, span: Span, encoder: Encoder, decoder: Decoder | None) -> Frames:
    """The frames of a span; of fast videos every second one.

    Raises:
        MediaError: The file cannot be read there.
    """
    times: list[float] = []

    def shown() -> Iterator[Picture]:
        read = frames(path, max(0.0, span.start), span.end, max_height=encoder.height, decoder=decoder)
        for time, picture in read:
            if not times or time - times[-1] >= DENSEST:
                times.append(time)
                yield picture

    rows = _stacked(encoded(shown(), encoder, skip_alike=True))
    return Frames(span, np.array(times), rows)


def _stacked(batches: Iterator[Floats]) -> Floats:
    rows = [batch.astype(STORED) for batch in batches]
    return np.concatenate(rows) if rows else np.zeros((0, 1), STORED)
