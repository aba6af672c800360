"""Episodes of different shows as one season: `python benchmarks/no_intro.py FOLDER [FOLDER...]`.

They share no intro. Each FOLDER holds shows, a sub-folder each; the first episode of each is taken.
Whatever is found is false.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from intromark import Label, detect
from intromark.media import is_video


def main() -> None:
    """Print what is found in each, and the count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--encoder", default="lite")
    options = parser.parse_args()
    firsts = [
        first for folder in options.folders for show in sorted(folder.iterdir()) if (first := premiere(show))
    ]
    with TemporaryDirectory() as name:
        season = {}
        for index, first in enumerate(firsts, start=1):
            link = Path(name) / f"Mixed.S01E{index:02}{first.suffix}"
            link.symlink_to(first.resolve())
            season[link.name] = f"{first.parent.name}/{first.name}"
        detections = detect(
            [name], encoder=options.encoder, on_problem=lambda p: print(p.error, file=sys.stderr)
        )
    false = 0
    for detection in detections:
        intro = detection.first(Label.INTRO)
        false += intro is not None
        said = f"{intro.start:.2f} - {intro.end:.2f} s, confidence {intro.confidence}" if intro else "none"
        print(f"{season[detection.path.name]}: {said}")
    print(f"false intros {false} of {len(detections)} episodes ({len(firsts)} given)")


def premiere(show: Path) -> Path | None:
    """The first video of a folder."""
    return next((file for file in sorted(show.iterdir()) if is_video(file)), None) if show.is_dir() else None


if __name__ == "__main__":
    main()
