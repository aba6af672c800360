"""Episodes to export."""

import random
from itertools import pairwise
from pathlib import Path

from intromark.detection import Detection, Provenance
from intromark.segment import Evidence, Label, Segment, Source

PROVENANCE = Provenance("0.1.0", "lite", "c0ffee", 5)
EVIDENCE = (Evidence(Source.PICTURE, 5), Evidence(Source.SOUND, 3))
NOT_UTF8 = "caf\udce9.mkv"


def segment(start: float, end: float, label: Label = Label.INTRO) -> Segment:
    return Segment(start, end, label, confidence=0.97, evidence=EVIDENCE)


def episode(*segments: Segment, path: str | Path = "Show/S01E01.mkv", duration: float = 1320.0) -> Detection:
    has_intro = any(one.label is Label.INTRO for one in segments)
    return Detection(Path(path), duration, segments, None if has_intro else 0.91, PROVENANCE)


def random_episodes(count: int, seed: int) -> list[Detection]:
    """Edges that like to lie on, or a hair beside, each other, the start, the end and half milliseconds."""
    draw = random.Random(seed)
    episodes = []
    for _ in range(count):
        duration = draw.choice([90.0, 1320.0, 4000.0]) * (0.5 + draw.random())
        edges = {0.0, duration}
        for _ in range(draw.randint(2, 6)):
            edge = draw.random() * duration
            edges.add(draw.choice([edge, round(edge), round(edge, 3), round(edge, 3) + 0.0005]))
        for edge in draw.sample(sorted(edges), 2):
            edges.add(edge + draw.choice([1e-9, 0.0004, 0.001, 0.0011, 0.002, 4.9999, 5.0]))
        line = sorted(edge for edge in edges if 0 <= edge <= duration)
        spans = [pair for pair in pairwise(line) if draw.random() < 0.6]
        segments = [segment(start, end, draw.choice(list(Label))) for start, end in spans]
        episodes.append(episode(*segments, duration=duration))
    return episodes
