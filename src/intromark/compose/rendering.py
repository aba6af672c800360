"""A plan into files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import numpy as np
from PIL import Image

from intromark.compose.encode import write_file
from intromark.compose.finish import mastered, subtitle
from intromark.compose.noise import Field
from intromark.compose.plan import EpisodePlan, SeasonPlan
from intromark.compose.reel import picture
from intromark.compose.sounds.mix import block_sound
from intromark.compose.sounds.voice import RATE
from intromark.compose.truth import TRUTH_FILE, season_truth

Progress = Callable[[int, int], None]
"""Called with (frames done, frames in all), by one thread at a time."""
EVERY = 25  # frames between two reports


def render(
    plan: SeasonPlan, folder: Path, progress: Progress | None = None, *, workers: int = 2
) -> list[Path]:
    """Write every episode of a season, and its truth.

    Args:
        plan: What to draw; equal plans give equal pictures and sounds.
        folder: Made if missing; files of the same names are replaced.
        progress: Told how far the season is.
        workers: Episodes that are rendered at once; it changes nothing but the time.

    Returns:
        The episodes' paths, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = _Counter(sum(episode.frames for episode in plan.episodes), progress)

    def render_one(episode: EpisodePlan) -> Path:
        path = folder / episode.file_name
        write_file(path, episode.master, count.passing(pictures(episode)), sound(episode))
        return path

    with ThreadPoolExecutor(workers) as threads:
        paths = list(threads.map(render_one, plan.episodes))
    truth = json.dumps(season_truth(plan), indent=1)
    (folder / TRUTH_FILE).write_text(truth + "\n", encoding="utf-8")
    return paths


def pictures(plan: EpisodePlan) -> Iterator[Image.Image]:
    """Every frame of an episode, in order, before encoding."""
    master = plan.master
    before = None
    for span in plan.spans():
        for frame in range(span.frames):
            moment = float(frame / master.rate) * master.speed
            image = mastered(picture(span.block, moment, before), master)
            if master.subtitles:
                subtitle(image, span.block, moment)
            yield image
        before = span.block


def sound(plan: EpisodePlan) -> Field:
    """The sound of an episode, (2, samples) at `RATE`, each block beginning with its first frame."""
    spans = plan.spans()
    edges = [round(span.first / plan.master.rate * RATE) for span in spans]
    edges.append(round(plan.frames / plan.master.rate * RATE))
    pieces = [block_sound(span.block, edges[at + 1] - edges[at]) for at, span in enumerate(spans)]
    return np.concatenate(pieces, axis=1)


class _Counter:
    """Counts the frames of all episodes, and reports them."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress = total, progress
        self._done = 0
        self._lock = Lock()

    def passing(self, images: Iterator[Image.Image]) -> Iterator[Image.Image]:
        """The same frames, counted."""
        waiting = 0
        for image in images:
            yield image
            waiting += 1
            if waiting == EVERY:
                self._report(waiting)
                waiting = 0
        self._report(waiting)

    def _report(self, frames: int) -> None:
        with self._lock:
            self._done += frames
            if self._progress is not None:
                self._progress(self._done, self._total)
