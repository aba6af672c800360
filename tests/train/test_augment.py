"""Windows are altered, and what they say of their frames stays true."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.train.augment import Augmentation, augment
from intromark.windows import Windows

SIZE = 10


def numbered(count: int, real: int = SIZE) -> Windows:
    """Each frame shows its own number, and belongs to the intro where that is odd."""
    numbers = np.arange(1.0, count * SIZE + 1).reshape(count, SIZE)
    mask = np.broadcast_to(np.arange(SIZE) < real, numbers.shape)
    inputs = (numbers * mask)[:, :, None].astype(np.float32)
    return Windows(inputs, (numbers % 2 * mask).astype(np.float32), mask.copy())


def changed(how: Augmentation, before: Windows, seed: int = 0) -> Windows:
    return augment(before, how, np.random.default_rng(seed))


def test_nothing_is_altered_by_default() -> None:
    before = numbered(3)
    assert changed(Augmentation(), before) is before


def test_a_shift_takes_targets_and_mask_along() -> None:
    before = numbered(200)
    after = changed(Augmentation(shift=3), before)
    shown = after.inputs[:, :, 0]
    assert (after.targets[after.mask] == shown[after.mask] % 2).all()
    assert (shown[~after.mask] == 0).all()
    assert (after.targets[~after.mask] == 0).all()
    # The frames that stay are successive ones of the same window.
    steps = shown[:, 1:] - shown[:, :-1]
    assert (steps[after.mask[:, 1:] & after.mask[:, :-1]] == 1).all()
    lost = (~after.mask).sum(axis=1)
    assert set(lost.tolist()) == {0, 1, 2, 3}
    assert {bool(mask[0]) for mask in after.mask[lost > 0]} == {True, False}


def test_a_shift_leaves_a_real_frame() -> None:
    after = changed(Augmentation(shift=5), numbered(300, real=2))
    assert after.mask.any(axis=1).all()


def test_frames_are_substituted_by_real_ones_and_keep_their_targets() -> None:
    before = numbered(300, real=8)
    after = changed(Augmentation(least_substituted=0.1, most_substituted=0.3), before)
    assert (after.targets == before.targets).all()
    assert (after.mask == before.mask).all()
    assert (after.inputs[~after.mask] == 0).all()
    other = (after.inputs != before.inputs)[:, :, 0]
    assert (after.inputs[other] > 0).all()
    assert other[before.mask].mean() == pytest.approx(0.2, abs=0.03)


def test_the_same_seed_alters_alike() -> None:
    how = Augmentation(4, 0.1, 0.3)
    first, second, other = (changed(how, numbered(5), seed) for seed in (1, 1, 2))
    assert (first.inputs == second.inputs).all()
    assert (first.inputs != other.inputs).any()


@pytest.mark.parametrize("how", [(-1, 0, 0), (0, 0.3, 0.1), (0, 0.1, 1.0)])
def test_what_cannot_be(how: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match=r"need|must"):
        Augmentation(*how)


def test_signals_are_dropped_and_it_is_told_and_never_all() -> None:
    signals = {"look": 2, "sound": 3}
    whole = np.ones((400, SIZE, 7), np.float32)
    whole[:100, :, 2:5] = whole[:100, :, 6] = 0  # no sound
    before = Windows(whole, np.ones((400, SIZE, 3), np.float32), np.ones((400, SIZE), np.bool_))
    how = Augmentation(shift=2, dropped=0.3)
    after = augment(before, how, np.random.default_rng(0), signals)
    assert after.targets.shape == before.targets.shape
    told = after.inputs[:, 5, 5:]
    assert (after.inputs[:, 5, :2] == told[:, :1]).all()
    assert (after.inputs[:, 5, 2:5] == told[:, 1:]).all()
    assert (told[:100, 1] == 0).all()
    assert told[100:].any(axis=1).all()
    assert 0.15 < 1 - told[100:, 0].mean() < 0.3
    assert augment(before, Augmentation(dropped=0.3), np.random.default_rng(0)) is before


def test_all_signals_cannot_be_dropped() -> None:
    with pytest.raises(ValueError, match="dropped"):
        Augmentation(dropped=1.0)
