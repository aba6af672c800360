"""Sound of scenes, mixed as mel power: what is heard together adds up, so nothing has to be decoded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from intromark.soundprint import BANDS, STEP_RATE

from .corpus import SURE, Corpus, Power, Recording

Chance = np.random.Generator
Voice = Sequence[Recording]

MASKED = 0.03  # share of the power below which speech, singing or music is not heard
FAINT = 1e-6  # mean-square amplitude (-60 dB) below which nothing is
ECHOES = 12  # steps that a room is followed for
ECHOING = 0.4  # share of talk in a room that sounds on
ACTING = 0.5  # share of casts that act


@dataclass(frozen=True, eq=False)
class Track:
    """One layer of a mixture, or a whole one.

    Attributes:
        power: (T, 32) mel power, STEP_RATE steps a second.
        speech: (T,) of it that is speech, as a share of the whole power in [0, 1]; likewise singing and music.
    """

    power: Power
    speech: NDArray[np.float32]
    singing: NDArray[np.float32]
    music: NDArray[np.float32]

    def __add__(self, other: Track) -> Track:
        """Both at once."""
        own, others = self.power.sum(axis=1), other.power.sum(axis=1)
        share = own / np.maximum(own + others, 1e-30)

        def mixed(one: NDArray[np.float32], two: NDArray[np.float32]) -> NDArray[np.float32]:
            return np.asarray(one * share + two * (1 - share), np.float32)

        return Track(
            self.power + other.power,
            mixed(self.speech, other.speech),
            mixed(self.singing, other.singing),
            mixed(self.music, other.music),
        )

    def __len__(self) -> int:
        """T."""
        return len(self.power)

    def louder(self, decibels: float | NDArray[np.float32]) -> Track:
        """At another level; an array has one for each step."""
        gain = np.asarray(10 ** (np.asarray(decibels, np.float32) / 10), np.float32)
        return Track(self.power * gain.reshape(-1, 1), self.speech, self.singing, self.music)

    def cut(self, first: int, last: int) -> Track:
        """Steps [first, last)."""
        rows = slice(first, last)
        return Track(self.power[rows], self.speech[rows], self.singing[rows], self.music[rows])

    def heard(self) -> NDArray[np.bool_]:
        """(T, 3): whether speech, singing, and music can be heard in each step."""
        there = self.power.sum(axis=1) > FAINT
        shares = np.stack([self.speech, self.singing, self.music], axis=1)
        return np.asarray((shares > MASKED) & there[:, None])


def silence(steps: int) -> Track:
    """Nothing."""
    speech, singing, music = np.zeros((3, steps), np.float32)
    return Track(np.full((steps, BANDS), 1e-12, np.float32), speech, singing, music)


def joined(tracks: Sequence[Track]) -> Track:
    """One after the other."""
    return Track(
        *(
            np.concatenate([getattr(one, name) for one in tracks])
            for name in ("power", "speech", "singing", "music")
        )
    )


class Mixer:
    """Draws speech, music and noise out of a corpus."""

    def __init__(self, corpus: Corpus, chance: Chance) -> None:
        self._kinds, self._chance = corpus.kinds, chance

    def speakers(self, count: int) -> list[Voice]:
        """What some speakers say, as it was recorded or acted."""
        return self._voices("acted" if self._chance.random() < ACTING else "voices", count)

    def singers(self, count: int) -> list[Voice]:
        """What some singers sing."""
        return self._voices("songs", count)

    def speech(self, steps: int, speakers: Sequence[Voice], pause: float) -> Track:
        """Somebody speaks, then another; with pauses of so many seconds in the mean."""
        said = self._uttered(steps, speakers, pause, "speech")
        return _echoing(said, self._chance.uniform(0.1, 1.5)) if self._chance.random() < ECHOING else said

    def song(self, steps: int, singers: Sequence[Voice]) -> Track:
        """Verses that one sings, or all of them together, with pauses between some, in a room that sounds on."""
        chance, length, echo = self._chance, 0, self._chance.uniform(0.2, 2)
        parts = [silence(int(chance.exponential(3) * STEP_RATE) if chance.random() < 0.5 else 0)]
        while length < steps:
            verse = int(chance.uniform(6, 25) * STEP_RATE)
            pause = float(chance.choice([0.15, 0.5, 1.0]))
            together = singers if chance.random() < 0.3 else singers[:1]
            whole = silence(verse)
            for one in together:
                whole += self._uttered(verse, [one], pause, "singing")
            parts += [whole, silence(int(chance.exponential(4) * STEP_RATE) if chance.random() < 0.4 else 0)]
            length = sum(map(len, parts))
        return _echoing(joined(parts).cut(0, steps), echo)

    def _voices(self, kind: str, count: int) -> list[Voice]:
        names = list(self._kinds[kind])
        chosen = self._chance.choice(len(names), min(count, len(names)), replace=False)
        return [self._kinds[kind][names[number]] for number in chosen]

    def _uttered(self, steps: int, voices: Sequence[Voice], pause: float, kind: str) -> Track:
        chance, length = self._chance, 0
        parts = [silence(int(chance.exponential(pause) * STEP_RATE))]
        coloured = [(own, chance.uniform(-4, 4), self._colour(3.0)) for own in voices]
        while length < steps:
            own, level, colour = coloured[int(chance.integers(len(coloured)))]
            one = own[int(chance.integers(len(own)))]
            there = {kind: np.asarray(one.spoken > SURE, np.float32)}
            power = _warped(one.power, chance.uniform(-1.5, 1.5)) * colour
            parts.append(replace(silence(len(power)), power=power, **there).louder(level))
            parts.append(silence(int(chance.exponential(pause) * STEP_RATE)))
            length = sum(map(len, parts))
        return joined(parts).cut(0, steps)

    def tune(self) -> Recording:
        """A piece of music."""
        return self._any("music")

    def music(self, steps: int, tune: Recording, first: int | None = None) -> Track:
        """Part of a piece of music, over and over where it is too short."""
        length = len(tune.power)
        first = int(self._chance.integers(length)) if first is None else first
        at = (first + np.arange(steps)) % length
        zeros, ones = np.zeros(steps, np.float32), np.ones(steps, np.float32)
        return Track(tune.power[at] * self._colour(2.0), zeros, zeros, ones)

    def ambience(self, steps: int) -> Track:
        """Noise of one colour that swells and falls, and effects in it now and then."""
        chance = self._chance
        bands = np.linspace(-1, 1, BANDS)
        colour = 10 ** (chance.uniform(-2.5, 0.5) * bands + chance.normal(0, 0.15, BANDS))
        knots = np.arange(0, steps + 40, 40)
        swell = np.interp(np.arange(steps), knots, chance.normal(0, 0.15, len(knots)))
        grain = chance.gamma(8.0, 1 / 8.0, (steps, BANDS))
        power = (grain * colour * 10 ** swell[:, None]).astype(np.float32)
        power *= 1e-2 / max(float(power.sum(axis=1).mean()), 1e-30)
        zeros = np.zeros(steps, np.float32)
        track = Track(power, zeros, zeros, zeros)
        if self._kinds["noise"] and chance.random() < 0.5:
            track += self.effects(steps, chance.uniform(2, 12)).louder(chance.uniform(0, 20))
        return track

    def effects(self, steps: int, pause: float) -> Track:
        """Single noises with pauses between them."""
        parts, length = [], 0
        while length < steps:
            own = self._any("noise").power
            zeros = np.zeros(len(own), np.float32)
            gap = silence(int(self._chance.exponential(pause) * STEP_RATE))
            parts += [gap, Track(own, zeros, zeros, zeros)]
            length += len(gap) + len(own)
        return joined(parts).cut(0, steps)

    def _any(self, kind: str) -> Recording:
        sources: Mapping[str, Sequence[Recording]] = self._kinds[kind]
        own = list(sources.values())[int(self._chance.integers(len(sources)))]
        return own[int(self._chance.integers(len(own)))]

    def _colour(self, decibels: float) -> Power:
        """(32,) a gentle equaliser."""
        chance, bands = self._chance, np.linspace(-1, 1, BANDS)
        curve = chance.normal(0, decibels) * bands + chance.normal(0, decibels / 2) * (bands**2 - 1 / 3)
        return np.asarray(10 ** (curve / 10), np.float32)


def _echoing(track: Track, seconds: float) -> Track:
    """As in a room in which a sound falls by 60 dB in so many seconds."""
    fall = 10 ** (-6 / STEP_RATE / seconds)
    power = track.power.copy()
    for step in range(1, min(ECHOES, len(power))):
        power[step:] += track.power[:-step] * np.float32((1 - fall) * fall**step)
    return replace(track, power=power)


def _warped(power: Power, bands: float) -> Power:
    """Moved up or down by a fraction of a band or some: a smaller or larger speaker."""
    at = np.clip(np.arange(BANDS) - bands, 0, BANDS - 1)
    low = at.astype(np.intp)
    share = (at - low).astype(np.float32)
    return np.asarray(power[:, low] * (1 - share) + power[:, np.minimum(low + 1, BANDS - 1)] * share)
