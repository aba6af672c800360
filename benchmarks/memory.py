"""The peak of memory of `detect`: `python benchmarks/memory.py CLIPS [--seasons DATA/seasons]`.

For one 1080p video of three hours, searched in full, and for a season of 60 episodes, both made in the folder CLIPS by
copying streams of the videos that benchmarks/speed.py makes there. Goal: 600 MB at the most with `lite`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from clips import Wanted, add_seasons, lengthened, make_season, multiplied
from speed import STAGES, Ran, run


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", type=Path, help="folder for the videos; they are kept")
    add_seasons(parser)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--preset", help="of the encoder, when the clips are made; its own is thorough and slow"
    )
    parser.add_argument("--episodes", type=int, default=60)
    parser.add_argument("--hours", type=float, default=3.0)
    options = parser.parse_args()
    sources = make_season(options.clips, Wanted(5, options.minutes, "h264", options.preset), options.seasons)
    long = lengthened(sources[0], options.clips / f"{options.hours:g}h.mkv", options.hours)
    show("nothing but the start", run([sys.executable, "-c", "import intromark, onnxruntime, av"]))
    show(f"one video of {options.hours:g} h", detect([long]))
    many = multiplied(sources, options.clips / f"{options.episodes} episodes", options.episodes)
    show(f"{len(many)} episodes of {options.minutes:g} min", detect(many))


def detect(paths: Sequence[Path]) -> Ran:
    """Search all of these, with nothing in the cache."""
    with tempfile.TemporaryDirectory() as cache:
        return run([sys.executable, "-c", STAGES, *map(str, paths)], {"XDG_CACHE_HOME": cache})


def show(name: str, ran: Ran) -> None:
    """Print a line."""
    print(f"{name}: peak {ran.peak:.0f} MB, {ran.seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
