"""How little a scan does when little changed, and what `kill -9` breaks: `python benchmarks/library_scan.py`.

Small videos are drawn into a temporary folder. A scan of nothing new must take under 2 seconds and open no video,
a scan of one new episode must read that one only, and a scan that was killed and resumed must end as one that was
not: same answers, a whole catalog, no edit lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from intromark.library.catalog import Catalog
from intromark.library.edits import save_edit
from intromark.library.queries import all_entries
from intromark.library.values import Entry, Origin
from intromark.segment import Label
from intromark.span import Span

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from small_library import SmallEpisode, draw_episode, draw_library

# Runs intromark, and prints the names of the videos that it opened.
SPIED = """
import json, sys
from pathlib import Path
import av
from intromark.cli import main

opened, real = [], av.open

def spy(file, *arguments, **options):
    opened.append(Path(getattr(file, "name", file)).name)
    return real(file, *arguments, **options)

av.open = spy
try:
    main()
finally:
    print(json.dumps(opened))
"""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan took.

    Attributes:
        seconds: Wall time, with the start of Python.
        busy: Seconds of processor time in that.
        opened: How often each video was opened.
    """

    seconds: float
    busy: float
    opened: Counter[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A library on the disk, and the folders of who scans it."""

    library: Path
    home: Path

    @property
    def catalog(self) -> Path:
        """The catalog's file."""
        return self.home / "catalog.db"

    def start(self) -> subprocess.Popen[str]:
        """Begin a scan."""
        command = [sys.executable, "-c", SPIED, "scan", str(self.library), "--catalog", str(self.catalog)]
        surroundings = {
            **os.environ,
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_CONFIG_HOME": str(self.home),
        }
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings
        )

    def scan(self) -> Scan:
        """Scan to the end."""
        begun, before = time.perf_counter(), _busy()
        process = self.start()
        printed, told = process.communicate()
        if process.returncode:
            raise SystemExit(told)
        return Scan(time.perf_counter() - begun, _busy() - before, Counter(json.loads(printed)))

    def entries(self) -> list[Entry]:
        """What the catalog holds."""
        with Catalog(self.catalog) as catalog, catalog.reading() as connection:
            return all_entries(connection)

    def is_whole(self) -> bool:
        """Whether SQLite finds nothing wrong with the catalog; there may be none yet."""
        if not self.catalog.exists():
            return True
        connection = sqlite3.connect(self.catalog)
        try:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        finally:
            connection.close()


def _busy() -> float:
    """Seconds of processor time of all processes that were begun here and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seasons", type=int, default=20)
    parser.add_argument("--episodes", type=int, default=10, help="in each season")
    parser.add_argument("--kills", type=int, default=20, help="moments, each in a scan of its own")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rescan(Path(folder), options.seasons, options.episodes)
        if options.kills:
            kill(Path(folder), options.kills, random.Random(options.seed))


def rescan(folder: Path, seasons: int, episodes: int) -> None:
    """Scan, scan again, and scan with one more episode."""
    place = Place(folder / "tv", folder / "home")
    drawn = draw_library(place.library, seasons, episodes)
    first = place.scan()
    print(f"first scan of {len(drawn)} files in {seasons} seasons: {told(first)}", flush=True)
    second = place.scan()
    print(f"nothing new: {told(second)}, {len(second.opened)} files opened", flush=True)
    new = draw_episode(
        place.library / "Show 1/Season 01/Show 1 S01E99.mkv", SmallEpisode(0, episodes, opening=3.0)
    )
    third = place.scan()
    others = sorted(set(third.opened) - {new.name})
    print(f"one new episode: {told(third)}, it and {len(others)} others opened {others}", flush=True)


def told(scan: Scan) -> str:
    """How long it took."""
    return f"{scan.seconds:.2f} s, {scan.busy:.2f} s of a processor"


def kill(folder: Path, kills: int, random: random.Random) -> None:
    """Kill scans at random moments, edit, resume, and compare."""
    library = folder / "killed"
    draw_library(library, seasons=4, episodes=4)
    undisturbed = Place(library, folder / "undisturbed")
    seconds = undisturbed.scan().seconds
    expected = answers(undisturbed)
    same = whole = kept = begun = 0
    for number in range(kills):
        place = Place(library, folder / f"killed {number}")
        process = place.start()
        time.sleep(random.uniform(0.1, 1) * seconds)
        process.kill()
        process.communicate()
        whole += place.is_whole()
        edited = [] if not place.catalog.exists() else edit_some(place)
        begun += bool(edited)
        place.scan()
        whole += place.is_whole()
        kept += all(
            span in [edit.span for entry in place.entries() for edit in entry.edits] for span in edited
        )
        same += answers(place) == expected
        shutil.rmtree(place.home)
    print(
        f"{kills} scans of {seconds:.1f} s killed and resumed: {same} as undisturbed, {whole} of {2 * kills} checks of "
        f"the catalog ok, edits kept in {kept} ({begun} had episodes to edit)"
    )


def answers(place: Place) -> list[object]:
    """What was detected, without when."""
    return [(entry.show, entry.season, entry.detection) for entry in place.entries()]


def edit_some(place: Place) -> list[Span]:
    """Say something of every third episode that is known."""
    said = []
    with Catalog(place.catalog) as catalog, catalog.changing() as connection:
        for number, entry in enumerate(all_entries(connection)[::3]):
            said.append(Span(0.5, 1.0 + number / 10))
            save_edit(connection, entry.episode, Label.INTRO, said[-1], Origin.EDIT)
    return said


if __name__ == "__main__":
    main()
