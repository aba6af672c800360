"""Babble with the rhythm and the resonances of speech: pitch pulses through formants.

Source:
    Rodet, Time-domain formant-wave-function synthesis, Computer Music Journal 1984.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from intromark.compose.noise import Field, Rng, generator

RATE = 24_000  # Hz of all synthesis
SPEAKERS = 4096  # a speech seed is line * SPEAKERS + speaker
VOWELS = (  # Hz of the first three formants
    (730, 1090, 2440),
    (270, 2290, 3010),
    (300, 870, 2240),
    (530, 1840, 2480),
    (570, 840, 2410),
    (440, 1020, 2240),
    (660, 1720, 2410),
)
LEVEL = 0.45  # brings the peaks near 1
RING = 480  # samples that a pulse rings for: 20 ms


def speech(seed: int, seconds: float) -> Field:
    """A line said by a speaker, (samples,), peaks near 1; a longer one begins with the shorter one."""
    speaker, line = generator(seed % SPEAKERS, 31), generator(seed, 32)
    pitch = float(speaker.uniform(85, 250))
    pace = float(speaker.uniform(3.6, 6.4))  # syllables a second
    throat = float(speaker.uniform(0.88, 1.2)) * (1.1 if pitch > 165 else 1.0)
    vowels = _vowels(round(throat, 2))
    sound = np.zeros(round(seconds * RATE) + RATE, np.float32)
    moment = 0.05
    while moment < seconds - 0.1:
        length = float(line.uniform(0.7, 1.3)) / pace
        stress = float(line.choice([0.6, 0.8, 1.0]))
        contour = pitch * float(line.normal(1.0, 0.09)) * (1.06 - 0.05 * (moment % 2.4))
        onset = _consonant(line, length)
        at = round(moment * RATE)
        sound[at : at + onset.size] += onset * stress
        _vowel(
            sound,
            (at + onset.size // 2, round(length * 0.75 * RATE)),
            contour,
            vowels[int(line.integers(len(VOWELS)))] * stress,
        )
        moment += length
        if line.random() < 0.14:
            moment += float(line.uniform(0.15, 0.6))
    sound = sound[: round(seconds * RATE)]
    return np.asarray(np.tanh(sound * LEVEL), np.float32)


def _vowel(sound: Field, span: tuple[int, int], pitch: float, ring: Field) -> None:
    """Pulse after pulse, falling a little in pitch."""
    first, length = span
    at = 0.0
    while at < length:
        share = at / length
        start = first + int(at)
        if start + RING > sound.size:
            return
        sound[start : start + RING] += ring * min(1.0, 6 * share + 0.1, 4 * (1 - share))
        at += RATE / (pitch * (1.05 - 0.1 * share))


def _consonant(line: Rng, length: float) -> Field:
    """A burst of noise, hissing or dull."""
    samples = round(min(length * 0.4, float(line.uniform(0.02, 0.09))) * RATE)
    noise = line.standard_normal(samples, dtype=np.float32)
    if line.random() < 0.5:
        noise = np.diff(noise, prepend=np.float32(0))  # brighter
    else:
        noise = np.convolve(noise, np.full(8, 0.125, np.float32), "same")
    return (noise * np.hanning(samples).astype(np.float32) * float(line.choice([0.0, 0.15, 0.3]))).astype(
        np.float32
    )


@lru_cache(maxsize=64)
def _vowels(throat: float) -> tuple[Field, ...]:
    """How one pulse rings in each vowel."""
    moments = np.arange(RING, dtype=np.float32) / RATE
    rings = []
    for formants in VOWELS:
        ring = np.zeros(RING, np.float32)
        for formant, gain, width in zip(formants, (1.0, 0.55, 0.25), (80, 100, 140), strict=True):
            ring += gain * np.exp(-np.pi * width * moments) * np.sin(2 * np.pi * formant * throat * moments)
        rings.append(ring)
    return tuple(rings)
