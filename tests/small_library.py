"""Draws libraries of small videos quickly: seasons whose episodes share an intro, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 128, 96
RATE = 10  # frames a second
SAMPLES = 8000  # a second
SHOT = 1.0  # seconds of one picture
INTRO = 6.0  # seconds
STORY = 6.0  # seconds after the intro


class HasShots(Protocol):
    """Seed and number of each shot, SHOT seconds each."""

    @property
    def shots(self) -> list[tuple[int, int]]: ...


@dataclass(frozen=True)
class SmallEpisode:
    """What is in a small video.

    Attributes:
        season: Seed of the intro.
        number: Seed of the rest, with the season's.
        opening: Seconds before the intro.
        has_intro: Whether the intro is there.
    """

    season: int
    number: int
    opening: float = 2.0
    has_intro: bool = True

    @property
    def shots(self) -> list[tuple[int, int]]:
        """Seed and number of each shot, SHOT seconds each."""
        own = 1000 * self.season + self.number + 1
        before = [(own, place) for place in range(round(self.opening / SHOT))]
        intro = [(-self.season - 1, place) for place in range(round(INTRO / SHOT))]
        after = [(own, 100 + place) for place in range(round(STORY / SHOT))]
        return before + (intro if self.has_intro else []) + after


def draw_library(folder: Path, seasons: int, episodes: int) -> list[Path]:
    """Draw `Show 1/Season 01/Show 1 S01E01.mkv` and so on, two seasons a show; return the episodes."""
    drawn = []
    for season in range(seasons):
        show, number = season // 2 + 1, season % 2 + 1
        for episode in range(episodes):
            name = f"Show {show}/Season {number:02}/Show {show} S{number:02}E{episode + 1:02}.mkv"
            drawn.append(draw_episode(folder / name, SmallEpisode(season, episode, 1.0 + episode % 4)))
    return drawn


def draw_episode(path: Path, episode: HasShots) -> Path:
    """Draw one video; equal episodes give equal videos."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shots = episode.shots
    with av.open(str(path), "w") as output:
        video: Any = output.add_stream("mpeg4", rate=RATE)
        video.width, video.height, video.pix_fmt, video.bit_rate = WIDTH, HEIGHT, "yuv420p", 400_000
        video.codec_context.thread_count = 1
        sound: Any = output.add_stream("pcm_s16le", rate=SAMPLES, layout="mono")
        for place, shot in enumerate(shots):
            pictured = _picture(*shot)
            for step in range(round(RATE * SHOT)):
                frame = av.VideoFrame.from_ndarray(np.roll(pictured, step, axis=1), "rgb24")
                frame.pts, frame.time_base = round(place * RATE * SHOT) + step, Fraction(1, RATE)
                output.mux(video.encode(frame))
            heard = av.AudioFrame.from_ndarray(_sound(*shot).reshape(1, -1), "s16", "mono")
            heard.sample_rate, heard.time_base = SAMPLES, Fraction(1, SAMPLES)
            heard.pts = round(place * SHOT * SAMPLES)
            output.mux(sound.encode(heard))
        output.mux(video.encode(None))
        output.mux(sound.encode(None))
    return path


def _random(seed: int, place: int) -> np.random.Generator:
    return np.random.default_rng((seed + 10_000_000, place))


def _picture(seed: int, place: int) -> NDArray[np.uint8]:
    """Overlapping boxes in colours of their own."""
    random = _random(seed, place)
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[:] = random.integers(0, 256, 3)
    for _ in range(8):
        top, left = random.integers(0, HEIGHT - 12), random.integers(0, WIDTH - 12)
        picture[top : top + random.integers(8, 60), left : left + random.integers(8, 80)] = random.integers(
            0, 256, 3
        )
    return picture


def _sound(seed: int, place: int) -> NDArray[np.int16]:
    """Four chords of a quarter of the shot."""
    random = _random(seed, place)
    time = np.arange(round(SAMPLES * SHOT / 4)) / SAMPLES
    chords = [
        sum(np.sin(2 * np.pi * tone * time) for tone in random.uniform(150, 3000, 3)) / 3 for _ in range(4)
    ]
    return (np.concatenate(chords) * 12000).astype(np.int16)
