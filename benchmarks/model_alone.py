"""What a model says of each episode alone, of every label: `python benchmarks/model_alone.py FOLDER [FOLDER...]`.

Each FOLDER holds shows: a sub-folder each, with its episodes and a truth.json. All pictures of them are looked at.
A span is taken as the curve gives it, to the second: `evaluate.py --alone` measures the whole way, edges and all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from intromark.detectors.transformer import Answer, read_curve, score_curves
from intromark.embedded import PICTURE_RATE
from intromark.encoders import load_encoder
from intromark.encoders.base import Encoder
from intromark.footage import read_footage
from intromark.metrics import Tally, calibration_by_chance, calibration_error, is_right, reliability, tally
from intromark.model import Model, load_model, shipped_model
from intromark.segment import Label
from intromark.sought import TAIL
from intromark.span import Span
from reporting import number, table


@dataclass(frozen=True)
class Judged:
    """What was answered for a label of an episode, and the truth."""

    episode: str
    label: Label
    found: Span | None
    true: Span | None
    confidence: float

    def told(self) -> str:
        """A line."""
        said = "none" if self.found is None else f"{self.found.start:.1f} - {self.found.end:.1f}"
        true = "none" if self.true is None else f"{self.true.start:.1f} - {self.true.end:.1f}"
        mark = "ok" if is_right(self.true, self.found) else "WRONG"
        return f"{self.episode}: {self.label} {said}, true {true}, confidence {self.confidence:.2f} {mark}"


def main() -> None:
    """Print what is found in each, and figures by label."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--model", type=Path, help="a folder; without it the one that comes with the encoder")
    parser.add_argument("--encoder", default="lite")
    parser.add_argument("--markdown", action="store_true", help="tables for the documents")
    options = parser.parse_args()
    encoder = load_encoder(options.encoder)
    model = shipped_model(encoder.name) if options.model is None else load_model(options.model)
    if model is None:
        parser.error(f"no model comes with `{encoder.name}`: give one with --model")
    model.require_encoder(encoder.name, encoder.fingerprint)
    answers: list[Judged] = []
    for folder in options.folders:
        for truth in sorted(folder.glob("*/truth.json")):
            for one in judged(truth, encoder, model):
                print(one.told(), flush=True)
                answers.append(one)
    print()
    print(report(answers, markdown=options.markdown))


def judged(truth: Path, encoder: Encoder, model: Model) -> Iterator[Judged]:
    """The answers for the episodes of a show."""
    for name, true in json.loads(truth.read_text()).items():
        footage = read_footage(truth.parent / name, encoder)
        footage.look([Span(0.0, footage.duration)], encoder)
        rows = footage.glimpses.held().expanded()
        scores = score_curves(rows, PICTURE_RATE, model, footage.duration, footage.sounds)
        for label, curve in scores.items():
            span = None if true[label] is None else Span(*true[label])
            answer, first = _answer(curve, model, label)
            found = None if answer.found is None else answer.found.span
            if found is not None:
                found = Span(found.start + first, found.end + first)
            yield Judged(f"{truth.parent.name}/{name}", label, found, span, answer.confidence)


def _answer(curve: np.ndarray, model: Model, label: Label) -> tuple[Answer, float]:
    """What a curve says of the part of it in which the label is looked for, and the second where that begins."""
    first = max(0, len(curve) - round(TAIL * PICTURE_RATE)) if label is Label.CREDITS else 0
    return read_curve(curve[first:], PICTURE_RATE, model, label), first / PICTURE_RATE


def report(answers: list[Judged], *, markdown: bool) -> str:
    """Figures by label."""
    rows = []
    for label in dict.fromkeys(one.label for one in answers):
        own = [one for one in answers if one.label is label]
        total = sum((tally(one.true, one.found) for one in own), Tally())
        right = [is_right(one.true, one.found) for one in own]
        edges = [
            abs(difference)
            for one, is_so in zip(own, right, strict=True)
            if is_so and one.true is not None and one.found is not None
            for difference in (one.found.start - one.true.start, one.found.end - one.true.end)
        ]
        bins = reliability([one.confidence for one in own], right)
        rows.append(
            [
                label,
                f"{total.hits}/{total.intros}",
                f"{total.false_intros}/{total.without}",
                number(median(edges) if edges else None),
                number(calibration_error(bins), 3),
                number(calibration_by_chance(bins), 3),
            ]
        )
    return table(
        ["", "hits", "false", "median edge", "calibration error", "of exact confidence"],
        rows,
        markdown=markdown,
    )


if __name__ == "__main__":
    main()
