"""Lessons that a tiny network learns in a second: an intro is where the first number of a frame is high."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from intromark.events import Listener, Progress
from intromark.frame_counts import frames_in
from intromark.model_card import EncoderStamp, ModelCard
from intromark.span import Span
from intromark.train.layouts import EpisodeSequence
from intromark.train.making import Order, make_model
from intromark.train.material import Material
from intromark.train.recipe import Recipe
from intromark.train.recipe_file import parse_recipe
from intromark.windows import Windows, covering_starts, cut, join

WINDOW, WIDTH = 12, 6
ENCODER = EncoderStamp("lite", "0123456789abcdef", WIDTH)
SPANS = (Span(5.0, 12.0), Span(21.0, 30.0), None, Span(0.0, 6.0))

RECIPE = """
[network]
preset = "small"
width = 16
depth = 1
heads = 2
feed_forward = 16

[training]
epochs = 6
learning_rate = 1e-2
batch = 8
warm_up = 0.1
decay = true
most_weight = 4.0
patience = 4

[augmentation]
shift = 2
least_substituted = 0.1
most_substituted = 0.2

[model]
stride = 6
"""


def episode(number: int, intro: Span | None, seconds: int = 40) -> EpisodeSequence:
    """Noise, and an intro that can be seen."""
    frames = np.random.default_rng(number).standard_normal((seconds, WIDTH)).astype(np.float32)
    targets = frames_in(intro, seconds, 1.0)
    frames[:, 0] = np.where(targets, 3.0, -3.0)
    return EpisodeSequence(f"e{number}", f"show {number % 2}", frames, targets, intro)


def windows(first: int, count: int) -> Windows:
    """Of some episodes."""
    parts = [episode(number, SPANS[number % len(SPANS)]) for number in range(first, first + count)]
    return join([cut(one.embeddings, one.targets, covering_starts(40, WINDOW, 6), WINDOW) for one in parts])


def material(*, held: bool = True) -> Material:
    """Eight episodes to learn from, and four that are held out."""
    if not held:
        return Material(ENCODER, windows(0, 8))
    episodes = [episode(number, SPANS[number % len(SPANS)]) for number in range(8, 12)]
    return Material(ENCODER, windows(0, 8), windows(8, 4), episodes)


def recipe(*changes: tuple[str, str]) -> Recipe:
    """The recipe with some of its text replaced."""
    text = RECIPE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_recipe(text, "tiny")


def made(out: Path, *, steps: list[Progress] | None = None, resume: bool = False) -> ModelCard:
    """Train on the material by the recipe, on a CPU."""
    listener = Listener(lambda _: None, ([] if steps is None else steps).append)
    return make_model(material(), recipe(), Order(out, "cpu", resume), listener)
