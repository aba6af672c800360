"""A sequence of frames <-> the overlapping windows that a network sees, and back to one curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats, Steps

WINDOW = 60  # frames, the paper's; a minute at 1 FPS
STRIDE = 5  # frames between the starts of two windows, the seed's


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of one size, ready for a network.

    Attributes:
        inputs: (N, W, n) float32, n numbers a frame; 0 where no frame is.
        targets: (N, W) float32 in [0, 1]: 1 where a frame belongs to the intro; 0 where no frame is. Of several
            labels (N, W, L).
        mask: (N, W) bool, True where a real frame is.
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]
    mask: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Check the shapes."""
        if self.inputs.ndim != 3:
            raise ValueError(f"inputs have shape (N, W, n), not {self.inputs.shape}")
        shape = self.inputs.shape[:2]
        if self.targets.shape[:2] != shape or self.targets.ndim > 3 or self.mask.shape != shape:
            raise ValueError(
                f"targets {self.targets.shape} and mask {self.mask.shape} must be {shape}, as the inputs are"
            )

    def __len__(self) -> int:
        """Windows."""
        return len(self.inputs)

    @property
    def size(self) -> int:
        """Frames a window."""
        return int(self.inputs.shape[1])

    @property
    def width(self) -> int:
        """Numbers a frame."""
        return int(self.inputs.shape[2])

    def rows(self, chosen: Steps) -> Windows:
        """Some of the windows, by number."""
        return Windows(self.inputs[chosen], self.targets[chosen], self.mask[chosen])

    @property
    def labels(self) -> int:
        """Things that are told apart from the story."""
        return 1 if self.targets.ndim == 2 else int(self.targets.shape[2])

    def prevalence(self, label: int = 0) -> float:
        """Share of the real frames that belong to a label, by its number, in [0, 1]; nan without frames."""
        if not self.mask.any():
            return float("nan")
        return float(self.targets[self.mask].reshape(-1, self.labels)[:, label].mean())


def starts(length: int, size: int = WINDOW, stride: int = STRIDE) -> Steps:
    """Where the windows begin that lie wholly inside a sequence: 2068 frames give 402, 992 give 187.

    What is left over at the end stands in no window, as in the seed's recipe.

    Args:
        length: Frames of the sequence, >= 0.
        size: Frames a window, > 0.
        stride: Frames between two starts, > 0.
    """
    if size <= 0 or stride <= 0:
        raise ValueError(f"size and stride must be > 0, got {size} and {stride}")
    return np.arange(0, length - size + 1, stride)


def covering_starts(length: int, size: int = WINDOW, stride: int = STRIDE) -> Steps:
    """Where windows begin so that every frame stands in one: one more at the end where the stride leaves a rest.

    A sequence shorter than a window has one, which is padded; an empty one has none.

    Raises:
        ValueError: The stride is longer than a window, so that frames would be left out.
    """
    if stride > size:
        raise ValueError(f"windows of {size} leave out frames at a stride of {stride}")
    if length <= size:
        return np.arange(0, min(1, length))
    whole = starts(length, size, stride)
    return whole if whole[-1] == length - size else np.append(whole, length - size)


def cut(inputs: Floats, targets: NDArray[np.generic], at: Steps, size: int = WINDOW) -> Windows:
    """Cut windows out of one sequence; where one reaches beyond its end there is no frame, which the mask says.

    Args:
        inputs: (T, n), a row a frame.
        targets: (T,) booleans or shares in [0, 1]; of several labels (T, L).
        at: (N,) frames at which windows begin, in [0, T): see `starts` and `covering_starts`.
        size: Frames a window.
    """
    if inputs.ndim != 2 or targets.shape[:1] != inputs.shape[:1]:
        raise ValueError(f"need inputs (T, n) and targets (T,), got {inputs.shape} and {targets.shape}")
    if len(at) and not (at.min() >= 0 and at.max() < len(inputs)):
        raise ValueError(f"windows begin in [0, {len(inputs)}), not at {at.min()} to {at.max()}")
    frames = at[:, None] + np.arange(size)
    mask = frames < len(inputs)
    frames = np.where(mask, frames, 0)
    marked = targets[frames].astype(np.float32)
    marked[~mask] = 0
    return Windows(
        inputs[frames].astype(np.float32, copy=False) * mask[:, :, None],
        marked,
        mask,
    )


def join(parts: Sequence[Windows]) -> Windows:
    """Windows of several sequences, one after the other.

    Raises:
        ValueError: There are none, or they differ in size or width.
    """
    return Windows(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate([part.targets for part in parts]),
        np.concatenate([part.mask for part in parts]),
    )


def average(values: Floats, at: Steps, length: int) -> NDArray[np.float64]:
    """One value for each frame: the mean of what the windows say in which it stands.

    Args:
        values: (N, W), one a frame of each window; those beyond the end of the sequence are not looked at. Of
            several labels (N, W, L).
        at: (N,) frames at which the windows begin.
        length: T, frames of the sequence.

    Returns:
        (T,) means, or (T, L); nan where a frame stands in no window.
    """
    if values.ndim == 3:
        columns = [average(values[:, :, label], at, length) for label in range(values.shape[2])]
        return np.stack(columns, axis=1)
    frames = at[:, None] + np.arange(values.shape[1])
    inside = frames < length
    count = np.bincount(frames[inside], minlength=length)
    total = np.bincount(frames[inside], weights=values[inside], minlength=length)
    means = np.full(length, np.nan)
    np.divide(total, count, out=means, where=count > 0)
    return means
