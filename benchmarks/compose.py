"""Render random seasons with known truth: `python benchmarks/compose.py OUT --seasons 40 --seed 1`.

Season n of a seed is always the same one; finished folders are left alone, so a run can be taken up again.
"""

from __future__ import annotations

import argparse
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from intromark.compose import plan_season, render

SEASONS_OF_A_SEED = 100_000


def main() -> None:
    """Render what is missing, two seasons at a time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="folder that gets one folder a season")
    parser.add_argument("--seasons", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, default=2.0, help="length of an episode, give or take a quarter"
    )
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    numbers = [
        number for number in range(1, options.seasons + 1) if not (options.out / f"{number:04d}").exists()
    ]
    with ProcessPoolExecutor(options.processes) as pool:
        seeds = {number: options.seed * SEASONS_OF_A_SEED + number for number in numbers}
        jobs = [
            pool.submit(render_season, options.out / f"{number:04d}", seed, options.minutes)
            for number, seed in seeds.items()
        ]
        for done, job in enumerate(as_completed(jobs), start=1):
            print(f"{job.result()}  ({done} of {len(jobs)})", flush=True)


def render_season(folder: Path, seed: int, minutes: float) -> Path:
    """Render into a folder of another name, which gets its own name when it is whole."""
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        render(plan_season(seed, minutes), unfinished, workers=1)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return folder


if __name__ == "__main__":
    main()
