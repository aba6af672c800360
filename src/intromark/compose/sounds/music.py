"""Music by seed: chords, bass, melody and drums in some key, tempo and dress.

Bars are drawn one by one, so a longer piece begins with the shorter one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from intromark.compose.noise import Field, Rng, generator
from intromark.compose.sounds.voice import RATE

SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 7, 9, 12, 14))
PROGRESSIONS = (
    (0, 4, 5, 3),
    (0, 3, 4, 4),
    (5, 3, 0, 4),
    (0, 5, 3, 4),
    (0, 0, 3, 4),
    (0, 2, 3, 4),
    (0, 6, 5, 4),
)
TIMBRES = ("pluck", "organ", "bell", "brass", "string", "square", "piano")


@dataclass(frozen=True, slots=True)
class Band:
    """How a piece is played."""

    key: int
    scale: tuple[int, ...]
    chords: tuple[int, ...]
    beat: float
    lead: str
    pad: str
    drums: float
    busy: float


def band_of(seed: int) -> Band:
    """The band that a seed draws."""
    rng = generator(seed, 41)
    return Band(
        key=int(rng.integers(45, 57)),
        scale=SCALES[int(rng.integers(len(SCALES)))],
        chords=PROGRESSIONS[int(rng.integers(len(PROGRESSIONS)))],
        beat=60 / float(rng.uniform(66, 152)),
        lead=str(rng.choice(TIMBRES)),
        pad=str(rng.choice(TIMBRES)),
        drums=float(rng.choice([0.0, 0.5, 0.8, 1.0])),
        busy=float(rng.uniform(0.3, 0.9)),
    )


def music(seed: int, seconds: float) -> Field:
    """The first seconds of a piece, (samples,), peaks near 1."""
    band = band_of(seed)
    samples = round(seconds * RATE)
    sound = np.zeros(samples + RATE * 3, np.float32)
    tune = generator(seed, 42)
    motif = _motif(tune, band)
    bar = 0
    while bar * 4 * band.beat < seconds:
        rng = generator(seed, 43, bar)
        begin = bar * 4 * band.beat
        _harmony(sound, band, band.chords[bar % len(band.chords)], begin)
        _melody(
            sound,
            band,
            motif if bar % 4 < 2 else _motif(rng, band),
            (begin, band.chords[bar % len(band.chords)]),
        )
        if band.drums:
            _drums(sound, band, rng, begin)
        bar += 1
    return np.asarray(np.tanh(sound[:samples] * 0.5), np.float32)


def _motif(rng: Rng, band: Band) -> list[tuple[float, int, float]]:
    """(beat, step of the scale, length in beats) of one bar."""
    notes, beat, step = [], 0.0, int(rng.integers(0, 6))
    while beat < 4:
        length = float(rng.choice([0.5, 1.0, 1.5] if band.busy > 0.5 else [1.0, 2.0]))
        if rng.random() < 0.9:
            notes.append((beat, step, min(length, 4 - beat)))
        step = int(np.clip(step + rng.integers(-2, 3), -2, 9))
        beat += length
    return notes


def _pitch(band: Band, step: int) -> int:
    octave, place = divmod(step, 7)
    return band.key + 12 * octave + band.scale[place]


def _put(sound: Field, note: Field, moment: float, gain: float) -> None:
    at = round(moment * RATE)
    end = min(sound.size, at + note.size)
    if end > at:
        sound[at:end] += note[: end - at] * gain


def _harmony(sound: Field, band: Band, chord: int, begin: float) -> None:
    for third in (0, 2, 4):
        _put(sound, tone(band.pad, _pitch(band, chord + third), round(4 * band.beat, 3)), begin, 0.22)
    for beat in (0.0, 2.0) if band.busy < 0.6 else (0.0, 1.5, 2.0, 3.0):
        _put(
            sound,
            tone("bass", _pitch(band, chord) - 12, round(band.beat * 0.95, 3)),
            begin + beat * band.beat,
            0.5,
        )


def _melody(sound: Field, band: Band, motif: list[tuple[float, int, float]], bar: tuple[float, int]) -> None:
    begin, chord = bar
    for beat, step, length in motif:
        note = tone(band.lead, _pitch(band, step + chord % 3) + 12, round(length * band.beat, 3))
        _put(sound, note, begin + beat * band.beat, 0.4)


def _drums(sound: Field, band: Band, rng: Rng, begin: float) -> None:
    kit = _kit()
    for half in range(8):
        moment = begin + half * band.beat / 2
        _put(sound, kit[2], moment, 0.12 * band.drums)
        if half in {0, 4} or rng.random() < 0.12:
            _put(sound, kit[0], moment, 0.9 * band.drums)
        if half in {2, 6}:
            _put(sound, kit[1], moment, 0.4 * band.drums)


@lru_cache(maxsize=1)
def _kit() -> tuple[Field, Field, Field]:
    """Kick, snare, hat."""
    moments = np.arange(RATE // 4, dtype=np.float32) / RATE
    noise = generator(44).standard_normal(moments.size, dtype=np.float32)
    kick = np.sin(2 * np.pi * (48 * moments - 9 * np.exp(-30 * moments))) * np.exp(-14 * moments)
    snare = (noise + np.sin(2 * np.pi * 190 * moments)) * np.exp(-22 * moments)
    hat = np.diff(noise, prepend=np.float32(0)) * np.exp(-60 * moments)
    return kick.astype(np.float32), snare.astype(np.float32), hat.astype(np.float32)


@lru_cache(maxsize=256)
def tone(timbre: str, pitch: int, seconds: float) -> Field:
    """One note of an instrument (a MIDI pitch), with its tail."""
    moments = np.arange(round((seconds + 0.25) * RATE), dtype=np.float32) / RATE
    turn = 2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * moments
    if timbre == "bell":
        wave = np.sin(turn + 2.5 * np.exp(-3 * moments) * np.sin(3.5 * turn)) * np.exp(-3 * moments)
    elif timbre in {"pluck", "piano"}:
        fall = 4 if timbre == "piano" else 8
        wave = np.sum([np.sin(k * turn) * np.exp(-fall * k**0.7 * moments) / k for k in range(1, 7)], 0)
    elif timbre == "organ":
        wave = np.sum(
            [np.sin(k * turn) * gain for k, gain in ((1, 0.6), (2, 0.35), (3, 0.25), (4, 0.15), (6, 0.1))], 0
        )
    elif timbre == "square":
        wave = np.sum([np.sin(k * turn) / k for k in (1, 3, 5, 7)], 0)
    elif timbre == "bass":
        wave = np.sum([np.sin(k * turn) / k**1.5 for k in range(1, 5)], 0) * np.exp(-2 * moments)
    else:
        vibrato = 0.004 * np.sin(2 * np.pi * 5.2 * moments)
        rise = 0.03 if timbre == "brass" else 0.2
        saw = [np.sin(k * turn * (1 + vibrato / 50)) / k for k in range(1, 9)]
        wave = np.sum(saw, 0) * np.minimum(1, moments / rise)
    gate = np.minimum(1, moments / 0.004) * np.clip((seconds + 0.2 - moments) / 0.2, 0, 1)
    return np.asarray(wave * gate, np.float32)
