"""The look of a show: its colours, its grain, and how its pictures are finished."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from intromark.compose.noise import Field, Rng, fractal, generator

Colour = tuple[int, int, int]
FINISHES = ("film", "painted", "flat", "video", "noir", "pastel", "vivid")
GRAINS = 7  # pictures of grain, shown in turn


@dataclass(frozen=True, slots=True)
class Look:
    """What all the shots of a show have in common.

    Attributes:
        seed: Draws the rest, and the show's cast.
        hue: The leading hue, in [0, 1).
        spread: How far other hues wander from it, 0.5 being anywhere.
        saturation: 0 is grey.
        finish: One of `FINISHES`.
        grain: Strength of the noise that changes from frame to frame, in levels of 255.
    """

    seed: int
    hue: float
    spread: float
    saturation: float
    finish: str
    grain: float

    def colour(self, rng: Rng, value: float, saturation: float = 0.5) -> Colour:
        """A colour of this show with about this value."""
        hue = self.hue + self.spread * float(rng.normal(0, 0.6))
        chroma = saturation * self.saturation * float(rng.uniform(0.7, 1.3))
        return hsv(hue, chroma, value * float(rng.uniform(0.9, 1.1)))

    def accent(self, rng: Rng, value: float = 0.9) -> Colour:
        """A colour from the other side of the wheel."""
        hue = self.hue + 0.5 + float(rng.normal(0, 0.08))
        return hsv(hue, min(1.0, 0.75 * self.saturation), value)


@lru_cache(maxsize=64)
def look_of(seed: int) -> Look:
    """The look that a seed draws."""
    rng = generator(seed, 1)
    finish = str(rng.choice(FINISHES))
    return Look(
        seed=seed,
        hue=float(rng.random()),
        spread=float(rng.choice([0.06, 0.15, 0.3, 0.5])),
        saturation=float(rng.uniform(0.6, 1.4)) * (0.5 if finish == "pastel" else 1.0),
        finish=finish,
        grain=0.0 if finish == "flat" else float(rng.choice([0.0, 4.0, 7.0, 12.0])),
    )


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """RGB of a hue (any real number), saturation and value (clipped to [0, 1])."""
    red, green, blue = colorsys.hsv_to_rgb(
        hue % 1.0, min(max(saturation, 0.0), 1.0), min(max(value, 0.0), 1.0)
    )
    return round(red * 255), round(green * 255), round(blue * 255)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Between two colours; share 1 is the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def finished(image: Image.Image, look: Look, rng: Rng) -> Image.Image:
    """A backdrop with the show's finish: once a shot, not once a frame."""
    if look.finish == "flat":
        return ImageEnhance.Color(image).enhance(1.25)
    textured = shaded(image, fractal(rng, image.size, 24, 4), 0.22 if look.finish == "painted" else 0.10)
    if look.finish == "noir":
        return ImageEnhance.Contrast(ImageOps.grayscale(textured).convert("RGB")).enhance(1.25)
    if look.finish == "film":
        return ImageEnhance.Contrast(textured).enhance(1.12)
    if look.finish == "pastel":
        return Image.blend(textured, Image.new("RGB", image.size, hsv(look.hue, 0.12, 0.96)), 0.3)
    if look.finish == "painted":
        return textured.filter(ImageFilter.BoxBlur(1.5)).filter(ImageFilter.UnsharpMask(2, 200, 0))
    return ImageEnhance.Color(textured).enhance(1.4) if look.finish == "vivid" else textured


def shaded(image: Image.Image, field: Field, strength: float) -> Image.Image:
    """The picture made lighter and darker by a field in [0, 1]."""
    gain = 1.0 + strength * (field[..., None] - 0.5) * 2
    return Image.fromarray(np.clip(np.asarray(image) * gain, 0, 255).astype(np.uint8))


def grainy(image: Image.Image, look: Look, moment: int) -> Image.Image:
    """One frame with its grain."""
    if look.finish == "noir":
        image = ImageOps.grayscale(image).convert("RGB")
    if look.grain == 0.0:
        return image
    return ImageChops.add(image, _grains(image.size, look.grain)[moment % GRAINS], 1, -128)


@lru_cache(maxsize=16)
def _grains(size: tuple[int, int], strength: float) -> tuple[Image.Image, ...]:
    rng = generator(round(strength), 2)
    width, height = size
    fields = rng.normal(128, strength, (GRAINS, height, width))
    return tuple(Image.fromarray(np.clip(field, 0, 255).astype(np.uint8)).convert("RGB") for field in fields)


@lru_cache(maxsize=256)
def mood_of(place: int) -> list[int] | None:
    """The light of a place as three tables of 256 levels, end to end; None for plain light."""
    rng = generator(place, 4)
    if rng.random() < 0.5:
        return None
    depth, warmth = float(rng.uniform(0.75, 1.4)), float(rng.normal(0, 0.1))
    levels = np.arange(256) / 255
    tables = [levels**depth * (1 + warmth * side) * 255 for side in (1.0, 0.0, -1.0)]
    return [int(level) for table in tables for level in np.clip(table, 0, 255)]
