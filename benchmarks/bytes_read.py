"""How much of a video is fetched from a web server: `python benchmarks/bytes_read.py VIDEO...`.

Each video is served by this computer, and read as detection reads it: its key frames and its sound up to what is
searched, all pictures of a minute in which the intro may be, and all frames on both of its edges.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from intromark.encoders import load_encoder
from intromark.footage import read_footage
from intromark.media import probe
from intromark.pipeline import SEARCH
from intromark.span import Span
from reporting import number, share, table
from storage.web import serving

INTRO = Span(120.0, 180.0)
AROUND = 8.0  # seconds on either side that are looked at
EDGE = 1.0  # seconds of frames on either side of an edge


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("videos", nargs="+", type=Path)
    rows = [read(path) for path in parser.parse_args().videos]
    print(table(["video", "MB", "minutes", "searched", "key frames, sound", "all", "requests", "s"], rows))


def read(path: Path) -> list[str]:
    """The shares of one video."""
    encoder, size = load_encoder(), path.stat().st_size
    with serving(path.parent) as web:
        there = Path(f"{web.address}/{path.name}")
        begun = time.perf_counter()
        duration = probe(path).duration
        footage = read_footage(there, encoder, SEARCH)
        first = footage.fetched
        footage.look([INTRO.widen(AROUND)], encoder)
        for edge in (INTRO.start, INTRO.end):
            footage.frames(Span(edge - EDGE, edge + EDGE), encoder)
        passed = time.perf_counter() - begun
        searched = share(min(1.0, SEARCH / duration))
        figures = [number(size / 1e6, 1), number(duration / 60, 1), searched]
        told = [share(first / size), share(footage.fetched / size), str(len(web.requests)), number(passed, 0)]
    return [path.name, *figures, *told]


if __name__ == "__main__":
    main()
