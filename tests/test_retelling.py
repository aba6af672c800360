"""A recap is several short shots of earlier episodes, one after another."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.arrays import Floats
from intromark.held import Held
from intromark.retelling import RetellingRule, places, retelling, shots

WIDTH = 32
SHOT = 4  # rows


def shot(seed: int, rows: int = SHOT) -> Floats:
    """Pictures of one shot: alike, and like no other's."""
    chance = np.random.default_rng(seed)
    pictures = chance.standard_normal(WIDTH) + 0.15 * chance.standard_normal((rows, WIDTH))
    return unit(pictures)


def unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def story(episode: int, count: int = 40) -> Floats:
    return np.concatenate([shot(1000 * episode + number) for number in range(count)])


def copied(rows: Floats, seed: int = 7) -> Floats:
    """The same in another encode."""
    return unit(rows + 0.03 * np.random.default_rng(seed).standard_normal(rows.shape))


def part(rows: Floats, number: int) -> Floats:
    return rows[number * SHOT : (number + 1) * SHOT]


FIRST, SECOND = story(1), story(2)
TOLD = [part(FIRST, 30), part(SECOND, 3), part(FIRST, 12), part(SECOND, 25)]


def test_scattered_shots_that_lie_together_are_a_recap() -> None:
    own = np.concatenate([shot(9, 8), copied(np.concatenate(TOLD)), story(3)])
    found = retelling(Held.of(own), [Held.of(FIRST), Held.of(SECOND)])
    assert [(one.start, one.end, one.episode) for one in found] == [
        (8, 12, 0),
        (12, 16, 1),
        (16, 20, 0),
        (20, 24, 1),
    ]
    assert [one.place // SHOT for one in found] == [30, 3, 12, 25]
    assert all(one.likeness > 0.9 for one in found)


def test_a_card_between_two_scenes_belongs_to_it() -> None:
    own = np.concatenate(
        [copied(np.concatenate(TOLD[:3])), shot(9, 2), copied(np.concatenate(TOLD[2:])), story(3)]
    )
    found = retelling(Held.of(own), [Held.of(FIRST), Held.of(SECOND)])
    assert (found[0].start, found[-1].end) == (0, 5 * SHOT + 2)


@pytest.mark.parametrize(
    "own",
    [
        pytest.param(story(3), id="only new scenes"),
        pytest.param(
            np.concatenate([copied(FIRST[40:72]), story(3)]), id="one scene, as a double episode begins"
        ),
        pytest.param(
            np.concatenate([copied(part(FIRST, 3)), copied(part(FIRST, 9)), story(3)]), id="two places"
        ),
    ],
)
def test_what_is_no_recap(own: Floats) -> None:
    assert retelling(Held.of(own), [Held.of(FIRST), Held.of(SECOND)]) == ()


def test_what_recurs_everywhere_is_no_scene() -> None:
    """An ident at the beginning of all episodes, before one more shot that two have."""
    idents = np.concatenate([shot(90), shot(91), shot(92)])
    own, others = (np.concatenate([copied(idents, seed), story(seed)]) for seed in (3, 4))
    earlier = [np.concatenate([idents, FIRST]), np.concatenate([idents, SECOND])]
    assert retelling(Held.of(own), [Held.of(rows) for rows in earlier], [Held.of(others)]) == ()


def test_a_long_shot_is_a_set_that_is_seen_again() -> None:
    sets = [shot(number, 30) for number in (70, 71, 72)]
    earlier = Held.of(np.concatenate([*sets, FIRST]))
    assert retelling(Held.of(np.concatenate([copied(np.concatenate(sets)), story(3)])), [earlier]) == ()


def test_nothing_before_it() -> None:
    assert retelling(Held.of(story(3)), []) == ()
    assert retelling(Held.of(story(3)), [], [Held.of(FIRST)]) == ()


def test_shots_end_at_cuts_and_flat_pictures_are_in_none() -> None:
    rows = np.concatenate([shot(1, 5), np.zeros((2, WIDTH), np.float32), shot(2, 3), shot(3, 1)])
    assert shots(rows) == [(0, 5), (7, 10), (10, 11)]
    assert shots(rows[:0]) == []


def test_what_moves_fast_is_not_cut_to_pieces() -> None:
    """Every second picture is the same, as of a wheel that turns."""
    turning = np.concatenate([part(FIRST, 0), part(FIRST, 1)])[[0, 4, 1, 5, 2, 6, 3, 7]]
    assert shots(turning) == [(0, 8)]


def test_places_that_are_one_scene() -> None:
    own = np.concatenate([copied(FIRST[80:84]), copied(FIRST[85:89]), *map(copied, TOLD)])
    found = retelling(Held.of(own), [Held.of(FIRST), Held.of(SECOND)])
    assert places(found) == places(found[1:])


def test_widths_must_be_equal() -> None:
    with pytest.raises(ValueError, match="widths differ"):
        retelling(Held.of(story(3)), [Held.of(FIRST[:, :8])])


def test_a_rule_that_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="not a rule"):
        RetellingRule(scenes=1)
