"""What is known of one episode before it is compared with others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from intromark.arrays import Floats
from intromark.held import Held
from intromark.soundprint import BANDS, STEP_RATE, played_at
from intromark.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The feature vectors of one episode, counted from its first video frame.

    Attributes:
        shown: (T, n) embeddings; step i is the picture shown at second i / picture_rate. A flat picture (black,
            white, a fade's end) is a row of zeros: it would match every other.
        picture_rate: Steps of pictures a second, > 0.
        heard: (S, 32) soundprint, STEP_RATE steps a second; none where there is no sound.
        duration: Seconds of the whole video, > 0; the rows may cover less.
        heard_from: Second of the first step of sound.
    """

    shown: Held
    picture_rate: float
    heard: Held
    duration: float
    heard_from: float = 0.0

    def __post_init__(self) -> None:
        """Check shapes and ranges."""
        if self.heard.width != BANDS:
            raise ValueError(f"need {BANDS} bands of sound, got {self.heard.width}")
        if self.picture_rate <= 0 or self.duration <= 0:
            raise ValueError(f"rate and duration must be > 0, got {self.picture_rate} and {self.duration}")

    @classmethod
    def of(cls, pictures: Floats, picture_rate: float, sound: Floats, duration: float) -> Features:
        """From (T, n) and (S, 32) arrays."""
        return cls(Held.of(pictures), picture_rate, Held.of(sound), duration)

    @property
    def pictures(self) -> Floats:
        """(T, n)."""
        return self.shown.expanded()

    @property
    def sound(self) -> Floats:
        """(S, 32)."""
        return self.heard.expanded()

    def at_speed(self, speed: float) -> Features:
        """The features of the same episode played `speed` times as fast, as PAL does to film."""
        if speed == 1:
            return self
        steps = np.round(np.arange(int(len(self.shown) / speed)) * speed).astype(np.intp)
        return replace(
            self,
            shown=self.shown.at(np.minimum(steps, len(self.shown) - 1)),
            heard=Held.of(played_at(self.sound, speed)),
            duration=self.duration / speed,
            heard_from=self.heard_from / speed,
        )

    def cut(self, span: Span) -> Features:
        """The features inside a span, which then begins at second 0."""
        pictures, sound = (
            slice(max(0, round(here.start * rate)), max(0, round(here.end * rate)))
            for here, rate in ((span, self.picture_rate), (span.shift(-self.heard_from), STEP_RATE))
        )
        return replace(
            self,
            shown=self.shown.part(pictures),
            heard=self.heard.part(sound),
            duration=span.length,
            heard_from=max(0.0, self.heard_from - span.start),
        )
