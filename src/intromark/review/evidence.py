"""Why a span is believed: score curves of an episode, and the moments of its siblings that are the same.

It is reckoned from the features that are kept, when somebody wants to see it: at a scan it would be reckoned and kept
for all episodes, of which a person looks at few. What was reckoned is kept in the same store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from intromark.arrays import Floats
from intromark.detectors.elements import Element, Occurrence, find_elements
from intromark.detectors.matching import Pair
from intromark.detectors.settling import MARGIN, reach_of, weighed
from intromark.embedded import PICTURE_RATE
from intromark.errors import FileError
from intromark.features import Features
from intromark.fuse import MOST_FOR, fuse
from intromark.parallel import cores, in_order
from intromark.review.known import Known
from intromark.scoring import scored
from intromark.segment import Label
from intromark.soundprint import STEP_RATE
from intromark.span import Span
from intromark.store import Store, key

VERSION = 1  # of what is kept
MOST_OCCURRENCES = 12  # of what recurs in an episode, the clearest first
PICTURE, SOUND, FUSED, TRANSFORMER = "picture", "sound", "fused", "transformer"


@dataclass(frozen=True, slots=True)
class Tie:
    """A span of the episode that stands in a sibling.

    Attributes:
        sibling: Its place in `Known.entries`, >= 1.
        span: Where it stands in the episode, in seconds.
        speed: Seconds of the sibling for each second of the episode.
        offset: Second of the sibling that is the episode's second 0.
        picture: Significance of the agreement of pictures; 0 where there is none.
        sound: The same of sound.
    """

    sibling: int
    span: Span
    speed: float
    offset: float
    picture: float
    sound: float

    def there(self, seconds: float) -> float:
        """The sibling's second that is the same as one of the episode's."""
        return seconds * self.speed + self.offset


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What speaks for the spans of an episode.

    Attributes:
        curves: Name -> (T,) scores in [0, 1].
        rates: Name -> scores a second.
        ties: What its siblings share with it.
    """

    curves: Mapping[str, Floats]
    rates: Mapping[str, float]
    ties: tuple[Tie, ...]


def evidence_of(known: Known, store: Store) -> Evidence:
    """Reckon, or find, what speaks for the spans of an episode."""
    contents = [entry.episode.fingerprint for entry in known.entries]
    lengths = [len(footage.glimpses.seen) for footage in known.footage]  # other parts may be searched by now
    seen = [int(footage.glimpses.seen.sum()) for footage in known.footage]
    model = known.model.fingerprint if known.model else ""
    name = key("evidence", VERSION, contents, lengths, seen, known.encoder.fingerprint, model)
    kept = store.load(name)
    if kept is None:
        kept = _reckoned(known)
        with suppress(FileError):  # it is reckoned again then
            store.save(name, kept)
    return _from_arrays(kept)


def _reckoned(known: Known) -> dict[str, NDArray[Any]]:
    features = [footage.features() for footage in known.footage]
    seconds = len(features[0].shown) / PICTURE_RATE
    pairs = _compared(features)
    found = [one for one in _own(find_elements(pairs)) if one.episode == 0][:MOST_OCCURRENCES]
    times = np.arange(round(seconds * STEP_RATE)) / STEP_RATE
    curves = _curves(found, pairs, features[0], times)
    if known.model is not None:
        curves[TRANSFORMER] = scored(known.footage[0], known.model, Span(0.0, seconds)).curves[Label.INTRO]
    ties = [
        (
            link.sibling,
            one.span.start,
            one.span.end,
            link.speed,
            link.offset,
            link.match.picture,
            link.match.sound,
        )
        for one in found
        for link in one.links
    ]
    arrays: dict[str, NDArray[Any]] = {name: values.astype(np.float16) for name, values in curves.items()}
    return {**arrays, "ties": np.array(ties, np.float64).reshape(-1, 7)}


def _compared(features: Sequence[Features]) -> dict[tuple[int, int], Pair]:
    """The first episode with each of the others, several at once."""

    def compare(other: int, check: Callable[[], None]) -> Pair:
        check()
        return Pair(features[0], features[other])

    others = range(1, len(features))
    with threadpool_limits(1, "blas"):
        return {
            (0, other): pair for other, pair in zip(others, in_order(compare, others, cores()), strict=True)
        }


def _own(elements: Sequence[Element]) -> list[Occurrence]:
    """What recurs, the clearest first."""
    return sorted((one for element in elements for one in element.occurrences), key=lambda one: -one.surprise)


def _curves(
    found: Sequence[Occurrence], pairs: Mapping[tuple[int, int], Pair], features: Features, times: Floats
) -> dict[str, Floats]:
    """Where an agreement is strongest, of pictures, of sound and of both; 1 is as much as a sibling may bring."""
    curves: dict[str, Floats] = {name: np.zeros(len(times)) for name in (PICTURE, SOUND, FUSED)}
    for one in found:
        reach = reach_of(one).widen(MARGIN)
        inside = (times >= reach.start) & (times < reach.end)
        seen, heard, tells = weighed(one, pairs, features, times[inside])
        told = {
            PICTURE: np.mean(seen, axis=0) if seen else None,
            SOUND: np.mean(heard, axis=0) if heard else None,
            FUSED: fuse(seen, heard, tells) if seen or heard else None,
        }
        for name, nats in told.items():
            if nats is not None:
                curves[name][inside] = np.maximum(curves[name][inside], np.clip(nats / MOST_FOR, 0, 1))
    return curves


def _from_arrays(kept: Mapping[str, NDArray[Any]]) -> Evidence:
    curves = {name: values.astype(np.float64) for name, values in kept.items() if name != "ties"}
    rates = {name: PICTURE_RATE if name == TRANSFORMER else float(STEP_RATE) for name in curves}
    ties = tuple(
        Tie(int(sibling), Span(start, end), speed, offset, picture, sound)
        for sibling, start, end, speed, offset, picture, sound in kept["ties"].tolist()
    )
    return Evidence(curves, rates, ties)
