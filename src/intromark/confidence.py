"""How sure an answer is, as a probability that means what it says: of the answers with 0.9, nine in ten are right.

An intro is right when it covers the true one at IoU >= 0.5; an absence when there is none. The constants are fitted
on composed seasons by `python -m recipes.confidence`, which also prints how well they hold on seasons left out.
"""

from __future__ import annotations

import math

INTRO = (-4.03, 1.25)  # bias, and slope on the log-odds that what recurs is an intro
ABSENCE = (-1.82, 2.79)  # bias, and slope on the share of the season's episodes that have an intro
ABSENCE_TOLD = (-1.23, 1.47, 0.27)  # the same, and slope on a model's log-odds that there is none
RECAP = (-4.5, 1.0, 5.5)  # bias, slopes on the log of how many places it shows and on likeness; by hand
NONE_IN_SEASON = 0.29  # nothing recurs that could be one
ALONE = 0.2  # nothing to compare with: most episodes have an intro


def recurring_confidence(element: float) -> float:
    """Probability that a reported intro is right, or reported credits.

    Args:
        element: Probability in (0, 1) that what recurs is that, as segmentation judges it.
    """
    bias, slope = INTRO
    return _sigmoid(bias + slope * math.log(element / (1 - element)))


def absence_confidence(episodes: int, intros: int, lack: float | None = None) -> float:
    """Probability that an episode without a reported intro has none.

    The more of its siblings have one, the surer it would have been found here too: where only half have it, the
    others may have an opening of their own. What looks and sounds like one to a model speaks against it.

    Args:
        episodes: How many were compared, >= 1.
        intros: How many of them have one.
        lack: Log-odds that it has none, by what it looks and sounds like; None where no model was asked.
    """
    if episodes == 1:
        return ALONE
    if lack is not None:
        bias, by_share, by_lack = ABSENCE_TOLD
        return _sigmoid(bias + by_share * intros / episodes + by_lack * lack)
    if not intros:
        return NONE_IN_SEASON
    bias, slope = ABSENCE
    return _sigmoid(bias + slope * intros / episodes)


def recap_confidence(places: int, likeness: float) -> float:
    """Probability that a reported recap is one.

    Args:
        places: How many places of earlier episodes it shows, >= 1.
        likeness: Mean likeness of its pictures to theirs, up to 1.
    """
    bias, by_place, by_likeness = RECAP
    return _sigmoid(bias + by_place * math.log(places) + by_likeness * likeness)


def _sigmoid(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
