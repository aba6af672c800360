"""What is done to a still before a show shows it: written over, graded, dimmed, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from ..lite.augment import bars, colour, crop, encode, noise, soften
from ..lite.overlays import any_colour
from .lettering import Chance, Style, Typefaces, write

Treatment = Callable[[Image.Image, Style, Chance], Image.Image]


def credit(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """A name or two, with or without a job: in a corner, low, or anywhere."""
    text = style.words(chance, 1, 3)
    if chance.random() < 0.5:
        text = f"{style.words(chance, 1, 3)}\n{text}"
    if chance.random() < 0.15:
        text += f"\n{style.words(chance, 1, 3)}"
    place = (chance.choice([0.25, 0.5, 0.5, 0.75]), chance.choice([0.3, 0.5, 0.72, 0.82, 0.87]))
    place = (place[0] + chance.uniform(-0.06, 0.06), place[1] + chance.uniform(-0.06, 0.06))
    align = str(chance.choice(["left", "center", "right"]))
    size = float(np.exp(chance.uniform(np.log(0.04), np.log(0.12))))
    written = write(picture, text, place, size, style, align=align)
    return Image.blend(picture, written, chance.uniform(0.6, 1.0))


def title(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """The show's name, large, about the middle; now and then with a line below it."""
    text = "\n".join(style.words(chance, 1, 2) for _ in range(int(chance.integers(1, 3))))
    place = (chance.uniform(0.45, 0.55), chance.uniform(0.35, 0.62))
    shown = write(picture, text, place, chance.uniform(0.14, 0.3), style)
    if chance.random() < 0.3:
        shown = write(shown, style.words(chance, 1, 4), (place[0], 0.8), 0.07, style)
    return shown


def subtitle(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """One or two centred lines near the bottom, on a box or not."""
    lines = [style.words(chance, 3, 6).capitalize() for _ in range(int(chance.integers(1, 3)))]
    if chance.random() < 0.3:
        picture = picture.copy()
        pen = ImageDraw.Draw(picture, "RGBA")
        width, height = picture.size
        pen.rectangle((0.12 * width, 0.8 * height, 0.88 * width, 0.97 * height), fill=(0, 0, 0, 200))
    return write(picture, "\n".join(lines), (0.5, 0.88), chance.uniform(0.05, 0.075), style)


def lower_third(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """A bar with who is speaking on it."""
    layer = picture.copy()
    pen = ImageDraw.Draw(layer)
    width, height = picture.size
    top = chance.uniform(0.66, 0.82)
    bottom = top + chance.uniform(0.09, 0.17)
    left, right = chance.choice([0.0, 0.05]), chance.uniform(0.5, 1.0)
    box = (left * width, top * height, right * width, bottom * height)
    pen.rectangle(box, fill=any_colour(chance))
    layer = Image.blend(picture, layer, chance.uniform(0.7, 1.0))
    text = style.words(chance, 1, 4)
    return write(layer, text, ((left + right) / 2, (top + bottom) / 2), (bottom - top) * 0.55, style)


def board(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """A ticker, a score, a clock or the menu of a game: written over, and no title."""
    layer = picture.copy()
    pen = ImageDraw.Draw(layer)
    width, height = picture.size
    kind = chance.integers(3)
    if kind == 0:  # a ticker along the lower edge
        pen.rectangle((0, 0.91 * height, width, height), fill=any_colour(chance))
        return write(layer, style.words(chance, 6, 9), (0.5, 0.955), 0.06, style)
    numbers = f"{chance.integers(0, 99)}:{chance.integers(0, 60):02d}"
    if kind == 1:  # a score in an upper corner
        left = float(chance.choice([0.03, 0.72]))
        pen.rectangle((left * width, 0.05 * height, (left + 0.25) * width, 0.14 * height), any_colour(chance))
        return write(layer, f"{style.word(chance, 2, 3)} {numbers}", (left + 0.125, 0.095), 0.06, style)
    for row in range(int(chance.integers(2, 6))):
        layer = write(layer, f"{style.word(chance)} {numbers}", (0.14, 0.1 + 0.09 * row), 0.05, style)
    return layer


def logo(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """A channel's logo in an upper corner."""
    place = (float(chance.choice([0.1, 0.9])), 0.1)
    written = write(picture, style.word(chance, 2, 4), place, chance.uniform(0.06, 0.1), style)
    return Image.blend(picture, written, 0.7)


def cast(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """Who played whom, in small lines over a picture: what closes an episode."""
    behind = dim(picture, style, chance) if chance.random() < 0.4 else picture
    place = (float(chance.choice([0.27, 0.5, 0.5, 0.73])), chance.uniform(0.4, 0.7))
    return write(behind, roles(style, chance, 2, 8), place, chance.uniform(0.035, 0.065), style)


def split(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """A picture in a part of the screen, and lines of names in the rest."""
    width, height = picture.size
    share, left = chance.uniform(0.4, 0.62), bool(chance.random() < 0.5)
    small = picture.resize((round(share * width), round(share * height)))
    ground = (0, 0, 0) if chance.random() < 0.7 else any_colour(chance)
    layer = Image.new("RGB", picture.size, ground)
    margin = 0.03 * width
    x = margin if left else width - margin - small.width
    layer.paste(small, (round(x), round(chance.uniform(0.1, 0.9 - share) * height)))
    middle = (0.5 + share / 2 + 0.015) if left else (0.5 - share / 2 - 0.015)
    return write(layer, roles(style, chance, 3, 9), (middle, 0.5), chance.uniform(0.035, 0.055), style)


def before(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """What was before, it says over a picture."""
    place = (float(chance.choice([0.25, 0.5, 0.75])), float(chance.choice([0.12, 0.5, 0.85])))
    return write(picture, previously(style, chance), place, chance.uniform(0.06, 0.14), style)


def roles(style: Style, chance: Chance, fewest: int, most: int) -> str:
    """Lines of a job or a role and a name, or of names alone."""
    alone = bool(chance.random() < 0.35)
    lines = []
    for _ in range(int(chance.integers(fewest, most + 1))):
        name = style.words(chance, 1, 3)
        lines.append(name if alone else f"{style.words(chance, 1, 2)}   {name}")
    return "\n".join(lines)


def previously(style: Style, chance: Chance) -> str:
    """How a recap is announced, in a language of the style's script; elsewhere some words."""
    known = PREVIOUSLY.get(style.script)
    said = str(chance.choice(known)) if known else style.words(chance, 1, 3)
    said = said.upper() if style.upper else said
    return f"{said}\n{style.words(chance, 1, 2)}" if chance.random() < 0.5 else said


PREVIOUSLY: Mapping[str, Sequence[str]] = {
    "Latin": ("Previously on", "Précédemment", "Was bisher geschah", "Anteriormente en", "Riassunto"),
    "Cyrillic": ("Ранее в сериале", "Что было раньше"),
    "Japanese": ("あらすじ", "これまでのあらすじ"),
}
"""Script -> words with which recaps begin."""


def graded(picture: Image.Image, _style: Style, chance: Chance) -> Image.Image:
    """In other colours, or in bars."""
    return bars(colour(picture, chance), chance) if chance.random() < 0.4 else colour(picture, chance)


def tinted(picture: Image.Image, _style: Style, chance: Chance) -> Image.Image:
    """In two colours, or in a strong grade: what a title sequence does to its pictures."""
    dark, light = chance.integers(0, 90, 3), chance.integers(150, 256, 3)
    two = ImageOps.colorize(picture.convert("L"), tuple(map(int, dark)), tuple(map(int, light)))
    return Image.blend(picture, two, chance.uniform(0.5, 1.0))


def tinted_credit(picture: Image.Image, style: Style, chance: Chance) -> Image.Image:
    """A name over pictures in two colours."""
    return credit(tinted(picture, style, chance), style, chance)


def dim(picture: Image.Image, _style: Style, chance: Chance) -> Image.Image:
    """On its way from or to black."""
    return Image.blend(picture, Image.new("RGB", picture.size), chance.uniform(0.35, 0.85))


def plain(picture: Image.Image, _style: Style, _chance: Chance) -> Image.Image:
    """As it is."""
    return picture


@dataclass(frozen=True, slots=True)
class Kind:
    """A treatment, how many of it each still gets, and whether it writes something, which then stays for a while."""

    change: Treatment
    variants: int
    writes: bool = True


KINDS: Mapping[str, Kind] = {
    "plain": Kind(plain, 2, writes=False),
    "graded": Kind(graded, 1, writes=False),
    "dim": Kind(dim, 2, writes=False),
    "tinted": Kind(tinted, 1, writes=False),
    "credit": Kind(credit, 3),
    "tinted credit": Kind(tinted_credit, 1),
    "title": Kind(title, 1),
    "subtitle": Kind(subtitle, 1),
    "lower third": Kind(lower_third, 1),
    "board": Kind(board, 1),
    "logo": Kind(logo, 1),
    "cast": Kind(cast, 2),
    "split": Kind(split, 1),
    "before": Kind(before, 1),
}
"""Name -> what is done."""

CROSSED = 2
"""Variants of each still in a dissolve."""

WRITTEN_FOR = 4  # seconds for which the same is written over a clip


def treated(
    picture: Image.Image, kind: str, variant: int, clip: int, second: int, faces: Typefaces
) -> Image.Image:
    """A still as it is shown: what is written stays for some seconds, what the encode does for the whole clip."""
    part = second // WRITTEN_FOR if KINDS[kind].writes else 0
    written = np.random.default_rng((clip, part, variant, *kind.encode()))
    encode = np.random.default_rng((clip, variant, *kind.encode(), 1))
    shown = KINDS[kind].change(picture, Style.draw(faces, written), written)
    return mastered(shown, encode)


def crossed(picture: Image.Image, other: Image.Image, clip: int, second: int, variant: int) -> Image.Image:
    """A still on its way to another."""
    chance = np.random.default_rng((clip, second, variant, *b"crossed"))
    shown = Image.blend(picture, other.resize(picture.size), chance.uniform(0.3, 0.6))
    return mastered(shown, np.random.default_rng((clip, variant, *b"crossed", 1)))


def mastered(picture: Image.Image, chance: Chance) -> Image.Image:
    """What an encode does, mildly."""
    if chance.random() < 0.3:
        picture = crop(picture, chance)
    if chance.random() < 0.25:
        picture = soften(picture, chance)
    if chance.random() < 0.15:
        picture = noise(picture, chance)
    return encode(picture, chance) if chance.random() < 0.4 else picture
