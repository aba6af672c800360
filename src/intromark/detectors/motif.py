"""The one stretch that all episodes of a season share, from evidence too faint for any two of them.

A title card of five seconds matches by chance somewhere in every pair. What chance doesn't do is match at
one place in twenty episodes that also match each other. So a motif is a place in each episode; every second
of it is scored by the mean of its cells against the other episodes' places, and places and extent are
improved in turn until they stay. Where the others begin is evidence as well.

Source:
    Bailey & Elkan, ISMB 1994 (MEME): motifs by expectation maximisation from many seeds. Lawrence et al.,
    Science 262 (1993): each sequence is aligned to the motif of the others. The cells are those of
    `intromark.align`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from intromark.align import DEFAULT
from intromark.arrays import Floats, Steps
from intromark.cells import CellScores
from intromark.held import Held

Cells = NDArray[np.float16]
LOSS = -DEFAULT.cost  # nats of a cell that matches nothing, and of one that lies outside an episode


@dataclass(frozen=True, slots=True)
class MotifRule:
    """How motifs are sought.

    Attributes:
        windows: Lengths of seeds in steps, each >= 1: a short motif is lost in a long window, and a long
            one in the crowd of short ones.
        seeds: Stretches of each length that are tried.
        reach: Steps by which a motif may grow at each end in a round.
        rounds: Most rounds for a seed; most settle in five.
    """

    windows: tuple[int, ...] = (5, 10, 20)
    seeds: int = 20
    reach: int = 30
    rounds: int = 15

    def __post_init__(self) -> None:
        """Check ranges."""
        if not self.windows or min(*self.windows, self.seeds, self.reach, self.rounds) < 1:
            raise ValueError(f"every number must be >= 1, got {self}")


@dataclass(frozen=True, slots=True)
class Motif:
    """A stretch that stands once in most sequences.

    Attributes:
        starts: First step in each sequence; None where it stands in no place better than chance gives.
        length: Steps, >= 1.
        score: Nats over chance of all sequences together, > 0.
        places: (sequences, T - length + 1) nats over chance of the motif beginning at each step of each sequence, T
            being the longest; what is learnt of single sequences can be added to them.
    """

    starts: tuple[int | None, ...]
    length: int
    score: float
    places: Floats = field(compare=False, repr=False)


def find_motif(sequences: Sequence[Floats], rule: MotifRule = MotifRule()) -> Motif | None:
    """Find the stretch that most sequences share.

    Args:
        sequences: (T, n) feature vectors each, three or more, cut to where the motif may stand: what else
            repeats would be found as well. The cells of all pairs are held at once, (number * longest T)^2
            * 2 bytes.
        rule: How it is sought.

    Returns:
        The best motif; None when no seed is better than chance in two sequences. Its score ranks the motifs
        of one season and is no probability: with few sequences something is always found.

    Raises:
        ValueError: Fewer than three sequences, or one is shorter than a seed.
    """
    if len(sequences) < 3 or min(map(len, sequences)) < max(rule.windows):
        raise ValueError(f"need three sequences or more, of at least {max(rule.windows)} steps")
    season = _Season(sequences)
    found = (
        season.refined(episode, start, window, rule)
        for window in rule.windows
        for episode, start in season.seeds(window, rule.seeds)
    )
    return max((motif for motif in found if motif), key=lambda motif: motif.score, default=None)


class _Season:
    """The cells of all pairs: [e, t] holds second t of episode e against every second of all."""

    def __init__(self, sequences: Sequence[Floats]) -> None:
        self._count, self._steps = len(sequences), max(map(len, sequences))
        self._own = np.arange(self._count)
        shape = (self._count, self._steps, self._count, self._steps)
        self._cells: Cells = np.full(shape, LOSS, np.float16)
        for a, b in combinations(range(self._count), 2):
            scores = np.concatenate(
                list(CellScores(Held.of(sequences[a]), Held.of(sequences[b]), DEFAULT).blocks())
            )
            self._cells[a, : len(sequences[a]), b, : len(sequences[b])] = scores
            self._cells[b, : len(sequences[b]), a, : len(sequences[a])] = scores.T
        self._cells[self._own, :, self._own] = 0  # so that sums leave an episode's own cells out

    def seeds(self, window: int, count: int) -> list[tuple[int, int]]:
        """Stretches (episode, start) that match best in all siblings, against others of their episode."""
        stretches = self._steps - window + 1
        support = np.zeros((self._count, stretches))
        for episode in range(self._count):
            cells = self._cells[episode].astype(np.float32)
            sums = sum(cells[k : k + stretches, :, k : k + stretches] for k in range(window))
            support[episode] = np.asarray(sums).max(axis=2).sum(axis=1)
        support -= np.median(support, axis=1, keepdims=True)
        chosen: list[tuple[int, int]] = []
        for place in np.argsort(-support, axis=None, kind="stable"):
            episode, start = divmod(int(place), stretches)
            if all(e != episode or abs(s - start) >= window for e, s in chosen):
                chosen.append((episode, start))
            if len(chosen) == count:
                break
        return chosen

    def refined(self, episode: int, start: int, window: int, rule: MotifRule) -> Motif | None:
        """Place a seed in all episodes, and improve extent and places in turn."""
        low, high = 0, window
        seed = self._cells[episode, start : start + window].astype(np.float32).transpose(1, 2, 0)
        places = _sums(seed).argmax(axis=1)
        places[episode] = start
        sums: Floats = np.zeros((self._count, 1))
        for _ in range(rule.rounds):
            offsets = np.arange(low - rule.reach, high + rule.reach)
            nats = self._nats(places, offsets)
            first, last = _extent(self._profile(nats, places, offsets))
            if last - first < 1 or last - first > self._steps:
                return None
            low, high = int(offsets[first]), int(offsets[first]) + last - first
            sums = _sums(nats[:, :, first:last])
            sums += _habit(places + low, sums.shape[1])
            before, places = places, sums.argmax(axis=1) - low
            if np.array_equal(before, places):
                break
        return _motif(sums, high - low)

    def _nats(self, places: Steps, offsets: Steps) -> Floats:
        """(episodes, T, offsets): the mean of each second's cells against all other episodes' motif."""
        wanted = places[None, :] + offsets[:, None]
        inside = (wanted >= 0) & (wanted < self._steps)
        nats = np.empty((self._count, self._steps, len(offsets)), np.float32)
        for number, (steps, known) in enumerate(zip(wanted, inside, strict=True)):
            rows = self._cells[self._own[known], steps[known]].sum(axis=0, dtype=np.float32)
            nats[:, :, number] = rows + LOSS * (~known).sum()
        return nats / (self._count - 1)

    def _profile(self, nats: Floats, places: Steps, offsets: Steps) -> Floats:
        """(offsets,) mean over the episodes of what their own places bring."""
        steps = places[:, None] + offsets
        inside = (steps >= 0) & (steps < self._steps)
        own = nats[self._own[:, None], np.clip(steps, 0, self._steps - 1), np.arange(len(offsets))]
        return np.asarray(np.where(inside, own, LOSS).mean(axis=0))


def _motif(places: Floats, length: int) -> Motif | None:
    """The motif at the best place of each sequence; None when it is better than chance in fewer than two."""
    starts, gains = places.argmax(axis=1), places.max(axis=1)
    held = gains > 0
    if held.sum() < 2:
        return None
    kept = tuple(int(start) if known else None for start, known in zip(starts, held, strict=True))
    return Motif(kept, length, float(gains[held].sum()), places)


def _sums(nats: Floats) -> Floats:
    """(episodes, T - K + 1) sums along the diagonals of (episodes, T, K)."""
    starts = nats.shape[1] - nats.shape[2] + 1
    return np.asarray(sum(nats[:, k : k + starts, k] for k in range(nats.shape[2])))


def _habit(starts: Steps, steps: int) -> Floats:
    """(episodes, steps) log-probability that a motif begins at each step, as the others' starts let expect.

    Half of it is anywhere, half is a Laplace law round the others' median: an intro keeps roughly to its
    place, and what repeats all over an episode does not.
    """
    logs = []
    for episode in range(len(starts)):
        others = np.delete(starts, episode)
        away = np.abs(np.arange(steps) - np.median(others))
        spread = max(1.0, float(np.abs(others - np.median(others)).mean()))
        near = np.exp(-away / spread)
        logs.append(np.log(0.5 / steps + 0.5 * near / near.sum()))
    return np.stack(logs)


def _extent(profile: Floats) -> tuple[int, int]:
    """First and one past the last index of the stretch with the largest sum."""
    total = np.concatenate([[0.0], np.cumsum(profile, dtype=np.float64)])
    lowest = np.minimum.accumulate(total)
    last = int(np.argmax(total - lowest))
    return int(np.flatnonzero(total[: last + 1] == lowest[last])[-1]), last
