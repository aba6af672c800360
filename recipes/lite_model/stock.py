"""What shows are composed of: the features of every still under every treatment, and of every card, made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intromark.encoders import load_encoder
from intromark.encoders.base import Encoder
from intromark.reading import embed

from ..clips import HELD_OUT_EVERY, clips_in, is_held_out, neighbour
from ..lite.pictures import read_still
from . import cards, treatments
from .lettering import Typefaces

AT_ONCE = 32  # pictures

Features = NDArray[np.float16]


@dataclass(frozen=True, eq=False)
class Stock:
    """Rows of features: embedding, look and light side by side; embedding and look are zeros where nothing is shown.

    Attributes:
        rows: (R, n); row 0 is black.
        clips: Of each clip, its seconds x treatments -> row: (seconds, V) numbers.
        cards: Kind of a card -> (count, seconds) numbers of rows.
    """

    rows: Features
    clips: Sequence[NDArray[np.int32]]
    cards: Mapping[str, NDArray[np.int32]]

    @cached_property
    def owner(self) -> NDArray[np.int32]:
        """(R,) the clip or card that a row is of, each with a number of its own; 0 for black."""
        owner = np.zeros(len(self.rows), np.int32)
        films = [*self.clips, *(card for kind in self.cards.values() for card in kind)]
        for number, numbers in enumerate(films, start=1):
            owner[numbers] = number
        return owner

    @cached_property
    def first(self) -> NDArray[np.int32]:
        """(R,) the row of the same still in the first treatment; -1 for cards and black."""
        first = np.full(len(self.rows), -1, np.int32)
        for numbers in self.clips:
            first[numbers] = numbers[:, :1]
        return first

    def part(self, *, held_out: bool) -> Stock:
        """The clips and cards of the training, or those that are held out of it."""
        chosen = [clip for number, clip in enumerate(self.clips) if is_held_out(number) == held_out]
        cut = {kind: len(rows) - len(rows) // HELD_OUT_EVERY for kind, rows in self.cards.items()}
        own = {
            kind: rows[cut[kind] :] if held_out else rows[: cut[kind]] for kind, rows in self.cards.items()
        }
        return Stock(self.rows, chosen, own)


COUNTS: Mapping[str, int] = {
    **{kind: one.variants for kind, one in treatments.KINDS.items()},
    "crossed": treatments.CROSSED,
}
VARIANTS: Mapping[str, range] = {
    kind: range(first, first + count)
    for (kind, count), first in zip(COUNTS.items(), np.cumsum([0, *COUNTS.values()]).tolist(), strict=False)
}
"""Treatment -> its columns in the clips of a stock."""


def make_stock(pictures: Path, fonts: tuple[Path, ...], kept: Path, workers: int) -> Stock:
    """Read the stock from a file, or make it and keep it there.

    Args:
        pictures: A folder a clip, in it a still a second, named by its second.
        fonts: Folders of typefaces.
        kept: An .npz file.
        workers: Processes.
    """
    if not kept.exists():
        _keep(pictures, fonts, kept, workers)
    return load_stock(kept)


def load_stock(kept: Path) -> Stock:
    """Read a stock that was kept."""
    with np.load(kept) as arrays:
        ends = np.cumsum(arrays["lengths"])
        numbers = arrays["stills"]
        return Stock(
            arrays["rows"],
            np.split(numbers, ends[:-1]),
            {kind: arrays[f"card {kind}"] for kind in cards.KINDS},
        )


def _keep(pictures: Path, fonts: tuple[Path, ...], kept: Path, workers: int) -> None:
    clips = clips_in(pictures)
    work: list[Callable[[Encoder, Typefaces], Features]] = [
        *(
            partial(_clip_features, number, clip, neighbour(clips, number))
            for number, clip in enumerate(clips)
        ),
        *(partial(_card_features, kind) for kind in cards.KINDS),
    ]
    made: list[Features] = []
    with ProcessPoolExecutor(workers, initializer=_equip, initargs=(fonts,)) as pool:
        for number, features in enumerate(pool.map(_run, work), start=1):
            made.append(features)
            if number % 10 == 0 or number == len(work):
                print(f"features {number} / {len(work)}", flush=True)
    rows = [np.zeros((1, made[0].shape[-1]), np.float16)]  # black
    numbered: list[NDArray[np.int32]] = []
    for one in made:
        first = sum(map(len, rows))
        rows.append(one.reshape(-1, one.shape[-1]))
        numbered.append(first + np.arange(len(rows[-1]), dtype=np.int32).reshape(one.shape[:2]))
    stills = numbered[: len(clips)]
    arrays: dict[str, Any] = {
        "rows": np.concatenate(rows),
        "stills": np.concatenate(stills),
        "lengths": [len(clip) for clip in stills],
        **{f"card {kind}": one for kind, one in zip(cards.KINDS, numbered[len(clips) :], strict=True)},
    }
    np.savez(kept, **arrays)


_TOOLS: list[tuple[Encoder, Typefaces]] = []  # of a process


def _equip(fonts: tuple[Path, ...]) -> None:
    _TOOLS.append((load_encoder(threads=1), Typefaces.in_folders(fonts)))


def _run(work: Callable[[Encoder, Typefaces], Features]) -> Features:
    return work(*_TOOLS[0])


def _clip_features(
    number: int, stills: Sequence[Path], others: Sequence[Path], encoder: Encoder, faces: Typefaces
) -> Features:
    """(seconds, V, n); in a dissolve a still is blended with one of the others."""

    def shown() -> Iterator[Image.Image]:
        for path in stills:
            picture, second = Image.fromarray(read_still(path)), int(path.stem)
            for kind, one in treatments.KINDS.items():
                for variant in range(one.variants):
                    yield treatments.treated(picture, kind, variant, number, second, faces)
            for variant in range(treatments.CROSSED):
                other = others[(second + variant) % len(others)]
                yield treatments.crossed(picture, Image.fromarray(read_still(other)), number, second, variant)

    return _features(shown(), encoder).reshape(len(stills), -1, _width(encoder))


def _card_features(kind: str, encoder: Encoder, faces: Typefaces) -> Features:
    """(count, seconds, n)."""
    one = cards.KINDS[kind]
    shown = (
        cards.drawn(kind, number, second, faces)
        for number in range(one.count)
        for second in range(one.seconds)
    )
    return _features(shown, encoder).reshape(one.count, one.seconds, _width(encoder))


def _features(shown: Iterator[Image.Image], encoder: Encoder) -> Features:
    rows: list[Features] = []
    batch: list[NDArray[np.uint8]] = []
    for picture in shown:
        batch.append(encoder.prepare(np.asarray(picture.convert("RGB"))))
        if len(batch) == AT_ONCE:
            rows.append(embed(np.stack(batch), encoder, look=True).astype(np.float16))
            batch.clear()
    if batch:
        rows.append(embed(np.stack(batch), encoder, look=True).astype(np.float16))
    return np.concatenate(rows)


def _width(encoder: Encoder) -> int:
    blank = encoder.prepare(np.zeros((160, 284, 3), np.uint8))
    return int(embed(blank[None], encoder, look=True).shape[1])


def stamp(stock: Stock) -> str:
    """16 hexadecimal digits that stand for the stock."""
    return hashlib.sha256(np.ascontiguousarray(stock.rows).data).hexdigest()[:16]
