"""A recipe: all that decides a training but the data, as a TOML file.

    [network]        preset, and fields of NetworkConfig that differ from it
    [training]       Plan
    [augmentation]   Augmentation
    [model]          Use

`recipe_file` reads it. `seed`, `seed-40`, `paper` and `default` come with intromark, in the folder recipes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from intromark.errors import RecipeError
from intromark.model_card import UNSTATED
from intromark.network import NetworkConfig, preset
from intromark.train.augment import Augmentation


@dataclass(frozen=True, slots=True)
class Plan:
    """How the network learns: Adam on the binary cross entropy of every frame.

    Attributes:
        epochs: Passes over the windows, at the most.
        learning_rate: Peak.
        batch: Windows a step.
        warm_up: Share of all steps in which the rate rises to its peak.
        decay: The rate falls to nothing, as half a cosine; else it stays.
        weight_decay: Decoupled from the gradient (AdamW).
        clip: Longest gradient; 0 is any.
        most_weight: Intro frames count as much as all others together, but one at most as many as this; 1 is
            no weighting.
        patience: Epochs without a better average precision on the held-out show after which it ends, and the
            best weights are kept; 0 is never, and the last are.
        bf16: Multiply in bfloat16 where the device is CUDA.
        seed: Of everything drawn.
    """

    epochs: int
    learning_rate: float
    batch: int = 8
    warm_up: float = 0.0
    decay: bool = False
    weight_decay: float = 0.0
    clip: float = 0.0
    most_weight: float = 1.0
    patience: int = 0
    bf16: bool = False
    seed: int = 42

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.epochs < 1 or self.batch < 1 or not self.learning_rate > 0:
            raise ValueError("epochs and batch must be >= 1, learning_rate > 0")
        if not 0 <= self.warm_up <= 1:
            raise ValueError(f"warm_up must be in [0, 1], got {self.warm_up}")
        if min(self.weight_decay, self.clip, self.patience, self.seed) < 0 or self.most_weight < 1:
            raise ValueError("weight_decay, clip, patience and seed must be >= 0, most_weight >= 1")


@dataclass(frozen=True, slots=True)
class Use:
    """How the model is used, which its card says.

    Attributes:
        stride: Frames between two windows when it is run.
        licence: Under which it may be used.
    """

    stride: int = 15
    licence: str = UNSTATED

    def __post_init__(self) -> None:
        """Check the range."""
        if self.stride < 1:
            raise ValueError(f"stride must be >= 1, got {self.stride}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a training but the data.

    Attributes:
        name: Of the recipe.
        preset: Key of `PRESETS`.
        changes: Fields of the network's config that differ from it.
        plan: How it learns.
        augmentation: How its windows are altered.
        use: How the model is used.
    """

    name: str
    preset: str
    changes: Mapping[str, int | float | bool]
    plan: Plan
    augmentation: Augmentation
    use: Use

    def network(self, inputs: int, window: int) -> NetworkConfig:
        """The config of the network for a dataset: numbers a frame, and frames a window.

        Raises:
            RecipeError: Such a network cannot be built, or would leave out frames when it is run.
        """
        if self.use.stride > window:
            raise RecipeError(
                f"recipe `{self.name}` has a stride of {self.use.stride}, and windows have {window} frames",
                "give [model] a stride of less",
            )
        try:
            return preset(self.preset, inputs, {**self.changes, "window": window})
        except ValueError as error:
            raise RecipeError(f"[network] of recipe `{self.name}`: {error}", "change the recipe") from error

    def with_epochs(self, epochs: int | None) -> Recipe:
        """The same with another number of epochs; None leaves it."""
        return self if epochs is None else replace(self, plan=replace(self.plan, epochs=epochs))

    def as_dict(self) -> dict[str, Any]:
        """For the card of a model."""
        return asdict(replace(self, changes=dict(self.changes)))
