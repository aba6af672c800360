"""Seasons drawn as timelines: each episode a list of (what, seconds), turned into features without any video."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from intromark.arrays import Floats
from intromark.features import Features
from intromark.soundprint import BANDS, STEP_RATE

PICTURE_RATE = 2.0
WIDTH = 64


@dataclass(frozen=True)
class Stretch:
    """A part of an episode.

    Attributes:
        seconds: How long it lasts.
        look: Stretches with the same look have the same pictures; "" is like no other, None is black.
        tone: The same for sound; None is silence.
        still: One picture throughout.
    """

    seconds: float
    look: str | None = ""
    tone: str | None = ""
    still: bool = False


def story(seconds: float) -> Stretch:
    return Stretch(seconds)


def theme(seconds: float, name: str = "theme") -> Stretch:
    return Stretch(seconds, name, name)


@dataclass
class Drawing:
    """Numbers the stretches that are like no other."""

    seed: int
    count: int = field(default=0)

    def rows(
        self, name: str | None, seconds: float, rate: float, width: int, *, still: bool = False
    ) -> Floats:
        length = round(seconds * rate)
        if name is None:
            return np.zeros((length, width), np.float32)
        self.count += not name
        seed = crc32((name or f"{self.seed} {self.count}").encode())
        random = np.random.default_rng([seed, width])
        rows = random.standard_normal((1 if still else length, width))
        own = np.random.default_rng([self.seed, self.count, width]).standard_normal(rows.shape)
        rows = rows + 0.2 * own  # another encode
        rows = np.broadcast_to(rows / np.linalg.norm(rows, axis=1, keepdims=True), (length, width))
        return np.array(rows, np.float32)


def episode(seed: int, *stretches: Stretch) -> Features:
    """The features of one episode; equal seeds give equal stories."""
    drawing = Drawing(seed)
    pictures = [drawing.rows(s.look, s.seconds, PICTURE_RATE, WIDTH, still=s.still) for s in stretches]
    sound = [drawing.rows(s.tone, s.seconds, STEP_RATE, BANDS) for s in stretches]
    return Features.of(
        np.concatenate(pictures), PICTURE_RATE, np.concatenate(sound), sum(s.seconds for s in stretches)
    )


def season(*episodes: Sequence[Stretch]) -> list[Features]:
    return [episode(seed, *stretches) for seed, stretches in enumerate(episodes, start=1)]
