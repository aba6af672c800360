"""What is heard of a composed episode: talk, noise and music in its scenes, a theme over its opening.

A theme is no safe sign: some begin before the first title or run on into the scene, somebody talks over some, some
openings have none; and scenes without a word have music as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intromark.soundprint import STEP_RATE

from ..sound.corpus import Corpus, Power, Recording
from ..sound.mixing import Mixer, Track, Voice, joined, silence

Chance = np.random.Generator
STORY, OPENING, IDENT, RECAP, CREDITS, NOTICE = "story", "opening", "ident", "recap", "credits", "notice"
FADE = 4  # steps over which layers begin and end


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of the episode.

    Attributes:
        kind: STORY, OPENING, ...
        steps: Of the soundprint.
    """

    kind: str
    steps: int


@dataclass(frozen=True, eq=False)
class Tune:
    """A piece of music, and who sings to it.

    Attributes:
        music: Of instruments.
        singers: Nobody where it is not sung.
        level: Decibels of the singers.
    """

    music: Recording
    singers: Sequence[Voice]
    level: float


class Score:
    """The sound of one show."""

    def __init__(self, corpus: Corpus, chance: Chance) -> None:
        self._mixer, self._chance = Mixer(corpus, chance), chance
        self._cast = self._mixer.speakers(int(chance.integers(2, 7)))
        self._theme = self._tune(sung=0.35)
        self._room = float(chance.uniform(-32, -8))  # decibels, of its noise
        self._talked = float(chance.uniform(0.65, 0.97))  # share of scenes in which somebody talks
        self._scored = float(chance.choice([0.05, 0.3, 0.7]))  # share of talk with music below it
        self._pause = float(chance.choice([0.5, 0.8, 1.2, 2.0]))  # seconds between sentences

    def of(self, parts: Sequence[Heard]) -> Power:
        """(S, 32) mel power of an episode."""
        talk, music, noise = self.layers(parts)
        return (talk + music + noise).louder(self._chance.uniform(-20, 2)).power

    def layers(self, parts: Sequence[Heard]) -> tuple[Track, Track, Track]:
        """What is said in an episode, what is played, and the noise of its places; (S, 32) each."""
        total = sum(part.steps for part in parts)
        talk, music = silence(total), silence(total)
        first = 0
        for part in parts:
            if part.steps:
                said, played, early = self._part(part)
                _lay(talk, said, first)
                _lay(music, played, first - early)
            first += part.steps
        return talk, music, joined(self._rooms(total)) if total else silence(0)

    def _rooms(self, total: int) -> list[Track]:
        chance, parts, length = self._chance, [], 0
        while length < total:
            steps = min(total - length, int(chance.uniform(8, 90) * STEP_RATE) + 1)
            parts.append(self._mixer.ambience(steps).louder(self._room + chance.uniform(-6, 6)))
            length += steps
        return parts

    def _part(self, part: Heard) -> tuple[Track, Track, int]:
        """What is said and what is played in a part, and by how many steps the music begins early."""
        chance, steps = self._chance, part.steps
        nothing = silence(steps)
        if part.kind == STORY:
            return (*self._story(steps), 0)
        if part.kind == RECAP:
            below = self._played(steps, -12, 0) if chance.random() < 0.7 else nothing
            return self._said(steps, 0.5), below, 0
        if part.kind in {IDENT, NOTICE}:
            jingle = 0.8 if part.kind == IDENT else 0.3
            return nothing, self._played(steps, -8, 4) if chance.random() < jingle else nothing, 0
        if part.kind == CREDITS:
            said = self._said(steps, 2.0) if chance.random() < 0.25 else nothing
            tune = self._theme if chance.random() < 0.3 else None
            return said, self._played(steps, -10, 3, tune) if chance.random() < 0.8 else nothing, 0
        return self._opening(steps)

    def _opening(self, steps: int) -> tuple[Track, Track, int]:
        chance = self._chance
        over = chance.random()
        said = silence(steps)
        if over < 0.12:
            said = self._said(steps, float(chance.uniform(0.5, 3)))
        elif over < 0.2:  # the last words of the scene before, or the first of the next
            words = min(steps, int(chance.uniform(0.5, 4) * STEP_RATE) + 1)
            _lay(said, self._said(words, 0.3), 0 if chance.random() < 0.5 else steps - words)
        if chance.random() < 0.06:
            return said, silence(steps), 0
        early = int(chance.exponential(1.5) * STEP_RATE) if chance.random() < 0.2 else 0
        late = int(chance.exponential(2.5) * STEP_RATE) if chance.random() < 0.3 else 0
        played = self._performed(early + steps + late, self._theme, 0 if chance.random() < 0.6 else None)
        return said, _faded(played).louder(chance.uniform(-8, 4)), early

    def _story(self, steps: int) -> tuple[Track, Track]:
        chance, talk, music, length = self._chance, [], [], 0
        while length < steps:
            talks = chance.random() < self._talked
            seconds = np.exp(chance.uniform(np.log(8 if talks else 4), np.log(80 if talks else 40)))
            own = min(steps - length, int(seconds * STEP_RATE) + 1)
            scored = chance.random() < (self._scored if talks else 0.3 + 0.5 * self._scored)
            loudness = (-24, -4) if talks else (-16, 2)
            pause = self._pause * float(chance.choice([1, 1, 1, 3]))
            talk.append(self._said(own, pause) if talks else silence(own))
            music.append(self._played(own, *loudness) if scored else silence(own))
            length += own
        return joined(talk), joined(music)

    def _said(self, steps: int, pause: float) -> Track:
        return self._mixer.speech(steps, self._cast, pause).louder(self._chance.uniform(-4, 3))

    def _played(self, steps: int, least: float, most: float, tune: Tune | None = None) -> Track:
        own = tune or self._tune(sung=0.15)
        return _faded(self._performed(steps, own)).louder(self._chance.uniform(least, most))

    def _tune(self, sung: float) -> Tune:
        chance = self._chance
        singers = self._mixer.singers(int(chance.integers(1, 4))) if chance.random() < sung else []
        return Tune(self._mixer.tune(), singers, float(chance.uniform(-6, 6)))

    def _performed(self, steps: int, tune: Tune, first: int | None = None) -> Track:
        played = self._mixer.music(steps, tune.music, first)
        return played + self._mixer.song(steps, tune.singers).louder(tune.level) if tune.singers else played


def _faded(track: Track) -> Track:
    ramp = np.minimum(np.arange(len(track)), np.arange(len(track))[::-1]) / FADE
    return track.louder(np.asarray(np.minimum(0.0, 20 * (ramp - 1)), np.float32))


def _lay(below: Track, track: Track, first: int) -> None:
    """Add a track to a longer one from a step on, as far as it fits."""
    begin, end = max(0, first), min(len(below), first + len(track))
    if begin >= end:
        return
    mixed = below.cut(begin, end) + track.cut(begin - first, end - first)
    for name in ("power", "speech", "singing", "music"):
        getattr(below, name)[begin:end] = getattr(mixed, name)
