"""Songs out of speech, and speech as actors speak it: what a voice says with another melody and rhythm.

Recordings of singing that anyone may use are hardly to be had. What makes singing of speech is known: vowels are held
for a note each, the pitch stands on the notes of a scale and trembles where they are long (Saitou et al., 'Speech-to-
singing synthesis', WASPAA 2007). Who acts draws vowels out as well, but the pitch glides; recordings of prompts have
little of that, and what learns from them alone takes actors for singers. Praat sets pitch and duration by overlap-add
and leaves the voice what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import runs
from intromark.errors import MediaError
from intromark.media import sound
from intromark.soundprint import SOUND_RATE

from .corpus import sound_files

try:
    import parselmouth
    from parselmouth.praat import call, run
except ImportError:
    raise SystemExit("Praat is missing: `pip install praat-parselmouth`") from None

FRAME = 0.01  # seconds between pitches
LOWEST, HIGHEST = 70.0, 500.0  # Hz, of speech
PHRASE = (3.0, 8.0)  # seconds of speech that are sung in one breath
MOST = 40  # phrases of a voice
LEAST = 3  # syllables of a phrase
SHORTEST_VOWEL, LONGEST_SYLLABLE = 0.05, 0.25  # seconds
REST = 0.12  # seconds that are left of a silence
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 7, 9))
"""Semitones of an octave: major, minor, pentatonic."""
BEATS = np.array([0.5, 1, 1, 1.5, 2, 4])
GLIDE = 0.06  # seconds from one note to the next
SEEDED = "random_initializeWithSeedUnsafelyButPredictably (1)"  # what has no pitch Praat draws at random

Samples = NDArray[np.float64]
Chance = np.random.Generator


@dataclass(frozen=True, slots=True)
class Vowel:
    """A voiced stretch that is sung on one note.

    Attributes:
        begin: Seconds of the speech.
        end: Likewise.
        note: Hz.
        length: Seconds that it is sung for.
    """

    begin: float
    end: float
    note: float
    length: float

    @property
    def stretch(self) -> float:
        """How many times as long it becomes."""
        return self.length / (self.end - self.begin)


def sung(spoken: Samples, chance: Chance) -> Samples | None:
    """Sing what is spoken.

    Args:
        spoken: (n,) samples at SOUND_RATE.
        chance: Decides key, melody and rhythm.

    Returns:
        (m,) samples, longer as a rule; None where hardly any of it is voiced.
    """
    voice = Voiced.of(spoken)
    if len(voice.syllables) < LEAST:
        return None
    vowels = _melody(voice.syllables, float(np.median(voice.hertz)), chance)
    return voice.with_melody(_tune(vowels, chance), _tempo(vowels, voice.duration, REST))


def acted(spoken: Samples, chance: Chance) -> Samples | None:
    """Speak as an actor does: higher or lower, livelier or flatter; some vowels are drawn out while the pitch glides.

    Args:
        spoken: (n,) samples at SOUND_RATE.
        chance: Decides how.

    Returns:
        (m,) samples; None where hardly any of it is voiced.
    """
    voice = Voiced.of(spoken)
    if len(voice.syllables) < LEAST:
        return None
    usual = float(np.median(voice.hertz))
    semitones = 12 * np.log2(voice.hertz / usual) * chance.uniform(0.5, 2.2) + chance.uniform(-3, 8)
    for period in chance.uniform(0.3, 3, 3):
        turn = chance.uniform(0, 2 * np.pi)
        semitones += chance.uniform(0, 3) * np.sin(2 * np.pi * voice.times / period + turn)
    glides = zip(voice.times.tolist(), (usual * 2 ** (semitones / 12)).tolist(), strict=True)
    pace = chance.uniform(-0.3, 0.4)
    vowels = []
    for begin, end in voice.syllables:
        drawn = chance.uniform(2, 5) if chance.random() < 0.1 else np.exp(pace + chance.normal(0, 0.35))
        vowels.append(Vowel(begin, end, usual, float(drawn) * (end - begin)))
    return voice.with_melody(glides, _tempo(vowels, voice.duration))


@dataclass(frozen=True, eq=False)
class Voiced:
    """Speech, and where it has a pitch.

    Attributes:
        duration: Seconds.
        times: (k,) seconds at which it has one.
        hertz: (k,) the pitch.
        syllables: Seconds at which voiced stretches of at most LONGEST_SYLLABLE begin and end.
    """

    duration: float
    times: Samples
    hertz: Samples
    syllables: Sequence[tuple[float, float]]
    _voice: parselmouth.Sound

    @classmethod
    def of(cls, spoken: Samples) -> Voiced:
        """(n,) samples at SOUND_RATE."""
        voice = parselmouth.Sound(spoken, SOUND_RATE)
        pitch = voice.to_pitch(FRAME, LOWEST, HIGHEST)
        hertz, times = pitch.selected_array["frequency"], pitch.xs()
        syllables = [
            (float(times[first]) - FRAME / 2, float(times[last - 1]) + FRAME / 2)
            for first, last in _syllables(hertz > 0, _loudness(spoken, times))
        ]
        return cls(voice.duration, times[hertz > 0], hertz[hertz > 0], syllables, voice)

    def with_melody(
        self, notes: Iterable[tuple[float, float]], lengths: Iterable[tuple[float, float]]
    ) -> Samples:
        """The same with another pitch and duration.

        Args:
            notes: Seconds of the speech, and Hz from there on.
            lengths: Seconds of the speech, and how many times as long it lasts there.
        """
        run(SEEDED)
        manipulation = call(self._voice, "To Manipulation", FRAME, LOWEST, HIGHEST)
        for kind, points in (("Pitch", notes), ("Duration", lengths)):
            tier = call(f"Create {kind}Tier", kind.lower(), 0, self.duration)
            for at, value in points:
                call(tier, "Add point", at, value)
            call([tier, manipulation], f"Replace {kind.lower()} tier")
        return np.asarray(call(manipulation, "Get resynthesis (overlap-add)").values[0])


def _loudness(spoken: Samples, times: Samples) -> Samples:
    """Of 30 ms around each time, in decibels."""
    reach = round(0.015 * SOUND_RATE)
    total = np.cumsum(np.append(0.0, spoken**2))
    at = np.clip(np.round(times * SOUND_RATE).astype(np.intp), reach, len(spoken) - reach)
    return np.asarray(10 * np.log10(total[at + reach] - total[at - reach] + 1e-12))


def _syllables(voiced: NDArray[np.bool_], loud: Samples) -> Iterator[tuple[int, int]]:
    """Frames [first, last) of voiced stretches; long ones fall apart where they are faintest."""
    waiting = runs(voiced)[::-1]
    shortest, longest = round(SHORTEST_VOWEL / FRAME), round(LONGEST_SYLLABLE / FRAME)
    while waiting:
        first, last = waiting.pop()
        if last - first > longest:
            middle = first + shortest + int(np.argmin(loud[first + shortest : last - shortest]))
            waiting += [(middle, last), (first, middle)]
        elif last - first >= shortest:
            yield first, last


def _melody(times: Sequence[tuple[float, float]], usual: float, chance: Chance) -> list[Vowel]:
    """A note for each stretch: mostly to a neighbour of the scale, now and then a leap, and a long one at the end."""
    scale = SCALES[int(chance.integers(len(SCALES)))]
    key = usual * 2 ** (chance.uniform(-2, 7) / 12)
    beat = float(chance.uniform(0.18, 0.45))  # seconds
    degree, vowels = int(chance.integers(0, 5)), []
    for number, (begin, end) in enumerate(times):
        degree = int(np.clip(degree + chance.choice([-3, -2, -1, -1, 0, 1, 1, 2, 4]), -4, 9))
        octave, step = divmod(degree, len(scale))
        beats = 4.0 if number == len(times) - 1 else float(chance.choice(BEATS))
        length = float(np.clip(beat * beats, 0.8 * (end - begin), 12 * (end - begin)))
        vowels.append(Vowel(begin, end, key * 2 ** (octave + scale[step] / 12), length))
    return vowels


def _tune(vowels: Sequence[Vowel], chance: Chance) -> Iterator[tuple[float, float]]:
    """(seconds of the speech, Hz): the notes, with a glide at their beginning and a tremor where they are long."""
    rate, depth = chance.uniform(4.5, 6.5), chance.uniform(0.1, 0.8)  # Hz, semitones
    before = vowels[0].note
    for vowel in vowels:
        for at in np.arange(0, vowel.length, FRAME):
            grown = float(np.clip((at - 0.25) / 0.3, 0, 1)) * depth
            tremor = 2 ** (grown * np.sin(2 * np.pi * rate * at) / 12)
            glide = (before / vowel.note) ** np.exp(-at / GLIDE)
            yield vowel.begin + at / vowel.stretch, float(vowel.note * tremor * glide)
        before = vowel.note


def _tempo(vowels: Sequence[Vowel], duration: float, rest: float = np.inf) -> Iterator[tuple[float, float]]:
    """(seconds of the speech, how many times as long): vowels are held, silences last `rest` seconds at most."""
    sharp, before = 1e-4, 0.0
    for vowel in (*vowels, Vowel(duration, duration + 1, 1, 1)):
        gap = vowel.begin - before
        if gap > 3 * sharp:
            between = min(1.0, rest / gap)
            yield before + sharp, between
            yield vowel.begin - sharp, between
        if vowel.begin < duration:
            yield vowel.begin + sharp, vowel.stretch
            yield vowel.end - sharp, vowel.stretch
        before = vowel.end


KINDS: Mapping[str, Callable[[Samples, Chance], Samples | None]] = {"songs": sung, "acted": acted}
"""Folder -> what is made there of a voice."""


def perform(source: Path, recordings: Path) -> str:
    """Write phrases of a voice for each kind, as songs/VOICE/000.wav and so on, and say how many there are."""
    return ", ".join(f"{_performed(source, recordings / kind, kind)} {kind}" for kind in KINDS)


def _performed(source: Path, folder: Path, kind: str) -> int:
    target = folder / source.name
    if target.exists():
        return len(list(target.glob("*.wav")))
    chance = np.random.default_rng([*source.name.encode(), *kind.encode()])
    files = sound_files(source, chance)
    unfinished = folder / f"{source.name}.unfinished"
    unfinished.mkdir(parents=True, exist_ok=True)
    count = 0
    for phrase in _phrases(files, chance):
        performed = KINDS[kind](phrase, chance)
        if performed is None:
            continue
        parselmouth.Sound(np.clip(performed, -0.999, 0.999), SOUND_RATE).save(
            str(unfinished / f"{count:03d}.wav"), "WAV"
        )
        count += 1
        if count == MOST:
            break
    unfinished.rename(target)
    return count


def _phrases(files: Sequence[Path], chance: Chance) -> Iterator[Samples]:
    """Of PHRASE seconds, each out of one file or of several short ones."""
    parts: list[Samples] = []
    wanted = chance.uniform(*PHRASE)
    for path in files:
        try:
            said = sound(path, SOUND_RATE, end=PHRASE[1])
        except MediaError:
            continue
        parts.append(said.astype(np.float64))
        if sum(map(len, parts)) >= wanted * SOUND_RATE:
            whole = np.concatenate(parts)[: round(PHRASE[1] * SOUND_RATE)]
            yield whole / max(float(np.abs(whole).max()), 1e-6) * 0.5
            parts, wanted = [], chance.uniform(*PHRASE)


def perform_all(recordings: Path, workers: int) -> None:
    """Have each of the `voices` sing and act, into folders beside them."""
    voices = sorted(path for path in (recordings / "voices").iterdir() if path.is_dir())
    with ProcessPoolExecutor(workers) as pool:
        for voice, told in zip(
            voices, pool.map(partial(perform, recordings=recordings), voices), strict=True
        ):
            print(f"{voice.name}: {told}", flush=True)
