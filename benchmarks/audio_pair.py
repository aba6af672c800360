"""The aligner on sound alone: `python benchmarks/audio_pair.py FOLDER`.

FOLDER holds two cuts of one film's sound: big_buck_bunny_clip.mp3 is its 0-60 s, big_buck_bunny_intro.mp3 its
5-30 s.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from intromark.align import align
from intromark.media import sound
from intromark.soundprint import SOUND_RATE, STEP_RATE, soundprint
from intromark.span import Span

EXPECTED = {"intro": Span(0.0, 25.0), "clip": Span(5.0, 30.0)}


def main() -> None:
    """Print every run, and how far the edges of the best are off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    prints = {name: soundprint(sound(folder / f"big_buck_bunny_{name}.mp3", SOUND_RATE)) for name in EXPECTED}
    runs = align(prints["intro"], prints["clip"])
    for run in runs:
        found = {
            name: Span(first / STEP_RATE, (first + run.length) / STEP_RATE)
            for name, first in (("intro", run.a_start), ("clip", run.b_start))
        }
        said = "   ".join(f"{name} {span.start:.3f} - {span.end:.3f} s" for name, span in found.items())
        print(f"{said}   surprise {run.surprise:.1f}   score {run.score:.1f}")
        if run is runs[0]:
            errors = [
                f"{name} start {span.start - true.start:+.3f} end {span.end - true.end:+.3f} s"
                for (name, span), true in zip(found.items(), EXPECTED.values(), strict=True)
            ]
            print(f"   off by: {'   '.join(errors)}")
    if not runs:
        print("nothing found")


if __name__ == "__main__":
    main()
