"""Evidence of several siblings, by picture and by sound -> one curve -> the span that it supports.

Nats add: a curve is positive where the span goes on, negative where it does not, and the best span is the stretch
with the largest sum. Pictures decide where a span ends, since a theme often begins before the first title and rings
on under the next scene; sound bridges shots that were changed, and decides alone where no picture is shared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intromark.arrays import Floats
from intromark.diagonals import best_stretch
from intromark.span import Span

MOST_FOR = 2.0  # nats for, that one sibling may bring at a time: none outvotes two
AGAINST = -1.0  # nats of a stretch that is known not to belong: what a chance cell has
SOUND_SHARE = (
    0.25  # weight of sound beside pictures: three seconds of ringing theme are no longer than one picture
)


def fuse(pictures: Sequence[Floats], sounds: Sequence[Floats], tells: Floats) -> Floats:
    """Join the evidence of siblings at the same seconds of one episode.

    Args:
        pictures: One (T,) curve of nats for each sibling that shares pictures; may be empty.
        sounds: The same for sound.
        tells: (T,) shares in [0, 1]: how much an agreement of pictures says at each time.

    Returns:
        (T,) nats: the mean over siblings, so that a stretch holds when most of them have it.

    Raises:
        ValueError: There is no curve at all.
    """
    if not pictures and not sounds:
        raise ValueError("need at least one curve")
    if not pictures:
        return _mean(sounds)
    seen = _mean(pictures)
    seen = np.where(seen > 0, seen * tells, seen)
    return seen + SOUND_SHARE * _mean(sounds) if sounds else seen


def _mean(curves: Sequence[Floats]) -> Floats:
    return np.asarray(np.minimum(np.stack(curves), MOST_FOR).mean(axis=0))


def best_span(times: Floats, nats: Floats) -> Span | None:
    """The stretch with the largest sum.

    Args:
        times: (T,) seconds, evenly spaced; nats[i] covers [times[i], times[i + 1]).
        nats: (T,) evidence.

    Returns:
        The span, or None when nothing is for it.
    """
    if not len(nats) or nats.max() <= 0:
        return None
    best = best_stretch(nats)
    step = float(times[1] - times[0]) if len(times) > 1 else 1.0
    return Span(float(times[0]) + best.start * step, float(times[0]) + best.end * step)
