"""What an archive costs: `python benchmarks/scale.py SEASONS...`.

The cost of each stage is measured on SEASONS, folders of season folders, in this process; the cost of the driver is
measured with `--results` synthetic answers through catalog. From both it is reckoned how long 31,000 and 10 million
episodes take on 1 to 1,000 machines, what they read and cost, and what is the narrowest: workers, driver or storage.
With `--held` the reckoning is held against runs of this machine: a cluster of one node and of two.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from intromark.detection import Detection, Provenance
from intromark.encoders import load_encoder
from intromark.events import Listener, Problem, Progress
from intromark.library.analysing import Analysis
from intromark.library.catalog import Catalog
from intromark.library.episodes import present, record
from intromark.library.scanning import keep
from intromark.library.tasks import Task
from intromark.library.values import EpisodeRow, SeenFile, SeenSeason
from intromark.pipeline import SEARCH, detect_season
from intromark.seasons import Season, find_seasons
from intromark.segment import Evidence, Segment, Source
from intromark.sought import Sought
from reporting import number, table

LIBRARIES = (31_000, 10_000_000)
MACHINES = (1, 10, 100, 1000)
CORES = 16  # of a machine
PRICE = 0.04  # dollars a core-hour
LENGTH = 45 / 60  # hours of an episode, of which SEARCH is searched
BITRATE = 5e6  # bits a second of an episode
KEYS = 0.12  # of the bytes that are searched, those of key frames (bytes_read.py)
ROUND = 100.0  # seconds of which all is fetched: the intro, and what is heard round it
SHARE = (KEYS * SEARCH + ROUND) / 3600 / LENGTH  # of a file that is fetched
STORAGE = 100e9 / 8  # bytes a second that a storage gives to all machines together
LINE = 10e9 / 8  # bytes a second into one machine
SEASON = 10  # episodes


@dataclass(frozen=True, slots=True)
class Costs:
    """Core-seconds.

    Attributes:
        video: A second of video, in all stages of an episode.
        pair: Two episodes, aligned.
        answer: One answer, in driver and catalog.
    """

    video: float
    pair: float
    answer: float


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seasons", nargs="*", type=Path)
    parser.add_argument("--results", type=int, default=100_000)
    parser.add_argument("--held", action="store_true")
    options = parser.parse_args()
    answer = results(options.results)
    if not options.seasons:
        return
    seasons = find_seasons(options.seasons, print)
    costs = measured(seasons, answer)
    print(f"{costs}\n\n{reckoned(costs)}")
    if options.held:
        print(f"\n{held(costs, seasons)}")


def results(count: int) -> float:
    """Core-seconds of an answer: so many synthetic ones through the catalog, a season at a time."""
    with tempfile.TemporaryDirectory() as folder, Catalog(Path(folder) / "catalog.db") as catalog:
        before = _memory()
        tasks = synthetic(catalog, count)
        print(f"{count} episodes met: {_memory() - before:.0f} MB more in the driver")
        begun, busy, tenth = time.perf_counter(), time.process_time(), max(1, len(tasks) // 10)
        base = _memory()
        for done, task in enumerate(tasks, start=1):
            keep(catalog, task, list(detections(task)), [])
            if done % tenth == 0:
                rate = done * SEASON / (time.perf_counter() - begun)
                print(f"{done * SEASON:7} kept, {rate:6.0f} a second, {_memory() - base:+.0f} MB", flush=True)
        return (time.process_time() - busy) / count


def synthetic(catalog: Catalog, count: int) -> list[Task]:
    """Seasons of a library that nobody has."""
    seasons: list[SeenSeason] = []
    files: dict[Path, SeenFile] = {}
    for number_ in range(count // SEASON):
        folder = Path(f"/tv/Show {number_ // 5}/Season {number_ % 5 + 1}")
        paths = tuple(folder / f"S{number_ % 5 + 1:02}E{episode + 1:02}.mkv" for episode in range(SEASON))
        seasons.append(SeenSeason(f"Show {number_ // 5}", f"Season {number_ % 5 + 1}", folder, paths))
        files |= {path: SeenFile(path, 1, 1, f"{len(files) + n:032x}") for n, path in enumerate(paths)}
    with catalog.changing() as connection:
        record(connection, seasons, files, lambda _: False)
    with catalog.reading() as connection:
        rows: dict[Path, EpisodeRow] = present(connection)
    return [Task(one.title, tuple(rows[path] for path in one.paths), Analysis()) for one in seasons]


def detections(task: Task) -> Iterator[Detection]:
    """An answer for each episode."""
    made = Provenance("0.1.0", "lite", "0" * 16, SEASON - 1)
    evidence = (Evidence(Source.PICTURE, 9), Evidence(Source.SOUND, 9))
    for episode in task.episodes:
        yield Detection(
            episode.path, 1300.0, (Segment(60.0, 90.0, confidence=0.9, evidence=evidence),), None, made
        )


def _memory() -> float:
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def measured(seasons: Sequence[Season], answer: float) -> Costs:
    """What stages cost: each season with all its stages, and its pairs apart."""
    encoder = load_encoder()
    told: list[Problem] = []
    video = pairs = reading = matching = 0.0
    for season in seasons:
        marks: dict[str, float] = {}
        begun = time.process_time()
        listener = Listener(told.append, partial(_mark, marks))
        found = detect_season(season.episodes, encoder, Sought(search=SEARCH), listener)
        ended = time.process_time()
        matched = marks["match"] - marks["read"]
        matching += matched
        reading += ended - begun - matched
        pairs += len(found) * (len(found) - 1) / 2
        video += sum(min(SEARCH, one.duration) for one in found)
    return Costs(reading / video, matching / pairs, answer)


def _mark(marks: dict[str, float], step: Progress) -> None:
    marks[step.stage] = time.process_time()


def reckoned(costs: Costs) -> str:
    """The table."""
    rows = []
    for episodes in LIBRARIES:
        busy = episodes * (costs.video * SEARCH + costs.pair * (SEASON - 1) / 2)
        fetched = episodes * SHARE * LENGTH * 3600 * BITRATE / 8
        for machines in MACHINES:
            times = {
                "workers": busy / (machines * CORES),
                "driver": episodes * costs.answer,
                "storage": fetched / min(STORAGE, machines * LINE),
            }
            slowest = max(times, key=lambda name: times[name])
            per_thousand = busy / 3600 * PRICE / (episodes * LENGTH) * 1000
            rows.append(
                [
                    f"{episodes:,}",
                    str(machines),
                    number(times[slowest] / 3600, 1),
                    slowest,
                    number(per_thousand),
                    number(fetched / 1e12, 1),
                ]
            )
    return table(["episodes", "machines", "hours", "narrowest", "$ per 1,000 h", "TB read"], rows)


def held(costs: Costs, seasons: Sequence[Season]) -> str:
    """The reckoning of SEASONS on one and two CPUs beside what a cluster of them takes."""
    import on_cluster

    rows = []
    video = _video(seasons)
    for nodes in (1, 2):
        with on_cluster.cluster_of(nodes) as (executor, _):
            on_cluster.answers(executor, seasons[:1])  # processes are there, as in a long run
            begun = time.perf_counter()
            on_cluster.answers(executor, seasons)
            taken = time.perf_counter() - begun
        pairs = sum(len(one.episodes) * (len(one.episodes) - 1) / 2 for one in seasons)
        told = (costs.video * video + costs.pair * pairs) / nodes
        rows.append([str(nodes), number(told, 0), number(taken, 0), f"{100 * (told / taken - 1):+.0f} %"])
    return table(["nodes of 1 CPU", "reckoned s", "taken s", "off by"], rows)


def _video(seasons: Sequence[Season]) -> float:
    from intromark.media import probe

    return sum(min(SEARCH, probe(path).duration) for season in seasons for path in season.episodes)


if __name__ == "__main__":
    main()
