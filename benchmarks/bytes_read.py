"""How much of a video is fetched from a web server: `python benchmarks/bytes_read.py VIDEO...`.

Each video is served by this computer, and read as detection reads one of a season: its key frames up to what is
searched, all pictures of a minute in which the intro may be, the sound there, and all frames on both of its edges. At
last all of its sound, as of an episode in which no pictures recur.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from intromark.closer import AROUND
from intromark.earshot import AROUND as HEARD_AROUND
from intromark.encoders import load_encoder
from intromark.footage import read_footage
from intromark.media import probe
from intromark.pipeline import SEARCH
from intromark.span import Span
from reporting import number, share, table
from storage.web import serving

INTRO = Span(120.0, 180.0)
EDGE = 1.0  # seconds of frames on either side of an edge


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("videos", nargs="+", type=Path)
    rows = [read(path) for path in parser.parse_args().videos]
    print(
        table(
            [
                "video",
                "MB",
                "minutes",
                "searched",
                "key frames",
                "intro as well",
                "requests",
                "s",
                "all heard",
            ],
            rows,
        )
    )


def read(path: Path) -> list[str]:
    """The shares of one video."""
    encoder, size = load_encoder(), path.stat().st_size
    with serving(path.parent) as web:
        there = Path(f"{web.address}/{path.name}")
        begun = time.perf_counter()
        duration = probe(path).duration
        footage = read_footage(there, encoder, SEARCH, sparing=True)
        first = footage.fetched
        footage.look([INTRO.widen(AROUND)], encoder)
        footage.listen(INTRO.widen(HEARD_AROUND))
        for edge in (INTRO.start, INTRO.end):
            footage.frames(Span(edge - EDGE, edge + EDGE), encoder)
        passed = time.perf_counter() - begun
        searched = share(min(1.0, SEARCH / duration))
        figures = [number(size / 1e6, 1), number(duration / 60, 1), searched]
        told = [share(first / size), share(footage.fetched / size), str(len(web.requests)), number(passed, 0)]
        footage.listen()
        told.append(share(footage.fetched / size))
    return [path.name, *figures, *told]


if __name__ == "__main__":
    main()
