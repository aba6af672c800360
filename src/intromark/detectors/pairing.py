"""Which episodes are compared with which: all of a season, some of a show that is kept in one folder."""

from __future__ import annotations

from itertools import combinations

ALL = 14  # episodes up to which every two are compared
STEPS = (1, 2, 4, 9)
"""How far apart, in order, episodes are compared otherwise: neighbours, which have the same opening where it changes
over the years, and some farther ones, which a few odd episodes in a row do not reach."""


def chosen_pairs(episodes: int) -> list[tuple[int, int]]:
    """Pairs of numbers of episodes, the lower first, each once; linear in their number for large seasons."""
    if episodes <= ALL:
        return list(combinations(range(episodes), 2))
    around = {(a, (a + step) % episodes) for step in STEPS for a in range(episodes)}
    return sorted({(min(pair), max(pair)) for pair in around if pair[0] != pair[1]})
