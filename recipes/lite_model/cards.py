"""Pictures that no camera took: title cards, logos, ratings, rolls of credits, moving graphics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .lettering import Chance, Style, Typefaces, write
from .treatments import credit, mastered, previously, roles, title

SIZE = (284, 160)  # pixels, as the stills
APART = 70  # grey levels between names that are to be read and their ground


@dataclass(frozen=True, slots=True)
class Ground:
    """What is behind: a colour, a gradient, or clouds of two colours, which may drift."""

    kind: int
    first: tuple[int, int, int]
    second: tuple[int, int, int]
    seed: int

    @classmethod
    def draw(cls, chance: Chance) -> Ground:
        """Black in every third."""
        dark = chance.random() < 0.35
        colours = chance.integers(0, 256, (2, 3))
        grey = colours.mean(axis=1, keepdims=True)
        colours = np.rint(grey + (colours - grey) * chance.uniform(0, 1)).astype(int)
        if dark:
            colours[0] = 0
        first, second = (tuple(int(value) for value in row) for row in colours)
        kind = 0 if dark and chance.random() < 0.7 else int(chance.integers(3))
        return cls(kind, first, second, int(chance.integers(1 << 30)))  # type: ignore[arg-type]

    def at(self, second: float) -> Image.Image:
        """A frame."""
        if self.kind == 0:
            return Image.new("RGB", SIZE, self.first)
        if self.kind == 1:
            ramp = Image.linear_gradient("L").rotate(self.seed % 360).resize(SIZE)
        else:
            grains = np.random.default_rng(self.seed).integers(0, 256, (6, 24), np.uint8)
            ramp = Image.fromarray(np.roll(grains, int(2 * second), axis=1)).resize(
                SIZE, Image.Resampling.BICUBIC
            )
        return Image.composite(Image.new("RGB", SIZE, self.first), Image.new("RGB", SIZE, self.second), ramp)


def title_card(style: Style, ground: Ground, chance: Chance, second: float) -> Image.Image:
    """The name of a show, and nothing else."""
    if second == 0 and chance.random() < 0.4:
        return ground.at(second)
    return title(ground.at(second), style, chance)


def ident(style: Style, ground: Ground, chance: Chance, second: float) -> Image.Image:
    """The logo of who made it or shows it."""
    picture = ground.at(0)
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    reach = height * chance.uniform(0.12, 0.3) * min(1.0, 0.6 + 0.2 * second)
    colour = tuple(int(value) for value in chance.integers(60, 256, 3))
    box = (width / 2 - reach, height * 0.42 - reach, width / 2 + reach, height * 0.42 + reach)
    shape = (pen.ellipse, pen.rectangle, pen.rounded_rectangle)[int(chance.integers(3))]
    shape(box, fill=colour)
    return write(picture, style.words(chance, 1, 2), (0.5, 0.82), chance.uniform(0.07, 0.13), style)


def notice(style: Style, ground: Ground, chance: Chance, _second: float) -> Image.Image:
    """A rating, a warning, a place and a time: small print on a calm ground."""
    lines = "\n".join(style.words(chance, 2, 5) for _ in range(int(chance.integers(1, 5))))
    return write(ground.at(0), lines, (0.5, 0.5), chance.uniform(0.05, 0.08), style)


def roll(style: Style, ground: Ground, chance: Chance, second: float) -> Image.Image:
    """Names on their way up."""
    size, step = chance.uniform(0.05, 0.08), chance.uniform(0.08, 0.2)
    picture, style = ground.at(0), legible(style, ground)
    own = np.random.default_rng(int(chance.integers(1 << 30)))
    lines = [f"{style.words(own, 1, 2)}   {style.words(own, 1, 3)}" for _ in range(40)]
    for number, line in enumerate(lines):
        y = 1.0 + number * size * 1.6 - step * (second + 3)
        if 0.04 < y < 0.96:
            picture = write(picture, line, (0.5, y), size, style)
    return picture


def legible(style: Style, ground: Ground) -> Style:
    """In another colour, where the ground has nearly the same."""
    behind = sum(ground.first) / 3
    if abs(sum(style.ink) / 3 - behind) > APART:
        return style
    return replace(style, ink=(255, 255, 255) if behind < 128 else (16, 16, 16))


def names(style: Style, ground: Ground, chance: Chance, _second: float) -> Image.Image:
    """Some of the names of a card that changes."""
    few = bool(chance.random() < 0.5)
    size = chance.uniform(0.06, 0.13) if few else chance.uniform(0.04, 0.06)
    lines = roles(style, chance, 1, 2) if few else roles(style, chance, 3, 10)
    place = (float(chance.choice([0.3, 0.5, 0.5, 0.7])), chance.uniform(0.42, 0.58))
    return write(ground.at(0), lines, place, size, legible(style, ground))


def recap(style: Style, ground: Ground, chance: Chance, _second: float) -> Image.Image:
    """What was before follows."""
    return write(
        ground.at(0),
        previously(style, chance),
        (0.5, 0.5),
        chance.uniform(0.08, 0.16),
        legible(style, ground),
    )


def graphics(style: Style, ground: Ground, chance: Chance, second: float) -> Image.Image:
    """Shapes that move, as in drawn openings."""
    picture = ground.at(second)
    pen = ImageDraw.Draw(picture, "RGBA")
    width, height = SIZE
    for _ in range(int(chance.integers(2, 9))):
        x, y = chance.uniform(0, width), chance.uniform(0, height)
        dx, dy = chance.uniform(-30, 30, 2)
        reach = chance.uniform(6, 60)
        colour = (*(int(value) for value in chance.integers(0, 256, 3)), int(chance.integers(120, 256)))
        centre = ((x + dx * second) % width, (y + dy * second) % height)
        box = (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach)
        (pen.ellipse, pen.rectangle)[int(chance.integers(2))](box, fill=colour)
    soft = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0, 2)))
    return (
        credit(soft, style, np.random.default_rng((int(second) // 3, ground.seed)))
        if ground.seed % 2
        else soft
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """How a card is drawn, for how many seconds, and how many there are."""

    draw: Callable[[Style, Ground, Chance, float], Image.Image]
    seconds: int
    count: int


KINDS: Mapping[str, Kind] = {
    "title card": Kind(title_card, 5, 250),
    "ident": Kind(ident, 4, 120),
    "notice": Kind(notice, 2, 120),
    "roll": Kind(roll, 10, 120),
    "graphics": Kind(graphics, 10, 300),
    "names": Kind(names, 1, 400),
    "recap": Kind(recap, 1, 80),
}
"""Name -> what is drawn."""


def drawn(kind: str, number: int, second: int, faces: Typefaces) -> Image.Image:
    """A second of a card."""
    held = np.random.default_rng((number, *kind.encode()))
    style, ground = Style.draw(faces, held), Ground.draw(held)
    encode = np.random.default_rng((number, *kind.encode(), 1))
    return mastered(KINDS[kind].draw(style, ground, held, float(second)), encode)
