"""Sets that a show comes back to, and the cast that talks in them."""

from __future__ import annotations

import math

from PIL import Image, ImageFilter

from intromark.compose.brush import Canvas, glow, sky
from intromark.compose.look import Colour, Look, finished, mix
from intromark.compose.noise import Rng
from intromark.compose.people import BUST_POSES, CAST, MOUTHS, bust
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Path, Pose, Scene, Sprite, fixed, flicker


def talking(action: Rng, loud: bool) -> Pose:
    """A mouth that speaks, or a silent one; eyes that blink."""
    lips = flicker(action, 9, (0.3, 0.3, 0.25, 0.15) if loud else (0.96, 0.04, 0.0, 0.0))
    lids = flicker(action, 6, (0.94, 0.06))
    return lambda moment: (lips(moment) + MOUTHS * lids(moment)) % BUST_POSES


def swaying(action: Rng, at: tuple[float, float]) -> Path:
    """Someone who is not quite still, and now and then leans over."""
    slow, fast = float(action.uniform(0.1, 0.3)), float(action.uniform(0.5, 1.1))
    lean, phase = float(action.uniform(2, 16)), float(action.uniform(0, 6))

    def path(moment: float) -> tuple[float, float]:
        x = at[0] + lean * math.sin(6.28 * slow * moment + phase)
        return x, at[1] + 1.6 * math.sin(6.28 * fast * moment + phase)

    return path


def cast(action: Rng, look: Look, floor: float) -> tuple[Sprite, ...]:
    """One to three of the show's people, one of whom speaks."""
    count = int(action.choice([1, 2, 2, 3]))
    height = int(action.choice([120, 140, 160])) if count > 1 else int(action.choice([140, 160, 190]))
    who = action.permutation(CAST)[:count]
    sprites = []
    for place, index in enumerate(who):
        x = WIDTH * (place + 0.5 + float(action.uniform(-0.15, 0.15))) / count - height / 2
        poses = bust(look.seed, int(index), height)
        sprites.append(Sprite(poses, swaying(action, (x, floor - height)), talking(action, place == 0)))
    return tuple(sprites)


def room(place: Rng, action: Rng, look: Look) -> Scene:
    """A living room or an office, with people in front of it."""
    wall = look.colour(place, float(place.uniform(0.35, 0.85)), 0.45)
    canvas = Canvas(WORLD, wall)
    _paper(canvas, place, wall)
    floor = float(place.uniform(165, 195))
    canvas.rectangle((0, floor, WIDTH, HEIGHT), mix(look.colour(place, 0.4, 0.5), (80, 50, 30), 0.4))
    canvas.rectangle((0, floor - 6, WIDTH, floor), mix(wall, (255, 255, 255), 0.5))
    spots = place.permutation(4)
    things = (_window, _shelf, _pictures, _door, _plant)
    for spot in spots:
        things[int(place.integers(len(things)))](canvas, place, look, (float(spot) * 104 + 6, floor))
    sofa = look.colour(place, 0.5, 0.7)
    if place.random() < 0.6:
        left, wide = float(place.uniform(40, 160)), float(place.uniform(130, 220))
        canvas.rectangle((left, floor - 42, left + wide, floor + 14), mix(sofa, (0, 0, 0), 0.2), 12)
        canvas.rectangle((left - 12, floor - 20, left + wide + 12, floor + 26), sofa, 10)
    image = canvas.done().convert("RGB")
    light = glow(int(place.integers(110, 200)), (255, 240, 200), 0.4)
    image.paste(light, (int(place.integers(-80, 200)), int(place.integers(-120, 0))), light)
    return Scene(finished(image, look, place), cast(action, look, HEIGHT - 4.0))


def _paper(canvas: Canvas, place: Rng, wall: Colour) -> None:
    tone = mix(wall, (255, 255, 255) if place.random() < 0.5 else (0, 0, 0), float(place.uniform(0.08, 0.2)))
    kind, step = int(place.integers(4)), int(place.integers(12, 34))
    for x in range(0, WIDTH, step):
        if kind == 0:
            canvas.rectangle((x, 0, x + step / 2, HEIGHT), tone)
        elif kind == 1:
            for y in range(0, HEIGHT, step):
                canvas.ellipse((x, y, x + step / 2, y + step / 2), tone)
        elif kind == 2:
            for row, y in enumerate(range(0, HEIGHT, max(6, step // 2))):
                canvas.rectangle(
                    (x + (row % 2) * step / 2, y, x + (row % 2) * step / 2 + step - 2, y + step // 2 - 2),
                    tone,
                )


def _window(canvas: Canvas, place: Rng, look: Look, spot: tuple[float, float]) -> None:
    x, floor = spot
    tall = float(place.uniform(70, 110))
    top = floor - 50 - tall
    canvas.rectangle((x, top, x + 90, top + tall), (236, 230, 220))
    view = look.colour(place, 0.9, 0.35) if place.random() < 0.6 else (24, 30, 60)
    canvas.rectangle((x + 5, top + 5, x + 85, top + tall - 5), view)
    for house in range(5):
        roof = top + tall - float(place.uniform(12, 45))
        canvas.rectangle(
            (x + 5 + house * 16, roof, x + 20 + house * 16, top + tall - 5), mix(view, (40, 40, 60), 0.5)
        )
    canvas.line([(x + 45, top), (x + 45, top + tall)], (236, 230, 220), 4)
    drape = look.accent(place, 0.7)
    canvas.polygon(
        [(x - 8, top - 8), (x + 20, top - 8), (x + 6, top + tall + 12), (x - 8, top + tall + 12)], drape
    )
    canvas.polygon(
        [(x + 98, top - 8), (x + 70, top - 8), (x + 84, top + tall + 12), (x + 98, top + tall + 12)], drape
    )


def _shelf(canvas: Canvas, place: Rng, look: Look, spot: tuple[float, float]) -> None:
    x, floor = spot
    wood = mix(look.colour(place, 0.4, 0.5), (90, 56, 30), 0.6)
    top = floor - float(place.uniform(110, 150))
    canvas.rectangle((x, top, x + 92, floor), wood)
    for board in range(4):
        y = top + 6 + board * (floor - top - 6) / 4
        canvas.rectangle((x + 4, y, x + 88, y + (floor - top) / 4 - 6), mix(wood, (0, 0, 0), 0.45))
        left = x + 6.0
        while left < x + 80:
            wide = float(place.uniform(3, 9))
            tall = float(place.uniform(0.5, 0.95)) * ((floor - top) / 4 - 8)
            foot = y + (floor - top) / 4 - 6
            canvas.rectangle(
                (left, foot - tall, left + wide, foot),
                look.colour(place, float(place.uniform(0.4, 0.95)), 0.8),
            )
            left += wide + 1


def _pictures(canvas: Canvas, place: Rng, look: Look, spot: tuple[float, float]) -> None:
    x, floor = spot
    for _ in range(int(place.integers(1, 4))):
        left, top = x + float(place.uniform(0, 45)), floor - float(place.uniform(90, 150))
        wide, tall = float(place.uniform(26, 50)), float(place.uniform(24, 44))
        canvas.rectangle((left - 3, top - 3, left + wide + 3, top + tall + 3), (70, 50, 34))
        canvas.rectangle((left, top, left + wide, top + tall), look.colour(place, 0.8, 0.6))
        canvas.polygon(
            [(left, top + tall), (left + wide * 0.4, top + tall * 0.3), (left + wide, top + tall)],
            look.accent(place, 0.6),
        )


def _door(canvas: Canvas, place: Rng, look: Look, spot: tuple[float, float]) -> None:
    x, floor = spot
    tone = look.colour(place, 0.6, 0.4)
    canvas.rectangle((x + 10, floor - 138, x + 74, floor), mix(tone, (255, 255, 255), 0.4))
    canvas.rectangle((x + 15, floor - 133, x + 69, floor), tone)
    for top in (125.0, 60.0):
        canvas.rectangle((x + 22, floor - top, x + 62, floor - top + 48), mix(tone, (0, 0, 0), 0.2), 2)
    canvas.ellipse((x + 60, floor - 68, x + 66, floor - 62), (230, 200, 90))


def _plant(canvas: Canvas, place: Rng, look: Look, spot: tuple[float, float]) -> None:
    x, floor = spot
    middle, tall = x + 45, float(place.uniform(50, 110))
    green = mix(look.colour(place, 0.5, 0.7), (50, 130, 60), 0.6)
    for leaf in range(11):
        angle = math.pi * (0.1 + 0.08 * leaf)
        tip = middle + tall * 0.6 * math.cos(angle), floor - 30 - tall * math.sin(angle)
        canvas.polygon(
            [(middle - 4, floor - 28), (middle + 4, floor - 28), tip],
            mix(green, (0, 0, 0), float(place.uniform(0, 0.35))),
        )
    canvas.polygon(
        [(x + 30, floor - 32), (x + 60, floor - 32), (x + 55, floor), (x + 35, floor)],
        look.accent(place, 0.6),
    )


def kitchen(place: Rng, action: Rng, look: Look) -> Scene:
    """A bar or a kitchen: people behind a counter full of things."""
    wall = look.colour(place, float(place.uniform(0.3, 0.8)), 0.5)
    canvas = Canvas(WORLD, wall)
    _paper(canvas, place, wall)
    for board in range(2):
        y = 48.0 + 52 * board
        canvas.rectangle((20, y, WIDTH - 20, y + 5), mix(wall, (60, 36, 20), 0.7))
        _bottles(canvas, place, look, (26.0, y))
    scene = finished(canvas.done().convert("RGB"), look, place)
    front = Canvas((WIDTH, 90))
    wood = mix(look.colour(place, 0.45, 0.6), (110, 70, 40), 0.5)
    front.rectangle((0, 40, WIDTH, 90), wood)
    front.rectangle((0, 36, WIDTH, 46), mix(wood, (255, 255, 255), 0.3))
    _bottles(front, place, look, (10.0, 38.0), float(place.uniform(0.2, 0.5)))
    return Scene(
        scene, (*cast(action, look, HEIGHT - 32.0), Sprite((front.done(),), fixed(0.0, HEIGHT - 76.0)))
    )


def _bottles(canvas: Canvas, place: Rng, look: Look, start: tuple[float, float], crowd: float = 0.85) -> None:
    x, foot = start
    while x < WIDTH - 30:
        wide, tall = float(place.uniform(7, 15)), float(place.uniform(14, 36))
        if place.random() < crowd:
            glass = look.colour(place, float(place.uniform(0.4, 1)), 0.9)
            canvas.rectangle((x, foot - tall * 0.7, x + wide, foot), glass, 2)
            canvas.rectangle((x + wide * 0.35, foot - tall, x + wide * 0.65, foot - tall * 0.6), glass)
            canvas.rectangle((x + 1, foot - tall * 0.45, x + wide - 1, foot - tall * 0.2), (240, 234, 214))
        x += wide + float(place.uniform(1, 8))


def closeup(place: Rng, action: Rng, look: Look) -> Scene:
    """One face, large, in front of something out of focus."""
    image = sky(
        WORLD,
        look.colour(place, float(place.uniform(0.3, 0.9))),
        look.colour(place, float(place.uniform(0.1, 0.6))),
    )
    for _ in range(int(place.integers(8, 30))):
        radius = int(place.integers(10, 48))
        blur = glow(radius, look.colour(place, float(place.uniform(0.5, 1)), 0.7), 0.7)
        image.paste(blur, (int(place.integers(-30, WIDTH)), int(place.integers(-30, HEIGHT))), blur)
    size = int(action.choice([200, 230]))
    poses: tuple[Image.Image, ...] = bust(look.seed, int(action.integers(CAST)), size)
    at = WIDTH / 2 - size / 2 + float(action.uniform(-70, 70)), HEIGHT - size + float(action.uniform(0, 30))
    backdrop = finished(image.filter(ImageFilter.GaussianBlur(3)), look, place)
    return Scene(backdrop, (Sprite(poses, swaying(action, at), talking(action, True)),))
