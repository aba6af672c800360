"""What a show keeps: its look, its sets and its voices; and story made from them."""

from __future__ import annotations

from dataclasses import dataclass

from intromark.compose.noise import Rng
from intromark.compose.plan import Block, BlockKind, Cue, CueKind, Shot
from intromark.compose.scenes import OUTSIDE, PEOPLE, SETS
from intromark.compose.sounds.voice import SPEAKERS
from intromark.compose.words import show_title

SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Show:
    """The material of a show.

    Attributes:
        title: Its name.
        look: Seed of its look.
        sets: (family, place) that it comes back to.
        families: Of the scenes it has beside its sets.
        voices: Speakers.
        on_set: Share of the story that is played on the sets.
        pace: Seconds of a usual shot.
        scored: Share of the story that has music.
    """

    title: str
    look: int
    sets: tuple[tuple[str, int], ...]
    families: tuple[str, ...]
    voices: tuple[int, ...]
    on_set: float
    pace: float
    scored: float


def seed_from(rng: Rng) -> int:
    """A fresh seed."""
    return int(rng.integers(SEEDS))


def any_show(rng: Rng) -> Show:
    """A show of some kind: a sitcom lives on its sets, a journey never."""
    families = rng.permutation([*OUTSIDE, *PEOPLE])[: int(rng.integers(4, 13))]
    sets = [
        (str(rng.choice([*SETS, "street", "closeup"])), seed_from(rng))
        for _ in range(int(rng.integers(1, 4)))
    ]
    return Show(
        title=show_title(rng),
        look=seed_from(rng),
        sets=tuple(sets),
        families=tuple(str(family) for family in families),
        voices=tuple(int(voice) for voice in rng.integers(0, SPEAKERS, 5)),
        on_set=float(rng.choice([0.0, 0.3, 0.6, 0.85])),
        pace=float(rng.uniform(1.8, 5.0)),
        scored=float(rng.choice([0.0, 0.2, 0.5, 1.0])),
    )


def any_shot(rng: Rng, show: Show, seconds: float) -> Shot:
    """A shot of the story: on a set with new action, or somewhere new."""
    if rng.random() < show.on_set:
        family, place = show.sets[int(rng.integers(len(show.sets)))]
    else:
        family, place = str(rng.choice(show.families)), seed_from(rng)
    dissolve = min(0.6, seconds / 3) if rng.random() < 0.1 else 0.0
    return Shot(family, place, seed_from(rng), show.look, seconds, dissolve=dissolve)


def lengths(rng: Rng, seconds: float, pace: float) -> list[float]:
    """Shot lengths that add up to the given seconds, none shorter than about half a second."""
    left, found = seconds, []
    while left > 0:
        length = min(6.0, max(1.0, float(rng.lognormal(0, 0.4)) * pace))
        length = left if left - length < 0.6 else length
        found.append(length)
        left -= length
    return found


def story(rng: Rng, show: Show, seconds: float, kind: BlockKind = BlockKind.STORY) -> Block:
    """Some story: shots, talk, air, and music now and then."""
    shots = tuple(any_shot(rng, show, length) for length in lengths(rng, seconds, show.pace))
    cues = [*talk(rng, show, seconds), *air(rng, seconds)]
    if rng.random() < show.scored and seconds > 6:
        begin = float(rng.uniform(0, seconds / 2))
        length = min(seconds - begin, float(rng.uniform(5, 30)))
        cues.append(Cue(CueKind.MUSIC, seed_from(rng), begin, length, float(rng.uniform(0.3, 0.8))))
    if rng.random() < 0.5:
        cues.append(
            Cue(CueKind.EFFECT, seed_from(rng), float(rng.uniform(0, seconds * 0.8)), min(1.5, seconds / 5))
        )
    return Block(kind, seconds, shots, tuple(cues))


def talk(rng: Rng, show: Show, seconds: float, share: float = 0.9) -> list[Cue]:
    """Lines by turns, with pauses."""
    cues = []
    moment = float(rng.uniform(0, 1.0))
    while moment < seconds - 0.8:
        length = min(float(rng.uniform(1.2, 5.0)), seconds - moment)
        if rng.random() < share:
            seed = (
                int(rng.integers(SEEDS // SPEAKERS)) * SPEAKERS
                + show.voices[int(rng.integers(len(show.voices)))]
            )
            cues.append(Cue(CueKind.SPEECH, seed, moment, length, float(rng.uniform(0.7, 1.1))))
        moment += length + float(rng.uniform(0.1, 1.2))
    return cues


def air(rng: Rng, seconds: float) -> list[Cue]:
    """The air of one or two places."""
    middle = seconds if seconds < 8 else float(rng.uniform(3, seconds - 3))
    cues = [Cue(CueKind.AMBIENCE, seed_from(rng), 0.0, middle, float(rng.uniform(0.3, 1.5)))]
    if middle < seconds:
        cues.append(
            Cue(CueKind.AMBIENCE, seed_from(rng), middle, seconds - middle, float(rng.uniform(0.3, 1.5)))
        )
    return cues
