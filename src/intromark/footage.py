"""What has been seen and heard of one episode so far, and more of it when it is asked for.

Reading every picture of a video costs more than all else together. So the key frames are read first, each standing
for the seconds until the next, and all of the sound. Only where something may be an intro is a closer look taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats, runs
from intromark.embedded import PICTURE_RATE, STORED, Frames, all_pictures, every_frame, key_frames
from intromark.encoders.base import EMBEDDING, Encoder
from intromark.features import Features
from intromark.glimpses import Glimpses, follow_cuts
from intromark.held import Held
from intromark.media import CutOff, Decoder, probe
from intromark.reading import Check
from intromark.sound_signal import NO_SOUNDS
from intromark.soundprint import STEP_RATE
from intromark.soundtrack import all_sound, no_sound_yet, stretch, with_stretch
from intromark.span import Span
from intromark.storage.reading import fetched

CHUNK = 8  # pictures read together: what is wanted the next time is seldom exactly what was wanted before
SPARE = 0.15  # seconds of frames read more than is wanted: the next time a little more may be


class Footage:
    """One episode.

    Attributes:
        path: The video.
        duration: Seconds of the whole video, > 0.
        sound: (S, 32) soundprint of what is searched, 0 where it was not read; no rows where there is no sound.
        sounds: (S, 4) what kind of sound each step of it is, as `hearing.heard` says; NaN where it was not read.
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
        """Sound is in half precision already: see `soundtrack`."""
        heard = {"sound": self.sound.astype(STORED), "sounds": self.sounds.astype(STORED)}
        return {**self.__dict__, **heard}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.sound, self.sounds = self.sound.astype(np.float32), self.sounds.astype(np.float32)

    def features(self) -> Features:
        """What other episodes are compared with; rows of length 1, or 0."""
        embeddings = self.glimpses.held().columns(EMBEDDING).unit()
        read = stretch(self.sounds)
        heard = Held.of(self.sound[read]).unit()
        return Features(embeddings, PICTURE_RATE, heard, self.duration, read.start / STEP_RATE)

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
        for first, last in runs(self._wanted(spans)):
            span = Span(first / PICTURE_RATE, last / PICTURE_RATE)
            with self.counting():
                read = all_pictures(self.path, encoder, span, check, threads, decoder=self.decoder)
            rows = np.zeros((last - first, self.glimpses.rows.shape[1]), STORED)
            rows[: len(read)] = read  # a file may end before its duration
            self.glimpses = self.glimpses.with_rows(first, rows)
            self.has_news = True

    def has_seen(self, span: Span) -> bool:
        """Whether all pictures of a span were read, as far as it is searched."""
        return bool(self.glimpses.seen[self._rows(span)].all())

    @property
    def hears(self) -> bool:
        """Whether any sound was read."""
        return bool(np.isfinite(self.sounds).any())

    def has_heard(self, span: Span | None = None) -> bool:
        """Whether the sound of a span was read, as far as it is searched; None is all of it."""
        return not bool(np.isnan(self.sounds[self._steps(span), 0]).any())

    def listen(self, span: Span | None = None) -> None:
        """Read the sound of a span, and of what is between it and what was heard before; None is all of it.

        Raises:
            MediaError: The file cannot be read any more.
        """
        if self.has_heard(span):
            return
        steps, known = self._steps(span), stretch(self.sounds)
        end = len(self.sounds) / STEP_RATE
        with self.counting():
            if span is None:
                self.sound, self.sounds = all_sound(self.path, end if end < self.duration - 1 else None)
            else:
                first = min(steps.start, known.start) if known.stop else steps.start
                last = min(max(steps.stop, known.stop), len(self.sounds))
                self.sound, self.sounds = with_stretch(self.path, (self.sound, self.sounds), first, last)
        self.has_news = True

    def frames(self, span: Span, encoder: Encoder) -> Frames:
        """Every frame of a span, embedded.

        Raises:
            MediaError: The file cannot be read there.
        """
        known = next((window for window in self.windows if window.holds(span)), None)
        if known is None:
            with self.counting():
                known = every_frame(self.path, span.widen(SPARE), encoder, self.decoder)
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

    def _rows(self, span: Span, rate: float = PICTURE_RATE) -> slice:
        first = max(0, int(np.floor(span.start * rate)))
        return slice(first, max(first, int(np.ceil(span.end * rate))))

    def _steps(self, span: Span | None) -> slice:
        return slice(0, len(self.sounds)) if span is None else self._rows(span, STEP_RATE)

    def _wanted(self, spans: Sequence[Span]) -> NDArray[np.bool_]:
        """(T,) rows to be read: whole chunks."""
        wanted = np.zeros(len(self.glimpses.seen), np.bool_)
        for span in spans:
            rows = self._rows(span)
            wanted[rows.start // CHUNK * CHUNK : -(-rows.stop // CHUNK) * CHUNK] = True
        return wanted & ~self.glimpses.seen


def read_footage(  # noqa: PLR0913 - what, and in which manner
    path: Path,
    encoder: Encoder,
    search: float | None = None,
    *,
    threads: int | None = None,
    check: Check = lambda: None,
    decoder: Decoder | None = None,
    sparing: bool = False,
) -> Footage:
    """Read the sound and the key frames of a video; all pictures where key frames say too little.

    Args:
        path: The video.
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are read; None is all.
        threads: Of the decoder; None lets FFmpeg choose.
        check: Called for every picture; what it raises ends the reading.
        decoder: Where pictures are decoded; None is in software.
        sparing: Whether as few bytes as can be are read: key frames by the file's index, and no sound yet, unless
            all pictures are read.

    Raises:
        MediaError: The file cannot be read.
    """
    before = fetched(path)
    info = probe(path)
    whole = Span(0.0, info.duration if search is None else min(search, info.duration))
    cuts: list[CutOff] = []
    times, keys = key_frames(path, encoder, whole, check, decoder, cuts.append, by_index=sparing)
    if follow_cuts(times, whole.end):
        glimpses = Glimpses.of_keys(times, keys, whole.end, PICTURE_RATE)
    else:
        cuts.clear()
        rows = all_pictures(path, encoder, whole, check, threads, decoder=decoder, on_cut_off=cuts.append)
        glimpses = Glimpses.of_all(rows, PICTURE_RATE)
    if not info.has_sound:
        sound, sounds = no_sound_yet(0)
    elif sparing and not glimpses.seen.all():
        sound, sounds = no_sound_yet(whole.end)
    else:
        sound, sounds = all_sound(path, search)
    footage = Footage(path, info.duration, sound, glimpses, sounds)
    footage.cut_off = cuts[0] if cuts else None
    footage.decoder, footage.fetched = decoder, fetched(path) - before
    return footage
