"""Take the pictures of the review page: `python docs/pictures/take_review.py`.

The season of the demo is drawn, scanned and shown, among shows that are names only. Needs Chromium.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image

from intromark.compose.demo import demo_season
from intromark.compose.rendering import render
from intromark.detection import Detection, Provenance
from intromark.events import Listener
from intromark.library.analysing import Analysis
from intromark.library.catalog import Catalog
from intromark.library.detections import save_detection
from intromark.library.edits import lock, save_edit
from intromark.library.episodes import record
from intromark.library.queries import named, named_one
from intromark.library.rules import Rules
from intromark.library.scanning import analyse
from intromark.library.tasks import look
from intromark.library.values import Origin, SeenFile, SeenSeason
from intromark.review.app import create_app
from intromark.review.desk import Desk
from intromark.review.guarding import Keys
from intromark.segment import Evidence, Label, Segment, Source
from intromark.span import Span
from intromark.store import Store

SHOW = "Harbour Lights"
NAMES = (
    "Afterlight",
    "Little Engines",
    "Meridian",
    "Northbound",
    "Paper Lanterns",
    "Quiet Signals",
    "Salt and Iron",
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
VIEWS = (
    ("library", "", ".show", 900),
    ("season", "season/1", ".lane", 450),
    ("episode", "episode/2", ".edge img", 1130),
)
MADE = Provenance("0.1.0", "lite", "c6cabcff", 9)
COLOURS = 200  # of a picture: they are small then


def make_library(folder: Path, store: Store) -> Path:
    """The demo's season, drawn and scanned; its catalog."""
    season = folder / "tv" / SHOW / "Season 01"
    render(demo_season(), season)
    silent = Listener(lambda _: None, lambda _: None)
    with Catalog(folder / "catalog.db") as catalog:
        _, tasks = look(catalog, [folder / "tv"], Rules(), Analysis(), silent)
        analyse(catalog, tasks, silent, store)
        with catalog.changing() as connection:
            for name in ("S01E01", "S01E03"):
                lock(connection, named_one(connection, f"{SHOW} {name}").episode)
            third = named_one(connection, f"{SHOW} S01E03").episode
            save_edit(connection, third, Label.CREDITS, Span(37.0, 43.0), Origin.EDIT)
            fourth = named_one(connection, f"{SHOW} S01E04").episode
            save_edit(connection, fourth, Label.RECAP, Span(0.0, 6.2), Origin.EDIT)
        add_names(catalog)
        return catalog.path


def add_names(catalog: Catalog) -> None:
    """Shows without videos, so that the library is not empty."""
    rng = random.Random(4)
    seasons, files = [], {}
    for show in NAMES:
        for number in range(1, rng.randint(2, 5)):
            folder = Path(f"/media/tv/{show}/Season {number:02}")
            paths = tuple(folder / f"S{number:02}E{one:02}.mkv" for one in range(1, rng.randint(7, 13)))
            seasons.append(SeenSeason(show, f"Season {number}", folder, paths))
            files.update({one: SeenFile(one, 10**9, 1, f"{rng.getrandbits(128):032x}") for one in paths})
    with catalog.changing() as connection:
        record(connection, seasons, files, lambda _: False)
    with catalog.changing() as connection:
        for entry in named(connection, ["/media/tv"]):
            start = abs(rng.gauss(50, 12)) + (200 if rng.random() < 0.02 else 0)
            length = 31.0 if rng.random() > 0.03 else 12.0
            by = (Evidence(Source.PICTURE, 7), Evidence(Source.SOUND, 8))
            segment = Segment(start, start + length, Label.INTRO, 1 - 0.55 * rng.random() ** 6, by)
            segments = (segment,) if rng.random() < 0.94 else ()
            answer = Detection(entry.episode.path, 2500.0, segments, None if segments else 0.7, MADE)
            save_detection(connection, entry.episode, answer, "{}")
            if entry.season == "Season 1" and entry.show < "Paper":
                lock(connection, entry.episode)


@contextmanager
def serving(catalog: Path, store: Store) -> Iterator[str]:
    """The page over a catalog; its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_app(Desk.over(catalog, store), Keys()), log_level="warning")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join()


def take(browser: Any, address: str, scheme: str, out: Path) -> None:
    """All views in light or in dark."""
    for name, place, there, height in VIEWS:
        context = browser.new_context(viewport={"width": 1280, "height": height}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}#/{place}")
        page.locator(there).first.wait_for()
        if name == "episode":
            page.keyboard.press("v")
            page.locator(".witness").nth(2).wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)  # what is drawn when nothing more is asked for
        shot = Image.open(io.BytesIO(page.screenshot()))
        target = out / f"review-{name}-{scheme}.png"
        shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
        context.close()


def main() -> None:
    """Draw, scan, show and take."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="the folder of the pictures")
    out: Path = parser.parse_args().out
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("needs Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        store = Store(Path(folder) / "features")
        catalog = make_library(Path(folder), store)
        browser = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with serving(catalog, store) as address:
            for scheme in ("light", "dark"):
                take(browser, address, scheme, out)
        browser.close()


if __name__ == "__main__":
    main()
