"""What television does to the same second of another episode; a flip or a turn is another picture."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from . import overlays
from .backbone import HEIGHT, WIDTH
from .overlays import Chance

Stills = NDArray[np.uint8]
Change = Callable[[Image.Image, Chance], Image.Image]


def crop(picture: Image.Image, chance: Chance) -> Image.Image:
    """Lose up to 12 % of each side's length, which also shifts and stretches what is left."""
    width, height = picture.size
    wide, high = width * chance.uniform(0.88, 1.0), height * chance.uniform(0.88, 1.0)
    left, top = chance.uniform(0, width - wide), chance.uniform(0, height - high)
    return picture.resize(picture.size, Image.Resampling.BILINEAR, (left, top, left + wide, top + high))


def bars(picture: Image.Image, chance: Chance) -> Image.Image:
    """Black bars, above and below or left and right, that squash the picture or cover its edges."""
    width, height = picture.size
    share = chance.uniform(0.03, 0.13)
    across = chance.random() < 0.5
    x, y = (0, int(height * share)) if across else (int(width * share), 0)
    inside = (x, y, width - x, height - y)
    framed = Image.new("RGB", picture.size)
    if chance.random() < 0.6:
        framed.paste(picture.resize((inside[2] - x, inside[3] - y), Image.Resampling.BILINEAR), (x, y))
    else:
        framed.paste(picture.crop(inside), (x, y))
    return framed


def colour(picture: Image.Image, chance: Chance) -> Image.Image:
    """Another brightness, contrast, gamma, saturation and a mild cast."""
    values = np.asarray(picture, dtype=np.float32) / 255
    grey = values.mean(2, keepdims=True)
    values = grey + (values - grey) * np.float32(chance.uniform(0.4, 1.5))
    contrast, brightness = chance.uniform(0.7, 1.35), chance.uniform(-0.12, 0.12)
    values = (values - 0.5) * np.float32(contrast) + np.float32(0.5 + brightness)
    cast = chance.uniform(0.88, 1.12, 3).astype(np.float32)
    values = np.clip(values * cast, 0, 1) ** np.float32(np.exp(chance.uniform(-0.4, 0.4)))
    return Image.fromarray((values * 255).astype(np.uint8))


def fade(picture: Image.Image, chance: Chance) -> Image.Image:
    """On the way to black or, less often, to white."""
    level = 0 if chance.random() < 0.8 else 255
    flat = Image.new("RGB", picture.size, (level, level, level))
    return Image.blend(picture, flat, chance.uniform(0.1, 0.55))


def soften(picture: Image.Image, chance: Chance) -> Image.Image:
    """Blurred, or stored small and widened again."""
    if chance.random() < 0.4:
        return picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 2.0)))
    factor = chance.uniform(0.25, 0.7)
    small = (int(picture.width * factor), int(picture.height * factor))
    method = Image.Resampling.BILINEAR if chance.random() < 0.7 else Image.Resampling.NEAREST
    return picture.resize(small, Image.Resampling.BILINEAR).resize(picture.size, method)


def noise(picture: Image.Image, chance: Chance) -> Image.Image:
    """Grain."""
    values = np.asarray(picture, dtype=np.float32)
    grain = chance.standard_normal((picture.height, picture.width, 1), dtype=np.float32)
    values = values + grain * np.float32(chance.uniform(3, 18))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def encode(picture: Image.Image, chance: Chance) -> Image.Image:
    """Compressed hard, blocks and all."""
    store = io.BytesIO()
    picture.save(store, "JPEG", quality=int(chance.integers(8, 60)))
    return Image.open(store).convert("RGB")


# In the order of a television chain; the chance of each in one view.
CHANGES: dict[str, tuple[Change, float]] = {
    "colour": (colour, 0.6),
    "credit": (overlays.credit, 0.3),
    "title": (overlays.title, 0.12),
    "fade": (fade, 0.12),
    "crop": (crop, 0.6),
    "bars": (bars, 0.2),
    "lower third": (overlays.lower_third, 0.12),
    "subtitle": (overlays.subtitle, 0.25),
    "logo": (overlays.logo, 0.35),
    "soften": (soften, 0.3),
    "noise": (noise, 0.2),
    "encode": (encode, 0.6),
}
DISSOLVE = 0.12  # chance of a view that dissolves with another picture
DEEPEST_DISSOLVE = 0.35  # share of the other picture


def view(still: Stills, other: Stills, chance: Chance) -> Stills:
    """(128, 224, 3): `still` as another episode might show it, now and then dissolving from `other`."""
    picture = Image.fromarray(still)
    if chance.random() < DISSOLVE:
        picture = dissolve(picture, other, chance)
    for change, likelihood in CHANGES.values():
        if chance.random() < likelihood:
            picture = change(picture, chance)
    return np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))


def dissolve(picture: Image.Image, other: Stills, chance: Chance) -> Image.Image:
    """Up to a third of another picture shows through."""
    behind = Image.fromarray(other).resize(picture.size, Image.Resampling.BILINEAR)
    return Image.blend(picture, behind, chance.uniform(0.05, DEEPEST_DISSOLVE))
