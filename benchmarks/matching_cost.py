"""What comparing the episodes of a large season costs: `python benchmarks/matching_cost.py [--episodes 60 400]`.

Episodes are drawn as features: sound eight steps a second and pictures that are held for 4 s, as key frames are. One
theme of 30 s stands in each at a place of its own, under noise. Printed are the time of the alignments, of gathering
them into elements, in how many episodes the theme was found to the second, and the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.recurrence import compare, places, recurring
from intromark.features import Features
from intromark.segmentation import choose
from intromark.soundprint import BANDS, STEP_RATE

PICTURE_RATE, WIDTH = 2.0, 512
HELD = 4.0  # seconds for which a picture stands
THEME = 30.0  # seconds
NOISE = 0.3  # of the theme's length that is the episode's own


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--episodes", type=int, nargs="+", default=[60])
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    for count in options.episodes:
        measure(count, 60 * options.minutes)


def measure(count: int, seconds: float) -> None:
    """Draw, compare, and print a line."""
    chance = np.random.default_rng(count)
    theme = (
        unrelated(chance, THEME, STEP_RATE, BANDS, 3 / STEP_RATE),
        unrelated(chance, THEME, 2.0, WIDTH, HELD),
    )
    starts = [float(chance.integers(10, int(seconds / 2))) for _ in range(count)]
    features = [episode(chance, seconds, start, *theme) for start in starts]
    begun = time.perf_counter()
    pairs = compare(features, lambda _done, _total: None)
    compared = time.perf_counter()
    elements = recurring(pairs, features)
    gathered = time.perf_counter()
    chosen = choose([places(element, [seconds] * count) for element in elements], count)
    found = {one.episode: one.span for number in chosen for one in elements[number].strongest()}
    right = sum(
        number in found and abs(found[number].start - start) < 1 for number, start in enumerate(starts)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} episodes of {seconds / 60:g} min: {len(pairs)} pairs in {compared - begun:.1f} s, elements in "
        f"{gathered - compared:.1f} s, {right} of {count} right, peak {peak:.0f} MB",
        flush=True,
    )


def unrelated(chance: np.random.Generator, seconds: float, rate: float, width: int, held: float) -> Floats:
    """Random rows of length 1, each like those within `held` seconds."""
    steps, reach = round(seconds * rate), max(1, round(held * rate))
    rows = chance.standard_normal((-(-steps // reach) + 1, width)).astype(np.float32)
    if held < 1:  # sound changes gradually, a picture at once
        rows = chance.standard_normal((steps + reach, width)).astype(np.float32)
        total = np.cumsum(rows, axis=0)
        return scaled(total[reach:] - total[:-reach])
    return scaled(np.repeat(rows, reach, axis=0)[:steps])


def episode(
    chance: np.random.Generator, seconds: float, start: float, theme_sound: Floats, theme_pictures: Floats
) -> Features:
    """One episode with the theme at a second."""
    sound = unrelated(chance, seconds, STEP_RATE, BANDS, 3 / STEP_RATE)
    pictures = unrelated(chance, seconds, PICTURE_RATE, WIDTH, HELD)
    for rows, theme, rate in ((sound, theme_sound, STEP_RATE), (pictures, theme_pictures, PICTURE_RATE)):
        first = round(start * rate)
        own = rows[first : first + len(theme)]
        rows[first : first + len(theme)] = scaled(theme + NOISE * own)
    return Features.of(pictures, PICTURE_RATE, sound, seconds)


def scaled(rows: Floats) -> Floats:
    """Rows of length 1."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


if __name__ == "__main__":
    main()
