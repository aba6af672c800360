"""Footage in a store, and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.embedded import PICTURE_RATE, STORED, Frames
from intromark.encoders.base import Encoder
from intromark.fingerprint import fingerprint
from intromark.footage import Footage
from intromark.glimpses import Glimpses
from intromark.media import CutOff
from intromark.span import Span
from intromark.store import Store, key

VERSION = 6  # of all that makes features out of a video; another one is another key


def known_footage(path: Path, encoder: Encoder, search: float | None, store: Store | None) -> Footage | None:
    """What is kept of a video of this content, seen with this encoder; None where nothing is.

    Raises:
        FileError: The video cannot be read.
    """
    known = None if store is None else store.load(_key(path, encoder, search))
    return None if known is None else _from_arrays(path, known)


def keep(footage: Footage, encoder: Encoder, search: float | None, store: Store) -> None:
    """Keep all that is known of an episode, if there is news.

    Raises:
        FileError: The video cannot be read any more, or the store cannot be written to.
    """
    if footage.has_news:
        store.save(_key(footage.path, encoder, search), _to_arrays(footage))
        footage.has_news = False


def _key(path: Path, encoder: Encoder, search: float | None) -> str:
    return key("footage", VERSION, fingerprint(path), encoder.name, encoder.fingerprint, PICTURE_RATE, search)


def _to_arrays(footage: Footage) -> dict[str, NDArray[Any]]:
    glimpses, cut = footage.glimpses, footage.cut_off
    known: dict[str, NDArray[Any]] = {
        "duration": np.array(footage.duration),
        "sound": footage.sound.astype(STORED),
        "sounds": footage.sounds.astype(STORED),
        "cut_off": np.array([cut.decoded, cut.declared] if cut else []),
        "key_times": glimpses.key_times,
        "keys": glimpses.keys,
        "seen": glimpses.seen,
        "rows": glimpses.rows[glimpses.seen],
    }
    for number, window in enumerate(footage.windows):
        known[f"span {number}"] = np.array([window.span.start, window.span.end])
        known[f"times {number}"], known[f"frames {number}"] = window.times, window.embeddings
    return known


def _from_arrays(path: Path, known: Mapping[str, NDArray[Any]]) -> Footage:
    seen = known["seen"]
    rows = np.zeros((len(seen), known["rows"].shape[1]), STORED)
    rows[seen] = known["rows"]
    glimpses = Glimpses(PICTURE_RATE, known["key_times"], known["keys"], seen, rows)
    sound, sounds = known["sound"].astype(np.float32), known["sounds"].astype(np.float32)
    footage = Footage(path, float(known["duration"]), sound, glimpses, sounds)
    footage.cut_off = CutOff(*map(float, known["cut_off"])) if len(known["cut_off"]) else None
    footage.windows += [
        Frames(
            Span(*map(float, known[f"span {number}"])), known[f"times {number}"], known[f"frames {number}"]
        )
        for number in range(sum(name.startswith("span ") for name in known))
    ]
    footage.has_news = False
    return footage
