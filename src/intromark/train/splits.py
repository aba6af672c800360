"""Which show is for training, and which for testing: never an episode of one in both."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from intromark.episode_names import spelt_alike
from intromark.errors import DatasetError
from intromark.labels.titles import in_one_alphabet

TEST_SHARE = 0.2  # of the shows
SEED = 42


def split_shows(shows: Sequence[str]) -> dict[str, str]:
    """Show -> `train` or `test`.

    A fifth of the shows, and one at least, is for testing; of one show alone all is for training. Which it is, the
    names decide: it is the same on every machine, and a new show moves few others.
    """
    ranked = sorted(set(shows), key=_rank)
    count = math.ceil(TEST_SHARE * len(ranked)) if len(ranked) > 1 else 0
    return {show: "test" if place < count else "train" for place, show in enumerate(ranked)}


def leave_out(shows: Sequence[str], left: str) -> dict[str, str]:
    """Show -> `test` for the one that is left out, `train` for all others.

    Args:
        shows: All there are.
        left: The name of one, in any spelling.

    Raises:
        DatasetError: There is no such show, or no other.
    """
    test = [show for show in set(shows) if _reduced(show) == _reduced(left)]
    if not test or len(set(shows)) == 1:
        known = ", ".join(f"`{show}`" for show in sorted(set(shows)))
        problem = "there is no show" if not test else "there is no show but"
        raise DatasetError(f"{problem} `{left}`", f"the labels have: {known}")
    return {show: "test" if show in test else "train" for show in shows}


def _rank(show: str) -> str:
    return hashlib.sha256(f"{SEED}:{_reduced(show)}".encode()).hexdigest()


def _reduced(show: str) -> str | None:
    return spelt_alike(in_one_alphabet(show))
