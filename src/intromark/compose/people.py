"""Drawn people: busts that talk and blink, and small figures that walk."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from intromark.compose.brush import Canvas
from intromark.compose.look import Colour, Look, hsv, look_of, mix
from intromark.compose.noise import generator

CAST = 6  # people of a show
SKINS = ((247, 214, 186), (233, 190, 152), (205, 154, 112), (160, 110, 76), (112, 74, 52), (246, 222, 205))
HAIRS = (
    (38, 28, 24),
    (88, 56, 34),
    (164, 106, 52),
    (216, 178, 104),
    (150, 60, 32),
    (120, 116, 118),
    (24, 24, 34),
)
MOUTHS = 4
BUST_POSES = MOUTHS * 2  # every mouth with open and with shut eyes


@dataclass(frozen=True, slots=True)
class Person:
    """How someone looks; all of it follows from the show and the place in its cast."""

    skin: Colour
    hair: Colour
    shirt: Colour
    collar: Colour
    cut: int
    jaw: float
    brow: float
    glasses: bool
    beard: bool


def person_of(look: Look, index: int) -> Person:
    """Someone of a show's cast."""
    rng = generator(look.seed, 3, index % CAST)
    skin = SKINS[int(rng.integers(len(SKINS)))]
    hair = HAIRS[int(rng.integers(len(HAIRS)))]
    if look.finish in {"flat", "vivid"} and rng.random() < 0.4:
        hair = hsv(float(rng.random()), 0.7, 0.85)
    shirt = hsv(float(rng.random()), float(rng.uniform(0.2, 0.8)), float(rng.uniform(0.25, 0.9)))
    return Person(
        skin=skin,
        hair=hair,
        shirt=shirt,
        collar=mix(shirt, (255, 255, 255), float(rng.uniform(0.3, 0.9))),
        cut=int(rng.integers(5)),
        jaw=float(rng.uniform(0.78, 1.0)),
        brow=float(rng.uniform(-1, 1)),
        glasses=bool(rng.random() < 0.25),
        beard=bool(rng.random() < 0.2),
    )


@lru_cache(maxsize=48)
def bust(look_seed: int, index: int, height: int) -> tuple[Image.Image, ...]:
    """Head and shoulders, `BUST_POSES` of them, in a square of this height."""
    person = person_of(look_of(look_seed), index)
    return tuple(_bust(person, height, pose % MOUTHS, pose >= MOUTHS) for pose in range(BUST_POSES))


def _bust(person: Person, height: int, mouth: int, shut: bool) -> Image.Image:
    canvas = Canvas((height, height))
    u = height / 100  # the drawing below is on a grid of 100 by 100
    shade = mix(person.skin, (60, 20, 20), 0.25)
    if person.cut in {2, 3}:  # long hair falls behind the shoulders
        canvas.rectangle((25 * u, 22 * u, 75 * u, 82 * u), person.hair, 22 * u)
    canvas.ellipse((8 * u, 68 * u, 92 * u, 150 * u), person.shirt)
    canvas.polygon([(38 * u, 69 * u), (62 * u, 69 * u), (50 * u, 90 * u)], person.collar)
    canvas.rectangle((42 * u, 52 * u, 58 * u, 76 * u), shade, 6 * u)
    half = 22 * person.jaw * u
    canvas.ellipse((50 * u - 24 * u, 38 * u, 50 * u - 18 * u, 50 * u), shade)
    canvas.ellipse((50 * u + 18 * u, 38 * u, 50 * u + 24 * u, 50 * u), shade)
    canvas.ellipse((50 * u - 22 * u, 14 * u, 50 * u + 22 * u, 58 * u), person.skin)
    canvas.ellipse((50 * u - half, 28 * u, 50 * u + half, 69 * u), person.skin)
    if person.beard:
        canvas.ellipse((50 * u - half, 50 * u, 50 * u + half, 71 * u), person.hair)
        canvas.ellipse((39 * u, 50 * u, 61 * u, 64 * u), person.skin)
    _hair(canvas, person, u)
    _face(canvas, person, u, mouth, shut)
    return canvas.done()


def _hair(canvas: Canvas, person: Person, u: float) -> None:
    if person.cut == 0:  # cropped
        canvas.ellipse((27 * u, 9 * u, 73 * u, 36 * u), person.hair)
        canvas.ellipse((31 * u, 24 * u, 69 * u, 50 * u), person.skin)
    elif person.cut == 1:  # swept to one side
        canvas.ellipse((26 * u, 8 * u, 74 * u, 34 * u), person.hair)
        canvas.polygon([(27 * u, 20 * u), (70 * u, 12 * u), (74 * u, 34 * u), (27 * u, 36 * u)], person.hair)
        canvas.ellipse((32 * u, 27 * u, 72 * u, 52 * u), person.skin)
    elif person.cut == 2:  # a fringe
        canvas.ellipse((25 * u, 8 * u, 75 * u, 40 * u), person.hair)
        canvas.ellipse((31 * u, 30 * u, 69 * u, 56 * u), person.skin)
    elif person.cut == 3:  # parted in the middle
        canvas.ellipse((25 * u, 9 * u, 75 * u, 46 * u), person.hair)
        canvas.polygon([(50 * u, 16 * u), (70 * u, 46 * u), (30 * u, 46 * u)], person.skin)
    else:  # curls
        for turn in range(9):
            angle = math.pi * (1.02 + turn / 8.2)
            x, y = 50 * u + 23 * u * math.cos(angle), 34 * u + 22 * u * math.sin(angle)
            canvas.ellipse((x - 8 * u, y - 8 * u, x + 8 * u, y + 8 * u), person.hair)


def _face(canvas: Canvas, person: Person, u: float, mouth: int, shut: bool) -> None:
    ink = (36, 24, 28)
    for x in (41 * u, 59 * u):
        if shut:
            canvas.line([(x - 4 * u, 42 * u), (x + 4 * u, 42 * u)], ink, 1.2 * u)
        else:
            canvas.ellipse((x - 4.5 * u, 38 * u, x + 4.5 * u, 45 * u), (250, 250, 246))
            canvas.ellipse((x - 2 * u, 38.5 * u, x + 2.6 * u, 44 * u), ink)
        tilt = person.brow * (1 if x < 50 * u else -1) * 1.5 * u
        canvas.line([(x - 5 * u, 34 * u - tilt), (x + 5 * u, 34 * u + tilt)], person.hair, 1.8 * u)
        if person.glasses:
            canvas.arc((x - 7 * u, 35 * u, x + 7 * u, 48 * u), (0, 360), ink, 1.3 * u)
    canvas.line(
        [(50 * u, 44 * u), (52.5 * u, 52 * u), (49 * u, 52.5 * u)], mix(person.skin, ink, 0.4), 1.2 * u
    )
    if mouth == 0:
        canvas.arc((43 * u, 52 * u, 57 * u, 60 * u), (20, 160), (130, 50, 50), 1.5 * u)
        return
    wide, tall = ((5.0, 2.5), (6.5, 4.5), (4.0, 5.0))[mouth - 1]
    canvas.ellipse(((50 - wide) * u, (58 - tall) * u, (50 + wide) * u, (58 + tall) * u), (96, 24, 30))
    canvas.rectangle(
        ((50 - wide * 0.7) * u, (58 - tall) * u, (50 + wide * 0.7) * u, (59.3 - tall) * u), (245, 240, 235)
    )


@lru_cache(maxsize=96)
def walker(look_seed: int, index: int, height: int) -> tuple[Image.Image, ...]:
    """A full figure from the side in eight poses of one double step."""
    person = person_of(look_of(look_seed), index)
    return tuple(_walker(person, height, 2 * math.pi * pose / 8) for pose in range(8))


def _walker(person: Person, height: int, phase: float) -> Image.Image:
    canvas = Canvas((round(height * 0.6), height), oversampling=3)
    u = height / 100
    hip, shoulder = (30 * u, 55 * u), (30 * u, 26 * u)
    trousers = mix(person.shirt, (30, 30, 50), 0.7)
    for side, tone in ((1, mix(trousers, (0, 0, 0), 0.3)), (-1, trousers)):
        swing = math.sin(phase) * side
        knee = (hip[0] + 12 * u * swing, 75 * u)
        foot = (knee[0] + (8 * swing - 5 * max(0.0, math.cos(phase) * side)) * u, 97 * u)
        canvas.line([hip, knee, foot], tone, 8 * u)
        canvas.line([foot, (foot[0] + 6 * u, foot[1])], (30, 26, 26), 5 * u)
    canvas.rectangle((21 * u, 22 * u, 39 * u, 60 * u), person.shirt, 7 * u)
    swing = -math.sin(phase)
    hand = (shoulder[0] + 14 * u * swing, 54 * u)
    canvas.line(
        [shoulder, (shoulder[0] + 5 * u * swing, 41 * u), hand], mix(person.shirt, (0, 0, 0), 0.2), 6 * u
    )
    canvas.ellipse((hand[0] - 3 * u, hand[1] - 2 * u, hand[0] + 3 * u, hand[1] + 4 * u), person.skin)
    canvas.ellipse((21 * u, 2 * u, 40 * u, 22 * u), person.skin)
    canvas.ellipse((19 * u, 0, 38 * u, 13 * u), person.hair)
    return canvas.done()
