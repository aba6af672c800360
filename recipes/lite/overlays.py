"""What is written over a picture in one episode and not in the other: logos, subtitles, names, titles."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Chance = np.random.Generator
Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

SYLLABLES = ("an", "ber", "cor", "da", "el", "fi", "gor", "ha", "is", "jo", "ka", "lin", "mar",
             "no", "ol", "per", "qui", "ro", "son", "ta", "ur", "vi", "wes", "xa", "y", "zen")  # fmt: skip
FONT_STEP = 2  # pixels between the sizes that are kept


def logo(picture: Image.Image, chance: Chance) -> Image.Image:
    """A channel logo in a corner, as a shape or as letters, solid or glassy."""
    width, height = picture.size
    high = int(height * chance.uniform(0.06, 0.16))
    wide = int(high * chance.uniform(0.8, 2.5))
    margin = int(height * chance.uniform(0.02, 0.1))
    left = margin if chance.random() < 0.5 else width - margin - wide
    top = margin if chance.random() < 0.75 else height - margin - high
    layer = picture.copy()
    pen = ImageDraw.Draw(layer)
    box = (left, top, left + wide, top + high)
    kind = chance.integers(3)
    if kind == 0:
        pen.ellipse(box, fill=any_colour(chance), outline=any_colour(chance), width=2)
    elif kind == 1:
        pen.rounded_rectangle(box, high // 4, fill=any_colour(chance))
    if kind != 1 or chance.random() < 0.5:
        pen.text((left + 2, top), _word(chance)[:4].upper(), fill=_light(chance), font=_font(int(high * 0.8)))
    return Image.blend(picture, layer, chance.uniform(0.4, 1.0))


def subtitle(picture: Image.Image, chance: Chance) -> Image.Image:
    """One or two centred lines near the bottom, outlined or on a box."""
    height = picture.height
    lines = [_words(chance, 3, 7) for _ in range(chance.integers(1, 3))]
    size = int(height * chance.uniform(0.05, 0.09))
    middle = int(height * chance.uniform(0.82, 0.94))
    boxed = chance.random() < 0.3
    return _write(picture, "\n".join(lines), (picture.width // 2, middle), size, chance, boxed=boxed)


def lower_third(picture: Image.Image, chance: Chance) -> Image.Image:
    """A bar of colour across the lower part with a line or two of text on it."""
    width, height = picture.size
    top = int(height * chance.uniform(0.66, 0.84))
    bottom = top + int(height * chance.uniform(0.08, 0.16))
    left = int(width * chance.choice([0.0, 0.05, 0.1]))
    right = width if chance.random() < 0.5 else int(width * chance.uniform(0.5, 1.0))
    layer = picture.copy()
    pen = ImageDraw.Draw(layer)
    pen.rectangle((left, top, right, bottom), fill=any_colour(chance))
    size = int((bottom - top) * chance.uniform(0.4, 0.8))
    pen.text((left + 6, (top + bottom) // 2), _words(chance, 1, 6), _light(chance), _font(size), anchor="lm")
    return Image.blend(picture, layer, chance.uniform(0.7, 1.0))


def credit(picture: Image.Image, chance: Chance) -> Image.Image:
    """A name, with or without the job above it, in any size and anywhere."""
    text = _words(chance, 1, 3).upper() if chance.random() < 0.5 else _words(chance, 1, 3).title()
    if chance.random() < 0.5:
        text = f"{_words(chance, 1, 3)}\n{text}"
    size = int(picture.height * chance.uniform(0.06, 0.18))
    place = (int(picture.width * chance.uniform(0.2, 0.8)), int(picture.height * chance.uniform(0.15, 0.9)))
    return _write(picture, text, place, size, chance)


def title(picture: Image.Image, chance: Chance) -> Image.Image:
    """The title of the series or the episode: huge, about the middle."""
    text = "\n".join(_words(chance, 1, 2).upper() for _ in range(chance.integers(1, 3)))
    size = int(picture.height * chance.uniform(0.16, 0.34))
    place = (int(picture.width * chance.uniform(0.4, 0.6)), int(picture.height * chance.uniform(0.3, 0.7)))
    return _write(picture, text, place, size, chance)


def _write(
    picture: Image.Image,
    text: str,
    place: tuple[int, int],
    size: int,
    chance: Chance,
    *,
    boxed: bool = False,
) -> Image.Image:
    layer = picture.copy()
    pen = ImageDraw.Draw(layer)
    font = _font(size)
    if boxed:
        pen.rectangle(pen.multiline_textbbox(place, text, font, anchor="mm"), fill=(0, 0, 0))
    ink = _light(chance) if chance.random() < 0.8 else any_colour(chance)
    stroke = int(chance.integers(0, max(2, size // 12)))
    dark = (0, 0, 0) if chance.random() < 0.8 else any_colour(chance)
    pen.multiline_text(
        place, text, ink, font, anchor="mm", align="center", stroke_width=stroke, stroke_fill=dark
    )
    return Image.blend(picture, layer, chance.uniform(0.6, 1.0))


@lru_cache(maxsize=64)
def _loaded_font(size: int) -> Font:
    return ImageFont.load_default(size)


def _font(size: int) -> Font:
    return _loaded_font(max(6, size - size % FONT_STEP))


def _word(chance: Chance) -> str:
    return "".join(chance.choice(SYLLABLES, chance.integers(1, 4)))


def _words(chance: Chance, fewest: int, most: int) -> str:
    return " ".join(_word(chance) for _ in range(chance.integers(fewest, most + 1)))


def any_colour(chance: Chance) -> Colour:
    """Each as likely as any other."""
    red, green, blue = chance.integers(0, 256, 3)
    return int(red), int(green), int(blue)


def _light(chance: Chance) -> Colour:
    red, green, blue = chance.integers(190, 256, 3)
    return int(red), int(green), int(blue)
