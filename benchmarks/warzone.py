"""Five game cutscenes with one shared opener: `python benchmarks/warzone.py FOLDER`.

By eye the pictures of the opener last from 0 to 8 s, its sound from 0 to 5.5 s.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from intromark import Label, detect
from intromark.metrics import Tally, tally
from intromark.span import Span

TRUTH = Span(0.0, 8.0)


def main() -> None:
    """Print what is found in each clip, and the count of hits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", default="lite")
    options = parser.parse_args()
    detections = detect(
        sorted(options.folder.glob("*.ogg")),
        encoder=options.encoder,
        on_problem=lambda p: print(p.error, file=sys.stderr),
    )
    total = Tally()
    for detection in detections:
        intro = detection.first(Label.INTRO)
        total += tally(TRUTH, Span(intro.start, intro.end) if intro else None)
        said = f"{intro.start:.2f} - {intro.end:.2f} s, confidence {intro.confidence}" if intro else "none"
        print(f"{detection.path.name} ({detection.duration:.1f} s): {said}")
    print(
        f"hits {total.hits} of {total.intros}, median edge {total.median_edge():.2f} s, "
        f"worst {total.worst_edge():.2f} s, content skipped {total.skipped:.1f} s"
    )


if __name__ == "__main__":
    main()
