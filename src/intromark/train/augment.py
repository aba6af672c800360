"""Windows as they could have been: a few seconds earlier or later, with other frames here and there, without sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from intromark.signals import with_missing
from intromark.windows import Windows


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How the windows of a batch are altered.

    Attributes:
        shift: Frames by which a window moves at the most, earlier or later; what it then lacks is masked.
        least_substituted: Share of the frames of a window that are replaced by frames of the batch, at the least.
        most_substituted: The same, at the most.
        dropped: Share of the windows in which a signal is missing, for each signal; one always stays.

    Source:
        arXiv 2504.09738: shifts of 5 s; 10 to 30 % of the frames.
    """

    shift: int = 0
    least_substituted: float = 0.0
    most_substituted: float = 0.0
    dropped: float = 0.0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.shift < 0:
            raise ValueError(f"shift must be >= 0, got {self.shift}")
        if not 0 <= self.least_substituted <= self.most_substituted < 1:
            raise ValueError("need 0 <= least_substituted <= most_substituted < 1")
        if not 0 <= self.dropped < 1:
            raise ValueError(f"dropped must be in [0, 1), got {self.dropped}")


def augment(
    windows: Windows,
    how: Augmentation,
    chance: np.random.Generator,
    signals: Mapping[str, int] | None = None,
) -> Windows:
    """Alter each window of a batch on its own; the frames that stay keep their targets.

    Args:
        windows: A batch.
        how: What is done.
        chance: What is drawn.
        signals: Name -> numbers a frame, where the inputs tell which are there, as `signals.with_missing` does; only
            then can one be dropped.
    """
    if how.shift:
        windows = _shifted(windows, how.shift, chance)
    if how.most_substituted:
        windows = _substituted(windows, how, chance)
    return _dropped(windows, how.dropped, signals, chance) if signals and how.dropped else windows


def _shifted(windows: Windows, most: int, chance: np.random.Generator) -> Windows:
    frames = np.arange(windows.size) + chance.integers(-most, most + 1, (len(windows), 1))
    rows = np.arange(len(windows))[:, None]
    inside = (frames >= 0) & (frames < windows.size)
    mask = inside & windows.mask[rows, frames.clip(0, windows.size - 1)]
    # One that would lose its last real frame stays where it is.
    stays = ~mask.any(axis=1, keepdims=True)
    frames = np.where(stays, np.arange(windows.size), frames.clip(0, windows.size - 1))
    mask = np.where(stays, windows.mask, mask)
    targets = windows.targets[rows, frames]
    targets[~mask] = 0
    return Windows(windows.inputs[rows, frames] * mask[:, :, None], targets, mask)


def _substituted(windows: Windows, how: Augmentation, chance: np.random.Generator) -> Windows:
    """The target stays: a network that knows an intro by its other frames is not misled by one."""
    shares = chance.uniform(how.least_substituted, how.most_substituted, (len(windows), 1))
    replaced = windows.mask & (chance.random(windows.mask.shape) < shares)
    others = windows.inputs[windows.mask]
    inputs = windows.inputs.copy()
    inputs[replaced] = others[chance.integers(0, len(others), int(replaced.sum()))]
    return Windows(inputs, windows.targets, windows.mask)


def _dropped(
    windows: Windows, share: float, signals: Mapping[str, int], chance: np.random.Generator
) -> Windows:
    """A network that may lack any signal learns from each of them."""
    there = chance.random((len(windows), len(signals))) >= share
    there[np.arange(len(windows)), chance.integers(0, len(signals), len(windows))] = True
    inputs = windows.inputs[:, :, : -len(signals)]
    known = windows.inputs[:, :, -len(signals) :] > 0
    kept = with_missing(inputs, signals, known & there[:, None])
    return Windows(kept, windows.targets, windows.mask)
