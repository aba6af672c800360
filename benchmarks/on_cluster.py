"""Whether a Ray cluster answers as this process does, whatever dies: `python benchmarks/on_cluster.py SEASONS...`.

SEASONS are folders of season folders. All are detected by this process and on a cluster of two nodes of one CPU each,
on this machine: undisturbed; with one node taken away half way; with a file in each season that kills every process
which looks at it; and by a driver that is killed half way and started again. `--cost FILES` draws a library of so many
small files, and compares the time that Ray takes on the same two CPUs.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from intromark.detection import Detection
from intromark.encoders.lite import Lite
from intromark.events import Listener, Problem
from intromark.executors import LOCAL, Executor
from intromark.pipeline import SEARCH, answered
from intromark.seasons import Season, find_seasons
from intromark.sought import Sought

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from small_library import draw_library

NODE: dict[str, Any] = {"num_cpus": 1, "node_ip_address": "127.0.0.1", "object_store_memory": 200 << 20}
MAGENTA = (255, 0, 255)
Answers = dict[Path, tuple[object, ...]]
SCAN = "from intromark.cli import main; main()"


class DeadlyLite(Lite):
    """Kills its process where a picture is all magenta, as a broken file kills a decoder."""

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process as it is."""
        return DeadlyLite, ()

    def prepare(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """As `Lite`."""
        red, green, blue = picture[::8, ::8].reshape(-1, 3).mean(axis=0)
        if red > 200 and blue > 200 and green < 60:
            os.abort()
        return super().prepare(picture)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seasons", nargs="*", type=Path)
    parser.add_argument("--cost", type=int, default=0, metavar="FILES")
    options = parser.parse_args()
    if options.seasons:
        equal(options.seasons)
        driver(options.seasons)
    if options.cost:
        cost(options.cost)


def equal(folders: Sequence[Path]) -> None:
    """Every value, undisturbed and disturbed."""
    seasons = find_seasons(folders, print)
    begun = time.perf_counter()
    here, _ = answers(LOCAL, seasons)
    alone = time.perf_counter() - begun
    print(f"{len(here)} episodes of {len(seasons)} seasons in this process: {alone:.0f} s", flush=True)
    with cluster_of(2) as (executor, cluster):
        begun = time.perf_counter()
        there, _ = answers(executor, seasons)
        taken = time.perf_counter() - begun
        print(f"on two nodes: {agreeing(here, there)}, {taken:.0f} s", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            poisoned, poison = with_poison(seasons, Path(folder))
            there, told = answers(executor, poisoned, DeadlyLite())
        failed = {one.path for one in told if not one.answered}
        print(
            f"a file in each season that kills: {agreeing(here, there)}, {len(failed & poison)} of {len(poison)} told, "
            f"{len(failed - poison)} others",
            flush=True,
        )
        taking = threading.Timer(taken / 2, lambda: cluster.remove_node(cluster.second, allow_graceful=False))
        taking.start()
        there, _ = answers(executor, seasons)
        taking.join()
        print(f"one node taken away after {taken / 2:.0f} s: {agreeing(here, there)}", flush=True)


@contextmanager
def cluster_of(nodes: int) -> Iterator[tuple[Executor, Any]]:
    """A cluster of this machine until the block ends."""
    # Read when Ray is imported: it keeps to 127.0.0.1, and tells nobody.
    os.environ |= {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_USAGE_STATS_ENABLED": "0"}
    import ray
    from ray.cluster_utils import Cluster

    from intromark.executors.on_ray import OnRay

    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    seen = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500}
    cluster: Any = Cluster(
        initialize_head=True, head_node_args={**NODE, "include_dashboard": False, "_system_config": seen}
    )
    for _ in range(nodes - 1):
        cluster.second = cluster.add_node(**NODE)
    ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
    try:
        yield OnRay(), cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


def answers(
    executor: Executor, seasons: Sequence[Season], encoder: Lite | None = None
) -> tuple[Answers, list[Problem]]:
    """All of each answer but its path, and what was told."""
    eyes = Lite() if encoder is None else encoder
    stage: Callable[..., list[Detection]] = partial(
        answered, encoder=eyes, sought=Sought(search=SEARCH), store=None, model=None, decoder=None
    )
    told: list[Problem] = []
    listener = Listener(told.append, lambda _: None)
    found = [one for _, answer in executor.each(stage, seasons, lambda _: listener) for one in answer]
    return {_real(one.path): (one.duration, one.absence, one.segments, one.provenance) for one in found}, told


def _real(path: Path) -> Path:
    return path.resolve()


def agreeing(here: Answers, there: Answers) -> str:
    """How many answers are equal to the last digit."""
    return f"{sum(there.get(path) == answer for path, answer in here.items())} of {len(here)} answers equal"


def with_poison(seasons: Sequence[Season], folder: Path) -> tuple[list[Season], set[Path]]:
    """The same seasons, each with one file more."""
    poisoned, poison = [], set()
    for number, season in enumerate(seasons):
        path = folder / f"S09E{number:02}.mkv"
        with av.open(str(path), "w") as output:
            stream = output.add_stream("libx264", rate=10)
            stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
            picture = np.full((180, 320, 3), MAGENTA, np.uint8)
            for _ in range(300):
                output.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
            output.mux(stream.encode(None))
        poison.add(path)
        poisoned.append(Season(season.folder, (*season.episodes, path)))
    return poisoned, poison


def driver(folders: Sequence[Path]) -> None:
    """A driver that is killed half way, and started again, beside one that is not."""
    with tempfile.TemporaryDirectory() as folder:
        undisturbed, killed = Path(folder) / "undisturbed.db", Path(folder) / "killed.db"
        begun = time.perf_counter()
        scan(folders, undisturbed, "ray", Path(folder) / "one").wait()
        seconds = time.perf_counter() - begun
        process = scan(folders, killed, "ray", Path(folder) / "two")
        time.sleep(0.6 * seconds)
        process.kill()
        process.wait()
        before = len(kept(killed))
        begun = time.perf_counter()
        scan(folders, killed, "ray", Path(folder) / "two").wait()
        again = time.perf_counter() - begun
        same = kept(undisturbed) == kept(killed)
        print(
            f"driver killed after {0.6 * seconds:.0f} of {seconds:.0f} s with {before} answers kept; "
            f"started again it takes {again:.0f} s, {'all as' if same else 'other than'} undisturbed",
            flush=True,
        )


def scan(folders: Sequence[Path], catalog: Path, on: str, cache: Path) -> subprocess.Popen[bytes]:
    """Begin a scan in another process."""
    command = [sys.executable, "-c", SCAN, "scan", *map(str, folders), "--catalog", str(catalog)]
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(cache)}
    return subprocess.Popen([*command, "--on", on, "--quiet"], env=surroundings)


def kept(catalog: Path) -> list[tuple[object, ...]]:
    """What a catalog holds of each episode's answer."""
    if not catalog.exists():
        return []
    query = (
        "SELECT path, duration, absence, siblings, label, start, end, confidence FROM episode "
        "JOIN detection ON detection.episode_id = episode.id "
        "LEFT JOIN segment ON segment.episode_id = episode.id ORDER BY path, start"
    )
    connection = sqlite3.connect(catalog)
    try:
        return connection.execute(query).fetchall()
    except sqlite3.OperationalError:  # killed before it had tables
        return []
    finally:
        connection.close()


def cost(files: int) -> None:
    """The time of a scan in one process and on Ray, with the start of both, one behind the other, twice."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "tv"
        draw_library(library, files // 10, 10)
        taken: dict[str, list[float]] = {"local": [], "ray": []}
        for turn in range(2):
            for on, times in taken.items():
                begun = time.perf_counter()
                scan([library], Path(folder) / f"{on}{turn}.db", on, Path(folder) / f"{on}{turn}").wait()
                times.append(time.perf_counter() - begun)
                print(f"{files} files --on {on}: {times[-1]:.0f} s", flush=True)
        same = kept(Path(folder) / "local0.db") == kept(Path(folder) / "ray0.db")
    ratio = min(taken["ray"]) / min(taken["local"])
    print(f"Ray takes {ratio:.2f} times as long; answers {'equal' if same else 'differ'}")


if __name__ == "__main__":
    main()
