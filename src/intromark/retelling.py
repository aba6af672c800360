"""Where an episode tells again what earlier ones told: shots in a row that each stand somewhere in one of them.

A set, or a picture from stock, comes back as well, and so does an ident. What makes a recap is that each of several
short shots is the copy of another place, and is not as much like what the other episodes have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from intromark.arrays import Floats
from intromark.diagonals import best_stretch
from intromark.held import Held

CUT = 0.5  # likeness below which no two pictures on either side of a cut are
NEIGHBOURS = 1  # rows on either side of one that its copy must have too, as far as the shot goes
ANY_SET = 0.7  # likeness of shots of one set, where no third episode tells it
TINY = 1e-6  # of what pictures differ by
APART = 8  # rows between two places of an episode that are not the same scene


@dataclass(frozen=True, slots=True)
class RetellingRule:
    """What a recap must be.

    Attributes:
        likeness: Least likeness of a shot to its copy: 0 of pictures that have nothing in common, 1 of equal ones.
        contrast: By how much it must be more like that copy than like what the other episodes have, by the median: the
            same set stands in many of them.
        clear: Least likeness and contrast together.
        scenes: Least number of places that are told again.
        shortest: Rows of the least recap.
        longest_shot: Rows: a longer shot is told for the first time, whatever it is like.
        penalty: Rows of copies that outweigh a row that is none.
    """

    likeness: float = 0.55
    contrast: float = 0.06
    clear: float = 0.88
    scenes: int = 3
    shortest: int = 10
    longest_shot: int = 12
    penalty: float = 1.5

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not (
            0 < self.likeness < 1
            and self.contrast >= 0
            and self.scenes > 1
            and min(self.shortest, self.longest_shot, self.penalty) > 0
        ):
            raise ValueError(f"not a rule for recaps: {self}")

    def accepts(self, likeness: float, contrast: float) -> bool:
        """Whether a shot is a copy."""
        return likeness >= self.likeness and contrast >= self.contrast and likeness + contrast >= self.clear


DEFAULT = RetellingRule()


@dataclass(frozen=True, slots=True)
class Retold:
    """A shot and where it was shown before.

    Attributes:
        start: First row of the shot.
        end: The row after its last.
        episode: Number of the earlier episode.
        place: The row of that episode with which the shot begins, or would.
        likeness: Mean likeness of the shot's rows to those of that episode.
    """

    start: int
    end: int
    episode: int
    place: int
    likeness: float


def retelling(
    own: Held, earlier: Sequence[Held], later: Sequence[Held] = (), rule: RetellingRule = DEFAULT
) -> tuple[Retold, ...]:
    """The copied shots of the stretch that tells most again, in order; none where there is no recap.

    Args:
        own: T rows of length 1, or 0: flat pictures, and what is known to be something else.
        earlier: Such rows of each episode before it, at the same rate.
        later: Those of episodes after it, in which what recurs stands as well.
        rule: What a recap must be.

    Raises:
        ValueError: The widths differ.
    """
    scenes = copied_shots(own, earlier, later, rule)
    worth = np.where(np.any(own.rows, axis=1)[own.index], -rule.penalty, 0.0)
    for scene in scenes:
        worth[scene.start : scene.end] = 1.0
    told = best_stretch(worth)
    inside = tuple(scene for scene in scenes if told.start <= scene.start and scene.end <= told.end)
    if told.end - told.start < rule.shortest or places(inside) < rule.scenes:
        return ()
    return inside


def copied_shots(
    own: Held, earlier: Sequence[Held], later: Sequence[Held], rule: RetellingRule
) -> list[Retold]:
    """The short shots that stand in one earlier episode, and not in the others as well; see `retelling`."""
    if not earlier:
        return []
    usual = usual_cosine([*earlier, *later])
    bounds = [(start, end) for start, end in shots(own.expanded(), usual) if end - start <= rule.longest_shot]
    if not bounds:
        return []
    likeness = np.array([likenesses(own, bounds, rows, usual) for rows in (*earlier, *later)])
    found = []
    for (start, end), alike in zip(bounds, likeness.T, strict=True):
        best = int(alike[: len(earlier)].argmax())
        others = np.delete(alike, best)
        contrast = alike[best] - (np.median(others) if len(others) else ANY_SET)
        if rule.accepts(float(alike[best]), float(contrast)):
            place = _place(own.part(slice(start, end)), earlier[best])
            found.append(Retold(start, end, best, place, float(alike[best])))
    return found


def places(scenes: Sequence[Retold]) -> int:
    """How many places are told again: those close to each other in one episode are one."""
    ordered = sorted((scene.episode, scene.place) for scene in scenes)
    return len(ordered[:1]) + sum(a[0] != b[0] or b[1] - a[1] >= APART for a, b in pairwise(ordered))


def usual_cosine(stories: Sequence[Held]) -> float:
    """That of pictures that have nothing in common, nearly; below 1."""
    middle = np.sum([one.rows.T @ one.weights() for one in stories], axis=0) / len(stories)
    return min(float(middle @ middle), 1 - TINY)


def shots(rows: Floats, usual: float = 0.0) -> list[tuple[int, int]]:
    """[first, last) of each shot; flat rows belong to none.

    A cut is where no picture just before is like one just after, so that what moves fast is not cut to pieces.

    Args:
        rows: (T, n) of length 1, or 0.
        usual: Cosine of pictures that have nothing in common.
    """
    count = len(rows)
    shown = np.any(rows, axis=1)
    likest = np.full(max(0, count - 1), -np.inf)
    for back, forth in ((0, 1), (1, 1), (0, 2)):
        first, last = back, count - forth
        if last > first:
            before, after = rows[first - back : last - back], rows[first + forth : last + forth]
            alike = _likeness(np.einsum("td,td->t", before, after), usual)
            likest[first:last] = np.maximum(likest[first:last], alike)
    cuts = 1 + np.flatnonzero((likest < CUT) | (shown[1:] != shown[:-1]))
    bounds = pairwise([0, *cuts.tolist(), count])
    return [(first, last) for first, last in bounds if first < last and shown[first]]


def likenesses(own: Held, bounds: Sequence[tuple[int, int]], other: Held, usual: float) -> Floats:
    """(k,) how alike each shot is to the rows of another episode: 0 as unrelated pictures are, 1 as equal ones.

    Args:
        own: T rows of length 1, or 0.
        bounds: [first, last) of each shot.
        other: Rows of the other episode.
        usual: Cosine of pictures that have nothing in common.

    Raises:
        ValueError: The widths differ.
    """
    if other.width != own.width:
        raise ValueError(f"widths differ: {own.width} and {other.width}")
    if not len(other):
        return np.full(len(bounds), -1.0)
    different = own.rows @ other.rows.T  # a key frame that stands for some seconds is reckoned once
    best = [
        _along(different[own.index[start:end]][:, other.index]).max(axis=1).mean() for start, end in bounds
    ]
    return _likeness(np.array(best), usual)


def _likeness(cosine: Floats, usual: float) -> Floats:
    return np.asarray((cosine - usual) / (1 - usual))


def _place(shot: Held, other: Held) -> int:
    """The row of another episode with which a shot begins there, or would, if it begins later."""
    likeness = _along((shot.rows @ other.rows.T)[shot.index][:, other.index])
    row, place = np.unravel_index(likeness.argmax(), likeness.shape)
    return int(place - row)


def _along(cosine: Floats) -> Floats:
    """Each cell's mean with its neighbours on its diagonal, as far as there are any."""
    total, count = cosine.copy(), np.ones_like(cosine)
    for step in range(1, NEIGHBOURS + 1):
        if min(cosine.shape) > step:
            total[step:, step:] += cosine[:-step, :-step]
            count[step:, step:] += 1
            total[:-step, :-step] += cosine[step:, step:]
            count[:-step, :-step] += 1
    return total / count
