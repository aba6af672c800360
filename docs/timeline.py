"""Draw a season's timeline: `intromark detect FOLDER --format json | python docs/timeline.py > docs/timeline.svg`.

A lane an episode, the intro on it, and ribbons between the lanes, because the same seconds stand in each. The picture
is read in a light and in a dark page: it brings the colours of both.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from intromark.timecode import human_time

LEFT, LANE, RIGHT = 84, 720, 74  # pixels: names, time, confidence
TOP, HEIGHT, STEP, FOOT = 34, 30, 46, 38  # pixels: above the lanes, a lane, from lane to lane, below them
MARGIN = 6  # pixels on the right
LABEL = 7.1  # pixels that a figure takes in bold, about
TICKS = 6  # at most, on the axis
ROUND = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)  # seconds from tick to tick

STYLE = """
text { font: 13px -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
.quiet { font-size: 12px; } .in { font-size: 12px; font-weight: 600; }
.name, .sure { fill: #1f2328; } .quiet { fill: #656d76; } .in { fill: #fff; }
.lane { fill: #e7eaee; } .grid { stroke: #c4cad1; }
.intro { fill: #1a7f64; } .ribbon { fill: #1a7f64; fill-opacity: .16; }
@media (prefers-color-scheme: dark) {
.name, .sure { fill: #e6edf3; } .quiet { fill: #9198a1; } .in { fill: #06231b; }
.lane { fill: #2b323b; } .grid { stroke: #47505a; }
.intro { fill: #43c59e; } .ribbon { fill: #43c59e; fill-opacity: .2; }
}
"""


@dataclass(frozen=True)
class Lane:
    """What is drawn of one episode: seconds, and a probability in [0, 1]."""

    name: str
    duration: float
    intro: tuple[float, float] | None
    confidence: float


def main() -> None:
    """Read the list from stdin, write the picture to stdout."""
    sys.stdout.write(draw([lane(answer) for answer in json.load(sys.stdin)]))


def lane(answer: dict[str, Any]) -> Lane:
    """What is drawn of an answer of `--format json`."""
    intro = next((one for one in answer["segments"] if one["label"] == "intro"), None)
    span = (intro["start"], intro["end"]) if intro else None
    confidence = intro["confidence"] if intro else answer["absence"]
    return Lane(PurePath(answer["path"]).stem, answer["duration"], span, confidence)


def draw(lanes: Sequence[Lane]) -> str:
    """The whole picture, as SVG."""
    longest = max(one.duration for one in lanes)
    width, height = LEFT + LANE + RIGHT + MARGIN, TOP + STEP * len(lanes) + FOOT - (STEP - HEIGHT)
    said = "; ".join(f"{one.name}: {words(one)}" for one in lanes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(f"Intros found. {said}")}">',
        f"<style>{STYLE}</style>",
        f'<text class="quiet" x="{LEFT}" y="20">the intro of every episode</text>',
        f'<text class="quiet" x="{width - MARGIN}" y="20" text-anchor="end">confidence</text>',
        *axis(longest, TOP + STEP * len(lanes) - (STEP - HEIGHT)),
        *(part for number, one in enumerate(lanes) for part in bar(one, number, longest)),
        *ribbons(lanes, longest),
        *(part for number, one in enumerate(lanes) for part in marked(one, number, longest)),
        "</svg>\n",
    ]
    return "\n".join(parts)


def words(one: Lane) -> str:
    """An intro as it is said: its times, or none."""
    return " – ".join(map(human_time, one.intro)) if one.intro else "none"  # noqa: RUF001 - a dash of print


def at(second: float, longest: float) -> float:
    """Where a second stands across."""
    return round(LEFT + LANE * second / longest, 1)


def axis(longest: float, bottom: int) -> Iterator[str]:
    """Ticks under the lanes, at round times."""
    step = next((step for step in ROUND if longest / step <= TICKS), ROUND[-1])
    for tick in range(math.floor(longest / step) + 1):
        x = at(tick * step, longest)
        yield f'<path class="grid" d="M{x} {TOP - 4}V{bottom + 6}"/>'
        minutes, seconds = divmod(tick * step, 60)
        yield f'<text class="quiet" x="{x}" y="{bottom + 24}" text-anchor="middle">{minutes}:{seconds:02}</text>'


def bar(one: Lane, number: int, longest: float) -> Iterator[str]:
    """An episode's lane, with its name before it and the confidence behind."""
    y = TOP + STEP * number
    length = at(one.duration, longest) - LEFT
    yield f'<rect class="lane" x="{LEFT}" y="{y}" width="{length:.1f}" height="{HEIGHT}" rx="4"/>'
    yield f'<text class="name" x="{LEFT - 14}" y="{y + 20}" text-anchor="end">{escape(one.name)}</text>'
    right = LEFT + LANE + RIGHT
    yield f'<text class="sure" x="{right}" y="{y + 20}" text-anchor="end">{one.confidence:.2f}</text>'


def ribbons(lanes: Sequence[Lane], longest: float) -> Iterator[str]:
    """From each intro to the one of the next lane that has one."""
    marks = [(number, one.intro) for number, one in enumerate(lanes) if one.intro]
    for (above, (a, b)), (below, (c, d)) in pairwise(marks):
        if below == above + 1:
            upper, lower = TOP + STEP * above + HEIGHT, TOP + STEP * below
            corners = [(a, upper), (b, upper), (d, lower), (c, lower)]
            points = " ".join(f"{at(second, longest)},{y}" for second, y in corners)
            yield f'<polygon class="ribbon" points="{points}"/>'


def marked(one: Lane, number: int, longest: float) -> Iterator[str]:
    """The intro with its times: on it where there is room, else behind it."""
    y = TOP + STEP * number
    said = words(one)
    if one.intro is None:
        yield f'<text class="quiet" x="{LEFT + 12}" y="{y + 20}">{said}</text>'
        return
    left, right = (at(second, longest) for second in one.intro)
    yield f'<rect class="intro" x="{left}" y="{y}" width="{right - left:.1f}" height="{HEIGHT}" rx="4"/>'
    if len(said) * LABEL < right - left:
        middle = (left + right) / 2
        yield f'<text class="in" x="{middle:.1f}" y="{y + 20}" text-anchor="middle">{said}</text>'
    else:
        yield f'<text class="name" x="{right + 8:.1f}" y="{y + 20}">{said}</text>'


if __name__ == "__main__":
    main()
