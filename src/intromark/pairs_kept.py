"""What was found of each two episodes, in a store and back, so that a new episode costs its own pairs only.

What two episodes have in common depends on their features alone, and what they are is what a key is made of: an episode
that was looked at closer since is another. All of an episode's pairs with those before it are one small file, so that
a new one at the end of a season adds a file, and costs a storage one request.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intromark.detectors.channel import Agreement
from intromark.detectors.elements import Pairs
from intromark.detectors.matching import PICTURE_RULE, SOUND_RULE, Alignment
from intromark.detectors.pairing import chosen_pairs
from intromark.errors import FileError
from intromark.features import Features
from intromark.span import Span
from intromark.store import Store, key

VERSION = 1  # of all that aligns two episodes; another one is another key

Siblings = dict[bytes, Alignment]
"""What an episode has in common with others, by their digests."""


class PairsKept:
    """What is known of a season's pairs.

    Nothing is written before `save`, since an episode may be looked at closer until then.
    """

    def __init__(self, store: Store | None) -> None:
        """Begin with what a store holds; None holds nothing."""
        self._store = store
        self._loaded: dict[bytes, Siblings] = {}
        self._found: dict[bytes, Siblings] = {}

    def known(self, features: Sequence[Features]) -> dict[tuple[int, int], Alignment]:
        """What is known of the pairs of a season, by the numbers of both episodes; `features` is one for each."""
        if self._store is None:
            return {}
        digests = [digest(one) for one in features]
        return {
            (a, b): alignment
            for a, b in chosen_pairs(len(features))
            if (alignment := self._load(digests[b]).get(digests[a])) is not None
        }

    def note(self, features: Sequence[Features], pairs: Pairs) -> None:
        """Remember what was found of a season's pairs, in place of what was noted before."""
        if self._store is None:
            return
        digests = [digest(one) for one in features]
        self._found = defaultdict(dict)
        for (a, b), pair in pairs.items():
            self._found[digests[b]][digests[a]] = pair.alignment

    def save(self) -> None:
        """Write what was noted, where it is news. What cannot be written is found again by the next run."""
        if self._store is None:
            return
        with suppress(FileError):
            for episode, siblings in self._found.items():
                if not siblings.keys() <= self._load(episode).keys():
                    self._store.save(_key(episode), _to_arrays(siblings))

    def _load(self, episode: bytes) -> Siblings:
        if self._store is None:
            return {}
        if episode not in self._loaded:
            known = self._store.load(_key(episode))
            self._loaded[episode] = {} if known is None else _from_arrays(known)
        return self._loaded[episode]


NOT_KEPT = PairsKept(None)


def digest(features: Features) -> bytes:
    """16 bytes that stand for all that an episode is compared by."""
    hashed = hashlib.sha256(repr((features.picture_rate, features.heard_from)).encode())
    for held in (features.shown, features.heard):
        hashed.update(repr((held.rows.shape, held.index.shape)).encode())
        hashed.update(held.rows.astype(np.float32).tobytes())
        hashed.update(held.index.astype(np.int64).tobytes())
    return hashed.digest()[:16]


def _key(episode: bytes) -> str:
    return key("pairs", VERSION, episode, PICTURE_RULE, SOUND_RULE)


def _to_arrays(siblings: Siblings) -> dict[str, NDArray[Any]]:
    found = list(siblings.values())
    runs = [row for one in found for row in (*_rows(one.pictures), *_rows(one.sound))]
    return {
        "siblings": np.frombuffer(b"".join(siblings), np.uint8).reshape(-1, 16),
        "speeds": np.array([one.speed for one in found]),
        "counts": np.array([(len(one.pictures), len(one.sound)) for one in found]),
        "runs": np.array(runs, np.float64).reshape(-1, 4),
    }


def _from_arrays(known: Mapping[str, NDArray[Any]]) -> Siblings:
    parts = np.split(known["runs"], np.cumsum(known["counts"].ravel()))
    return {
        sibling.tobytes(): Alignment(float(speed), _agreements(pictures), _agreements(sound))
        for sibling, speed, pictures, sound in zip(
            known["siblings"], known["speeds"], parts[:-1:2], parts[1::2], strict=True
        )
    }


def _rows(agreements: Sequence[Agreement]) -> list[tuple[float, float, float, float]]:
    return [(span.start, span.end, lag, surprise) for span, lag, surprise in agreements]


def _agreements(rows: NDArray[Any]) -> tuple[Agreement, ...]:
    return tuple((Span(start, end), lag, surprise) for start, end, lag, surprise in rows.tolist())
