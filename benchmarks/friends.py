"""The season's theme from gaze vectors alone: `python benchmarks/friends.py FOLDER [--seasons 1 3 5]`.

FOLDER holds friends_s*_1fps_gaze96.npz and labels.json. Only the first third of an episode is searched: the
halves end in a fade that repeats as well. A hit has IoU >= 0.5 with the human label, or both edges within 2
s.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from intromark.align import align
from intromark.arrays import Floats
from intromark.detectors.motif import MotifRule, find_motif
from intromark.span import Span

SEARCH = 470  # seconds: a third of an episode, whose two halves last about 700 s each


def main() -> None:
    """Print, for each season, the hits of the season's motif and of the best diagonal of any pair."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seasons", type=int, nargs="+", default=[1, 3, 5])
    parser.add_argument("--search", type=int, default=SEARCH, help="seconds of each half that are searched")
    parser.add_argument("--windows", type=int, nargs="+", default=MotifRule().windows)
    parser.add_argument("--seeds", type=int, default=MotifRule().seeds)
    parser.add_argument("--verbose", action="store_true", help="a row for each episode")
    options = parser.parse_args()
    labels = json.loads((options.folder / "labels.json").read_text())
    for season in options.seasons:
        halves = first_halves(options.folder, season, options.search)
        themes = {key: Span(*labels[key]["theme_human"]) for key in halves if labels[key]["theme_human"]}
        motif = motif_spans(halves, MotifRule(windows=tuple(options.windows), seeds=options.seeds))
        pairs = pair_spans(halves)
        print(
            f"season {season}: motif {count_hits(motif, themes)}, best pair {count_hits(pairs, themes)} "
            f"of {len(themes)} labelled ({len(halves)} episodes)",
            flush=True,
        )
        for key in themes if options.verbose else ():
            print(f"  {key}  label {themes[key]}  motif {motif.get(key)}  pair {pairs.get(key)}")


def first_halves(folder: Path, season: int, search: int) -> dict[str, Floats]:
    """(T, 96) vectors of each episode's first half, cut to the seconds that are searched."""
    with np.load(folder / f"friends_s{season}_1fps_gaze96.npz") as arrays:
        return {
            key: arrays[key][:search].astype(np.float32) for key in sorted(arrays.files) if key.endswith("a")
        }


def motif_spans(halves: dict[str, Floats], rule: MotifRule) -> dict[str, Span]:
    """What the season's motif says."""
    motif = find_motif(list(halves.values()), rule)
    if motif is None:
        return {}
    return {
        key: Span(start, start + motif.length)
        for key, start in zip(halves, motif.starts, strict=True)
        if start is not None
    }


def pair_spans(halves: dict[str, Floats]) -> dict[str, Span]:
    """The most significant run of each episode with any other."""
    found: dict[str, Span] = {}
    for key, vectors in halves.items():
        runs = [run for other in halves if other != key for run in align(vectors, halves[other])[:1]]
        if runs:
            best = max(runs, key=lambda run: run.surprise)
            found[key] = Span(best.a_start, best.a_start + best.length)
    return found


def count_hits(found: dict[str, Span], themes: dict[str, Span]) -> int:
    """Episodes whose theme is found."""
    return sum(key in found and is_hit(found[key], theme) for key, theme in themes.items())


def is_hit(found: Span, theme: Span) -> bool:
    """Whether a span is the theme."""
    near = max(abs(found.start - theme.start), abs(found.end - theme.end)) <= 2
    return near or found.iou(theme) >= 0.5


if __name__ == "__main__":
    main()
