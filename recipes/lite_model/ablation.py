"""What each signal brings: `python -m recipes.lite_model.ablation MODEL FOLDER [FOLDER...]`.

The model is told that signals are missing, which it has met in training: each in turn, and all but each. So nothing is
trained anew, and rules stay those that were set with all of them. Counted on composed shows that were held out, and on
the episodes of FOLDERs, which hold shows with a truth.json each, every episode alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.transformer import read_curve
from intromark.embedded import PICTURE_RATE
from intromark.encoders import load_encoder
from intromark.encoders.base import EMBEDDING
from intromark.footage import read_footage
from intromark.metrics import Tally, tally
from intromark.model import Model, load_model
from intromark.model_card import ModelCard
from intromark.segment import Label
from intromark.signals import Seen, stacked
from intromark.span import Span

from .composing import Composers, Order
from .judging import JUDGED, figures, judged, said_of
from .learning import Read

Parts = Sequence[Read]


@dataclass(frozen=True, eq=False)
class Real:
    """An episode of a folder, and where each label is."""

    inputs: Floats
    true: Mapping[Label, Span | None]


def main() -> None:
    """Print a row for each set of signals."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--stock", type=Path, default=Path("stock.npz"), help="as the training kept it")
    parser.add_argument("--corpus", type=Path, default=Path("corpus.npz"), help="as the training kept it")
    parser.add_argument("--shows", type=int, default=300, help="default: %(default)s")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    model = load_model(options.model)
    card = model.card
    if not card.tells_missing:
        parser.error("that model cannot be told that a signal is missing")
    order = Order(options.shows, (JUDGED,), card.reads, held_out=True, tells_missing=True)
    composed = list(Composers.equipped(options.stock, options.corpus, options.workers).episodes(order))
    real = list(episodes(options.folders, card))
    for name, there in sets(list(card.reads)):
        print(row(name, model, there, composed, real), flush=True)


def sets(names: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """All signals, all but each, and each alone."""
    yield "all", frozenset(names)
    for name in names:
        yield f"all but {name}", frozenset(names) - {name}
    for name in names:
        yield f"{name} alone", frozenset({name})


def without(inputs: Floats, card: ModelCard, there: frozenset[str]) -> Floats:
    """Inputs of a model that is told which signals are there; those that are not are 0."""
    kept = [name in there for name in card.reads]
    columns = np.repeat(kept, list(card.reads.values()))
    return np.asarray(inputs * np.concatenate([columns, kept]), np.float32)


def episodes(folders: Sequence[Path], card: ModelCard) -> Iterator[Real]:
    """The episodes of shows, one row a second."""
    encoder = load_encoder()
    for truth in sorted(path for folder in folders for path in folder.glob("*/truth.json")):
        for name, entry in json.loads(truth.read_text()).items():
            footage = read_footage(truth.parent / name, encoder)
            footage.look([Span(0.0, footage.duration)], encoder)
            rows = footage.glimpses.held().expanded()[:: round(PICTURE_RATE / card.fps)]
            times = np.arange(len(rows)) / card.fps
            seen = Seen.of_rows(rows, EMBEDDING, times, footage.duration, footage.sounds)
            true = {label: Span(*entry[label]) if entry[label] else None for label in card.heads}
            yield Real(stacked(seen, card.reads, tells_missing=True), true)


def row(
    name: str, model: Model, there: frozenset[str], composed: Sequence[Parts], real: Sequence[Real]
) -> str:
    """A row of a table: hits and false ones of each label, composed and real."""
    card = model.card
    masked = [
        [replace(part, inputs=without(part.inputs, card, there)) for part in parts] for parts in composed
    ]
    cells = [name]
    answers = judged(model, said_of(model, masked))
    for own in answers.values():
        told = figures(own)
        cells.append(f"{told['hits']}/{told['there']}, {told['false']}/{told['without']}")
    for label in card.heads:
        total = Tally()
        for one in real:
            scores = model.scores(without(one.inputs, card, there))[label]
            found = read_curve(scores, card.fps, model, label).found
            total += tally(one.true[label], found.span if found else None)
        cells.append(f"{total.hits}/{total.intros}, {total.false_intros}/{total.without}")
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
