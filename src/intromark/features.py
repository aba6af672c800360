"""What is known of one episode before it is compared with others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from intromark.arrays import Floats
from intromark.soundprint import BANDS, STEP_RATE, played_at
from intromark.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The feature vectors of one episode, counted from its first video frame.

    Attributes:
        pictures: (T, n) embeddings; row i is the picture shown at second i / picture_rate. A flat picture (black,
            white, a fade's end) is a row of zeros: it would match every other.
        picture_rate: Rows of pictures a second, > 0.
        sound: (S, 32) soundprint, STEP_RATE rows a second; no rows where there is no sound.
        duration: Seconds of the whole video, > 0; the rows may cover less.
    """

    pictures: Floats
    picture_rate: float
    sound: Floats
    duration: float

    def __post_init__(self) -> None:
        """Check shapes and ranges."""
        if self.pictures.ndim != 2 or self.sound.ndim != 2 or self.sound.shape[1] != BANDS:
            raise ValueError(
                f"need (T, n) pictures and (S, {BANDS}) sound, got {self.pictures.shape}, {self.sound.shape}"
            )
        if self.picture_rate <= 0 or self.duration <= 0:
            raise ValueError(f"rate and duration must be > 0, got {self.picture_rate} and {self.duration}")

    def at_speed(self, speed: float) -> Features:
        """The features of the same episode played `speed` times as fast, as PAL does to film."""
        if speed == 1:
            return self
        shown = np.round(np.arange(int(len(self.pictures) / speed)) * speed).astype(np.intp)
        return replace(
            self,
            pictures=self.pictures[np.minimum(shown, len(self.pictures) - 1)],
            sound=played_at(self.sound, speed),
            duration=self.duration / speed,
        )

    def cut(self, span: Span) -> Features:
        """The features inside a span, which then begins at second 0."""
        pictures, sound = (
            slice(max(0, round(span.start * rate)), max(0, round(span.end * rate)))
            for rate in (self.picture_rate, STEP_RATE)
        )
        return replace(self, pictures=self.pictures[pictures], sound=self.sound[sound], duration=span.length)
