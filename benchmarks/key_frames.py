"""What answers change because key frames are read first: `python benchmarks/key_frames.py FOLDER [FOLDER...]`.

Each FOLDER holds shows, a sub-folder each. Every show is answered twice: as `detect` does it, and with all pictures of
all episodes read, two a second. Printed is each episode whose answer differs by more than 0.1 s, and how many do.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from unittest import mock

from intromark import Detection, Label, detect
from intromark.media import VIDEO_SUFFIXES
from intromark.span import Span

SAME = 0.1  # seconds


def main() -> None:
    """Answer twice, and print what differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    shows = [show for folder in options.folders for show in sorted(folder.iterdir()) if holds_videos(show)]
    if not shows:
        raise SystemExit("there is no folder with videos in what was given")
    episodes = others = 0
    for show in shows:
        first = answers(show)
        with mock.patch("intromark.footage.follow_cuts", lambda _times, _seconds: False):
            every = answers(show)
        for one, other in zip(first, every, strict=True):
            episodes += 1
            if difference(intro(one), intro(other)) > SAME:
                others += 1
                print(
                    f"{show.name}/{one.path.name}: {shown(one)}, with all pictures {shown(other)}", flush=True
                )
        print(f"{show.name}: {len(first)} episodes", file=sys.stderr, flush=True)
    print(f"{others} of {episodes} answers differ by more than {SAME} s")


def holds_videos(folder: Path) -> bool:
    """Whether a folder is a show."""
    return folder.is_dir() and any(path.suffix.lower() in VIDEO_SUFFIXES for path in folder.iterdir())


def answers(show: Path, weights: Path | None = None) -> list[Detection]:
    """By path; what is wrong with a file is not what is measured."""
    return detect([show], encoder_weights=weights, on_problem=lambda _: None)


def intro(detection: Detection) -> Span | None:
    """What was found."""
    found = detection.first(Label.INTRO)
    return None if found is None else Span(found.start, found.end)


def difference(one: Span | None, other: Span | None) -> float:
    """Seconds by which an edge differs; more than any where only one has found something."""
    if one is None or other is None:
        return 0.0 if one is other else float("inf")
    return max(abs(one.start - other.start), abs(one.end - other.end))


def shown(detection: Detection) -> str:
    """For people."""
    found = intro(detection)
    return "none" if found is None else f"{found.start:.2f} - {found.end:.2f}"


if __name__ == "__main__":
    main()
