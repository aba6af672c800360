"""What comparing the episodes of a large season costs: `python benchmarks/matching_cost.py [--episodes 60 400]`.

Episodes are drawn as features: sound eight steps a second and pictures that are held for 4 s, as key frames are. One
theme of 30 s stands in each at a place of its own, under noise. Printed are the time of the alignments, of gathering
them into elements, in how many episodes the theme was found to the second, and the peak of memory. With `--new` a new
episode comes to the season, and is compared with what a store holds of the pairs, and without.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.elements import Element
from intromark.detectors.recurrence import compare, places, recurring
from intromark.features import Features
from intromark.pairs_kept import PairsKept
from intromark.segmentation import choose
from intromark.soundprint import BANDS, STEP_RATE
from intromark.store import Store

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
    parser.add_argument("--new", action="store_true")
    options = parser.parse_args()
    for count in options.episodes:
        if options.new:
            measure_new(count, 60 * options.minutes)
        else:
            measure(count, 60 * options.minutes)


def measure(count: int, seconds: float) -> None:
    """Draw, compare, and print a line."""
    features, starts = drawn(count, seconds)
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


def measure_new(count: int, seconds: float) -> None:
    """Draw a season, compare it, add an episode, and print what the new season costs with what is kept and without."""
    features, _ = drawn(count + 1, seconds)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        compared(features[:count], store)
        kept = store.usage()
        before, expected = compared(features, None)
        after, found = compared(features, store)
    print(
        f"a new episode for {count} of {seconds / 60:g} min: {before[0]:.1f} s, {before[1]:.1f} s of a processor; with "
        f"what is kept of the others, {kept.size / 1000:.0f} kB in {kept.files} files, {after[0]:.1f} and "
        f"{after[1]:.1f} s; elements {'equal' if found == expected else 'differ'}",
        flush=True,
    )


def compared(features: Sequence[Features], store: Store | None) -> tuple[tuple[float, float], list[Element]]:
    """What recurs in a season, and the seconds that this takes: of the clock and of a processor."""
    begun, busy = time.perf_counter(), time.process_time()
    kept = PairsKept(store)
    pairs = compare(features, lambda _done, _total: None, known=kept.known(features))
    elements = recurring(pairs, features)
    kept.note(features, pairs)
    kept.save()
    return (time.perf_counter() - begun, time.process_time() - busy), elements


def drawn(count: int, seconds: float) -> tuple[list[Features], list[float]]:
    """A season, and the second at which the theme begins in each of its episodes."""
    chance = np.random.default_rng(count)
    theme = (
        unrelated(chance, THEME, STEP_RATE, BANDS, 3 / STEP_RATE),
        unrelated(chance, THEME, 2.0, WIDTH, HELD),
    )
    starts = [float(chance.integers(10, int(seconds / 2))) for _ in range(count)]
    return [episode(chance, seconds, start, *theme) for start in starts], starts


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
