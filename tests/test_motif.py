from itertools import combinations

import numpy as np
import pytest

from intromark.align import align
from intromark.arrays import Floats
from intromark.detectors.motif import Motif, MotifRule, find_motif

RULE = MotifRule(windows=(4, 8), seeds=5, reach=10)
STEPS, LENGTH = 90, 7
STARTS = [12, 20, 9, 31, 15, 22, 17, 12]


def season(starts: list[int | None], noise: float = 0.6, seed: int = 3) -> list[Floats]:
    """Unlike sequences with one stretch in most of them, each time with its own noise."""
    random = np.random.default_rng(seed)
    theme = random.standard_normal((LENGTH, 24))
    sequences = []
    for start in starts:
        sequence = random.standard_normal((STEPS, 24))
        if start is not None:
            sequence[start : start + LENGTH] = theme + noise * random.standard_normal(theme.shape)
        sequences.append(sequence.astype(np.float32))
    return sequences


def found(motif: Motif | None) -> Motif:
    assert motif is not None
    return motif


def test_every_place_is_found() -> None:
    motif = found(find_motif(season([*STARTS]), RULE))
    assert motif.length == LENGTH
    assert list(motif.starts) == STARTS
    assert motif.places.shape == (len(STARTS), STEPS - LENGTH + 1)
    assert motif.places.argmax(axis=1).tolist() == STARTS


def test_what_few_pairs_tell_the_season_tells() -> None:
    by_pair, placed = 0, 0
    for seed in (3, 4, 5):
        sequences = season([*STARTS], noise=1.5, seed=seed)
        by_pair += sum(bool(align(a, b)) for a, b in combinations(sequences, 2))
        places = zip(found(find_motif(sequences, RULE)).starts, STARTS, strict=True)
        placed += sum(start is not None and abs(start - true) <= 2 for start, true in places)
    assert by_pair <= 15  # of 84
    assert placed >= 14  # of 24


def test_sequences_may_differ_in_length_and_one_may_lack_it() -> None:
    sequences = season([*STARTS, None])
    sequences[0], sequences[3] = sequences[0][:40], sequences[3][:70]
    motif = found(find_motif(sequences, RULE))
    assert list(motif.starts[:-1]) == STARTS
    assert motif.starts[-1] is None


def test_a_planted_motif_scores_above_what_chance_gives() -> None:
    chance = find_motif(season([None] * 8), RULE)
    assert found(find_motif(season([*STARTS]), RULE)).score > 2 * (chance.score if chance else 0)


def test_refuses() -> None:
    with pytest.raises(ValueError, match="three sequences"):
        find_motif(season([1, 2]), RULE)
    with pytest.raises(ValueError, match="at least 8 steps"):
        find_motif([sequence[:7] for sequence in season([1, 2, 3])], RULE)
    with pytest.raises(ValueError, match=">= 1"):
        MotifRule(windows=())
