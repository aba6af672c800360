"""What a moment sounds like, whatever its loudness and tone: the sound's feature vectors, 8 a second.

The same theme in two episodes differs in level, equaliser, codec, and in what is said over it. So each mel band is
held against its own recent past, and each moment is scaled to length 1: what is left is which bands rise and fall.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from intromark.arrays import Floats

SOUND_RATE = 8000  # samples a second
STEP_RATE = 8  # feature vectors a second
HOP = SOUND_RATE // STEP_RATE  # samples
WINDOW = 2048  # samples, 0.256 s: long against a step, so that half a step's misalignment changes little
LEAD = (WINDOW - HOP) // 2  # samples by which a window begins before its step, which it is centred on
TAPER = np.hanning(WINDOW).astype(np.float32)
AT_ONCE = 256  # windows transformed together
BANDS = 32
LOWEST_HZ, HIGHEST_HZ = 120.0, 3600.0
PAST_SECONDS = 2.0  # what a band is held against, on either side
FLOOR = 1e-5  # mean-square amplitude of a band that counts as silence (-50 dB)
QUIET = 3e-7  # mean-square amplitude of a window below which it says nothing (-65 dB)


def soundprint(sound: Floats) -> Floats:
    """Describe sound.

    Args:
        sound: (n,) mono samples in [-1, 1] at SOUND_RATE.

    Returns:
        (T, BANDS) rows of length 1; rows of zeros where it is silent. Row k covers [k, k + 1) / STEP_RATE seconds.

    Raises:
        ValueError: sound is not one-dimensional.
    """
    printer = SoundPrinter()
    printer.add(sound)
    return printer.finish()


def mel_power(sound: Floats) -> Floats:
    """(n,) samples at SOUND_RATE -> (T, BANDS) mean-square amplitudes, STEP_RATE steps a second."""
    printer = SoundPrinter()
    printer.add(sound)
    printer.finish()
    return printer.power


class SoundPrinter:
    """A soundprint of sound that comes in parts, each where the last one ended; only its bands are kept.

    Attributes:
        power: (T, BANDS) mean-square amplitudes of all that came, once it is finished.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.power = np.zeros((0, BANDS), np.float32)
        self._rows: list[Floats] = []
        self._steps = 0
        self._heard = 0  # samples
        self._left = np.zeros(LEAD, np.float32)  # samples of windows that are not complete

    def add(self, sound: Floats) -> None:
        """Take (n,) mono samples in [-1, 1] at SOUND_RATE.

        Raises:
            ValueError: sound is not one-dimensional.
        """
        if sound.ndim != 1:
            raise ValueError(f"need (n,) samples, got {sound.shape}")
        self._heard += len(sound)
        self._take(np.concatenate([self._left, sound.astype(np.float32)]))

    def finish(self) -> Floats:
        """(T, BANDS) rows of all that came; there is nothing to be added any more."""
        steps = self._heard // HOP
        self._take(np.concatenate([self._left, np.zeros(WINDOW, np.float32)]), steps - self._steps)
        if steps:
            self.power = np.concatenate(self._rows)
        return _relative(self.power)

    def _take(self, samples: Floats, most: int | None = None) -> None:
        steps = max(0, (len(samples) - WINDOW) // HOP + 1)
        steps = steps if most is None else min(most, steps)
        for first in range(0, steps, AT_ONCE):
            self._rows.append(_mel_power(samples[first * HOP :], min(AT_ONCE, steps - first)))
        self._steps += steps
        self._left = samples[steps * HOP :].copy()


def _relative(power: Floats) -> Floats:
    """(T, BANDS) mean-square amplitudes -> how each band stands out of its own time and of the others."""
    if not len(power):
        return np.zeros((0, BANDS), np.float32)
    level = np.log(power + FLOOR)
    relative = level - _moving_mean(level, round(PAST_SECONDS * STEP_RATE))
    relative -= relative.mean(axis=1, keepdims=True)
    heard = power.sum(axis=1) > QUIET
    length = np.linalg.norm(relative, axis=1)
    # A moment without any contrast is divided by 1, not blown up.
    scaled = relative / np.maximum(length, 1.0)[:, None]
    return np.where(heard[:, None], scaled, 0).astype(np.float32)


def played_at(print_: Floats, speed: float) -> Floats:
    """The soundprint that the same sound would have if it were played `speed` times as fast, pitch and all.

    Args:
        print_: (T, BANDS) soundprint.
        speed: Above 1 is faster and higher; 25 / 24 is what PAL does to film.

    Returns:
        (T / speed, BANDS). Bands are far apart against a semitone, so that interpolating them is close enough.
    """
    centres = _mel_edges()[1:-1]
    heard_at = _mel(_hertz(centres) / speed)
    times = (np.arange(int(len(print_) / speed)) + 0.5) * speed - 0.5
    rows = _interpolate(print_, times)
    return _interpolate(rows.T, (heard_at - centres[0]) / (centres[1] - centres[0])).T.copy()


def _interpolate(rows: Floats, positions: Floats) -> Floats:
    """Rows at fractional positions; the nearest row beyond the ends."""
    positions = np.clip(positions, 0, max(0, len(rows) - 1))
    low = positions.astype(np.intp)
    high = np.minimum(low + 1, max(0, len(rows) - 1))
    share = (positions - low).astype(np.float32)[:, None]
    return rows[low] * (1 - share) + rows[high] * share


def _mel_power(samples: Floats, steps: int) -> Floats:
    """(steps, BANDS) mean-square amplitude of windows, the first of which begins with the samples."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[: steps * HOP : HOP]
    spectrum = np.fft.rfft(frames * TAPER, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2) / (WINDOW * TAPER.sum() / 2)
    return np.asarray(power @ _mel_filters(), np.float32)


def _mel(hertz: Floats) -> Floats:
    return np.asarray(2595 * np.log10(1 + hertz / 700))


def _hertz(mel: Floats) -> Floats:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))


def _mel_edges() -> Floats:
    lowest, highest = _mel(np.asarray([LOWEST_HZ, HIGHEST_HZ]))
    return np.linspace(lowest, highest, BANDS + 2)


@cache
def _mel_filters() -> Floats:
    """(bins, BANDS) triangles, evenly spaced in mel between the lowest and the highest frequency."""
    edges = _mel_edges()
    bins = _mel(np.fft.rfftfreq(WINDOW, 1 / SOUND_RATE))[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.maximum(np.minimum(rising, falling), 0).astype(np.float32)


def _moving_mean(rows: Floats, reach: int) -> Floats:
    """Mean over the rows within reach of each, fewer at the ends."""
    total = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])
    index = np.arange(len(rows))
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(rows))
    return np.asarray((total[high] - total[low]) / (high - low)[:, None], np.float32)
