"""What has been seen and heard of one episode so far, and more of it when it is asked for.

Reading every picture of a video costs more than all else together. So the key frames are read first, each standing
for the seconds until the next, and all of the sound. Only where something may be an intro is a closer look taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.encoders.base import EMBEDDING, Encoder, Picture
from intromark.features import Features
from intromark.glimpses import Glimpses, follow_cuts
from intromark.hearing import heard
from intromark.held import Held
from intromark.media import CutOff, Decoder, frames, key_pictures, pass_sound, pictures, probe
from intromark.reading import encoded
from intromark.sound_signal import NO_SOUNDS
from intromark.soundprint import SOUND_RATE, SoundPrinter
from intromark.span import Span
from intromark.storage.reading import fetched

PICTURE_RATE = (
    2.0  # pictures a second: at one a second, two copies of a quick montage can be half a second apart
)
CHUNK = 8  # pictures read together: what is wanted the next time is seldom exactly what was wanted before
SPARE = 0.15  # seconds of frames read more than is wanted: the next time a little more may be
DENSEST = 1 / 31  # seconds between frames at the least: every second one of a 60 fps video is enough
STORED = np.float16  # embeddings are kept in half precision, so that what is read is what is stored

Check = Callable[[], None]


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


class Footage:
    """One episode.

    Attributes:
        path: The video.
        duration: Seconds of the whole video, > 0.
        sound: (S, 32) soundprint of what is searched; no rows where there is no sound.
        sounds: (S, 4) what kind of sound each step of it is, as `hearing.heard` says.
        glimpses: What is known of its pictures: embedding and look of each, in half precision.
        windows: Where every frame is known.
        cut_off: How the file ends too early; None when it does not.
        decoder: Where more of it is decoded; None is in software.
        fetched: Bytes that were fetched of it, where it lies elsewhere.
        has_news: Whether more is known than what was kept.
    """

    def __init__(
        self, path: Path, duration: float, sound: Floats, glimpses: Glimpses, sounds: Floats | None = None
    ) -> None:
        """Begin with what is known of a video."""
        self.path, self.duration, self.sound, self.glimpses = path, duration, sound, glimpses
        self.sounds = NO_SOUNDS if sounds is None else sounds
        self.windows: list[Frames] = []
        self.cut_off: CutOff | None = None
        self.decoder: Decoder | None = None
        self.fetched = 0
        self.has_news = True

    def __getstate__(self) -> dict[str, object]:
        """Sound is in half precision already: see `read_footage`."""
        heard = {"sound": self.sound.astype(STORED), "sounds": self.sounds.astype(STORED)}
        return {**self.__dict__, **heard}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.sound, self.sounds = self.sound.astype(np.float32), self.sounds.astype(np.float32)

    def features(self) -> Features:
        """What other episodes are compared with; rows of length 1, or 0."""
        embeddings = self.glimpses.held().columns(EMBEDDING).unit()
        return Features(embeddings, PICTURE_RATE, Held.of(self.sound).unit(), self.duration)

    def look(
        self,
        spans: Sequence[Span],
        encoder: Encoder,
        check: Check = lambda: None,
        threads: int | None = None,
    ) -> None:
        """Read all pictures of these spans, as far as they are searched and were not read before.

        Args:
            spans: Seconds.
            encoder: The one that the glimpses come from.
            check: Called for every picture; what it raises ends the reading, and what was read is kept.
            threads: Of the decoder; None lets FFmpeg choose.

        Raises:
            MediaError: The file cannot be read any more.
        """
        for first, last in _runs(self._wanted(spans)):
            span = Span(first / PICTURE_RATE, last / PICTURE_RATE)
            with self.counting():
                read = _all_pictures(self.path, encoder, span, check, threads, decoder=self.decoder)
            rows = np.zeros((last - first, self.glimpses.rows.shape[1]), STORED)
            rows[: len(read)] = read  # a file may end before its duration
            self.glimpses = self.glimpses.with_rows(first, rows)
            self.has_news = True

    def has_seen(self, span: Span) -> bool:
        """Whether all pictures of a span were read, as far as it is searched."""
        return bool(self.glimpses.seen[self._rows(span)].all())

    def frames(self, span: Span, encoder: Encoder) -> Frames:
        """Every frame of a span, embedded.

        Raises:
            MediaError: The file cannot be read there.
        """
        known = next((window for window in self.windows if window.holds(span)), None)
        if known is None:
            with self.counting():
                known = _every_frame(self.path, span.widen(SPARE), encoder, self.decoder)
            self.windows.append(known)
            self.has_news = True
        part = known.within(span)
        return Frames(span, part.times, part.embeddings.astype(np.float32))

    @contextmanager
    def counting(self) -> Iterator[None]:
        """What is fetched inside is counted."""
        before = fetched(self.path)
        try:
            yield
        finally:
            self.fetched += fetched(self.path) - before

    def _rows(self, span: Span) -> slice:
        first = max(0, int(np.floor(span.start * PICTURE_RATE)))
        return slice(first, max(first, int(np.ceil(span.end * PICTURE_RATE))))

    def _wanted(self, spans: Sequence[Span]) -> NDArray[np.bool_]:
        """(T,) rows to be read: whole chunks."""
        wanted = np.zeros(len(self.glimpses.seen), np.bool_)
        for span in spans:
            rows = self._rows(span)
            wanted[rows.start // CHUNK * CHUNK : -(-rows.stop // CHUNK) * CHUNK] = True
        return wanted & ~self.glimpses.seen


def read_footage(
    path: Path,
    encoder: Encoder,
    search: float | None = None,
    *,
    threads: int | None = None,
    check: Check = lambda: None,
    decoder: Decoder | None = None,
) -> Footage:
    """Read the sound and the key frames of a video; all pictures where key frames say too little.

    Args:
        path: The video.
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are read; None is all.
        threads: Of the decoder; None lets FFmpeg choose.
        check: Called for every picture; what it raises ends the reading.
        decoder: Where pictures are decoded; None is in software.

    Raises:
        MediaError: The file cannot be read.
    """
    before = fetched(path)
    info = probe(path)
    whole = Span(0.0, info.duration if search is None else min(search, info.duration))
    cuts: list[CutOff] = []
    times, keys = _key_frames(path, encoder, whole, check, decoder, cuts.append)
    if follow_cuts(times, whole.end):
        glimpses = Glimpses.of_keys(times, keys, whole.end, PICTURE_RATE)
    else:
        cuts.clear()
        rows = _all_pictures(path, encoder, whole, check, threads, decoder=decoder, on_cut_off=cuts.append)
        glimpses = Glimpses.of_all(rows, PICTURE_RATE)
    printer = SoundPrinter()
    if info.has_sound:
        pass_sound(path, printer.add, SOUND_RATE, end=search)
    # In half precision from the beginning, so that what is kept gives the same answers.
    sound, sounds = (
        rows.astype(STORED).astype(np.float32) for rows in (printer.finish(), heard(printer.power))
    )
    footage = Footage(path, info.duration, sound, glimpses, sounds)
    footage.cut_off = cuts[0] if cuts else None
    footage.decoder, footage.fetched = decoder, fetched(path) - before
    return footage


def _key_frames(
    path: Path,
    encoder: Encoder,
    whole: Span,
    check: Check,
    decoder: Decoder | None,
    on_cut_off: Callable[[CutOff], None],
) -> tuple[Floats, Floats]:
    times: list[float] = []

    def shown() -> Iterator[Picture]:
        read = key_pictures(
            path, whole.end, max_height=encoder.height, decoder=decoder, on_cut_off=on_cut_off
        )
        for time, picture in read:
            times.append(time)
            yield picture

    rows = _stacked(encoded(shown(), encoder, check, look=True))
    return np.array(times), rows


def _all_pictures(  # noqa: PLR0913 - as `pictures`
    path: Path,
    encoder: Encoder,
    span: Span,
    check: Check,
    threads: int | None,
    *,
    decoder: Decoder | None,
    on_cut_off: Callable[[CutOff], None] | None = None,
) -> Floats:
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


def _every_frame(path: Path, span: Span, encoder: Encoder, decoder: Decoder | None) -> Frames:
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


def _runs(wanted: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[first, last) of every run of True."""
    edges = np.flatnonzero(np.diff([0, *wanted.astype(np.int8), 0]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
