"""Air, weather and traffic, and short effects."""

from __future__ import annotations

import numpy as np

from intromark.compose.noise import Field, Rng, generator, profile
from intromark.compose.sounds.voice import RATE


def ambience(seed: int, seconds: float) -> Field:
    """The air of a place, (samples,), peaks near 1."""
    rng = generator(seed, 51)
    samples = round(seconds * RATE)
    sound = coloured(rng, samples, float(rng.uniform(0.3, 1.4)))
    swell = profile(rng, max(64, samples // 100), max(2.0, seconds * 0.6), 2)
    sound *= 0.4 + 0.6 * np.interp(
        np.linspace(0, swell.size - 1, samples), np.arange(swell.size), swell
    ).astype(np.float32)
    kind = int(rng.integers(4))
    if kind == 0:  # mains hum
        sound += 0.3 * np.sin(2 * np.pi * 100 * np.arange(samples, dtype=np.float32) / RATE)
    elif kind == 1:  # birds
        for _ in range(round(seconds * 1.5)):
            _add(sound, _chirp(rng), float(rng.uniform(0, seconds)))
    elif kind == 2:  # a clock
        tick = coloured(rng, 500, 0.0) * np.exp(-np.arange(500, dtype=np.float32) / 60)
        for moment in np.arange(0.2, seconds, 0.5):
            _add(sound, tick * 0.4, float(moment))
    return sound / (float(np.abs(sound).max(initial=0.0)) + 1e-6)


def effect(seed: int, seconds: float) -> Field:
    """A bell, a knock, a whoosh, a boom or a beep."""
    rng = generator(seed, 52)
    samples = round(seconds * RATE)
    moments: Field = np.arange(samples, dtype=np.float32) / np.float32(RATE)
    kind = int(rng.integers(5))
    pitch = float(rng.uniform(200, 1400))
    if kind == 0:
        return _struck(moments, pitch, (1, 2.76, 5.4), 3.0)
    if kind == 1:
        knock = np.sin(2 * np.pi * pitch / 4 * moments) * np.exp(-40 * (moments % 0.28)) * (moments < 0.9)
        return np.asarray(knock, np.float32)
    if kind == 2:
        swell = np.exp(-(((moments - seconds / 2) / (seconds / 5)) ** 2))
        return np.asarray(coloured(rng, samples, 0.5) * swell, np.float32)
    if kind == 3:
        return _struck(moments, 46.0, (1, 1.5, 2.2), 2.5)
    return np.asarray(
        np.sign(np.sin(2 * np.pi * pitch * moments)) * ((moments * 6) % 1 < 0.4) * 0.4, np.float32
    )


def _struck(moments: Field, pitch: float, partials: tuple[float, ...], fall: float) -> Field:
    """Decaying partials of a struck body."""
    sound = np.zeros_like(moments)
    for partial in partials:
        sound += (
            np.sin(2 * np.pi * pitch * partial * moments) * np.exp(-fall * partial**0.5 * moments) / partial
        )
    return sound / 1.6


def coloured(rng: Rng, samples: int, slope: float) -> Field:
    """Noise whose amplitude falls with frequency to the power of slope; peaks near 1."""
    size = max(256, 1 << (samples - 1).bit_length())
    bins = np.fft.rfftfreq(size, 1 / RATE)
    shape = 1 / np.maximum(bins, 60) ** slope
    spectrum = shape * np.exp(2j * np.pi * rng.random(bins.size))
    noise = np.fft.irfft(spectrum, size)[:samples].astype(np.float32)
    return np.asarray(noise / (np.abs(noise).max() + 1e-9), np.float32)


def _chirp(rng: Rng) -> Field:
    moments = np.arange(RATE // 6, dtype=np.float32) / RATE
    pitch = float(rng.uniform(2000, 4500))
    turn = 2 * np.pi * (pitch * moments + 60 * np.sin(2 * np.pi * float(rng.uniform(6, 25)) * moments))
    return np.asarray(0.25 * np.sin(turn) * np.hanning(moments.size), np.float32)


def _add(sound: Field, piece: Field, moment: float) -> None:
    at = round(moment * RATE)
    end = min(sound.size, at + piece.size)
    sound[at:end] += piece[: max(0, end - at)]
