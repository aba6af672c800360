"""Seen from above: fields and a river, and a table with things on it."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageFilter

from intromark.compose.brush import Canvas, glow, tinted
from intromark.compose.look import Colour, Look, finished, hsv, mix
from intromark.compose.noise import Rng, fractal, profile
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, cycle, fixed, gliding, looping


def fields(place: Rng, action: Rng, look: Look) -> Scene:
    """Farmland from a plane: patches, a river, the shadows of clouds."""
    ground = hsv(float(place.choice([0.12, 0.2, 0.28, 0.35, look.hue])), float(place.uniform(0.25, 0.6)), 0.6)
    canvas = Canvas((WIDTH, HEIGHT), ground)
    slant = float(place.normal(0, 0.35))
    step = float(place.uniform(34, 80))
    for row in range(-4, round(HEIGHT / step) + 5):
        for column in range(-2, round(WIDTH / step) + 3):
            _patch(canvas, place, look, (column * step, row * step + column * step * slant, step))
    river = profile(place, HEIGHT, 2.5, 3)
    middle, wide = float(place.uniform(60, 350)), float(place.uniform(5, 22))
    course = [(middle + (float(river[y]) - 0.5) * 200, float(y)) for y in range(0, HEIGHT, 3)]
    water = hsv(float(place.uniform(0.5, 0.6)), 0.5, float(place.uniform(0.4, 0.8)))
    canvas.line(course, mix(water, (230, 220, 180), 0.5), wide + 4)
    canvas.line(course, water, wide)
    for _ in range(int(place.integers(5, 60))):
        x, y, size = (
            float(place.uniform(0, WIDTH)),
            float(place.uniform(0, HEIGHT)),
            float(place.uniform(3, 9)),
        )
        canvas.ellipse((x + 2, y + 2, x + size + 2, y + size + 2), mix(ground, (10, 20, 20), 0.7))
        canvas.ellipse((x, y, x + size, y + size), mix(ground, (20, 70, 30), 0.6))
    shade = (fractal(place, (WIDTH * 2, HEIGHT), 7, 4) - 0.55).clip(0, 0.25) * 4
    speed = float(action.normal(0, 25)), float(action.normal(0, 4))
    cloud = Sprite((tinted(shade, (10, 14, 30), 0.55),), gliding((-WIDTH / 2, 0.0), speed))
    plane = Canvas((40, 40))
    plane.line([(20, 4), (20, 36)], (240, 240, 240), 3)
    plane.line([(3, 18), (37, 18)], (230, 230, 235), 4)
    plane.line([(13, 33), (27, 33)], (230, 230, 235), 3)
    heading = float(action.uniform(0, 360))
    flight = -math.sin(math.radians(heading)) * 50, -math.cos(math.radians(heading)) * 50
    start = float(action.uniform(60, 340)), float(action.uniform(30, 200))
    path = looping(gliding(start, flight), (-50, -50, WIDTH + 100, HEIGHT + 100))
    craft = Sprite((plane.done().rotate(heading, Image.Resampling.BILINEAR),), path)
    image = finished(canvas.done().convert("RGB"), look, place)
    return Scene(image, (cloud, craft) if action.random() < 0.5 else (cloud,))


def _patch(canvas: Canvas, place: Rng, look: Look, spot: tuple[float, float, float]) -> None:
    x, y, step = spot
    tone = mix(
        look.colour(place, float(place.uniform(0.35, 0.85)), 0.6),
        (150, 140, 60),
        float(place.uniform(0.2, 0.7)),
    )
    canvas.polygon([(x, y), (x + step - 2, y), (x + step - 2, y + step - 2), (x, y + step - 2)], tone)
    furrow = mix(tone, (0, 0, 0), 0.13)
    if place.random() < 0.6:
        for line in range(3, round(step) - 3, 5):
            across = int(x + y) % 2 == 0
            ends = (
                ((x + 2, y + line), (x + step - 5, y + line))
                if across
                else ((x + line, y + 2), (x + line, y + step - 5))
            )
            canvas.line(ends, furrow, 1.2)


def table(place: Rng, action: Rng, look: Look) -> Scene:
    """Plates, fruit and papers on a table, steam, and a hand that reaches in."""
    wood = mix(
        look.colour(place, float(place.uniform(0.25, 0.8)), 0.5), (140, 90, 50), float(place.uniform(0, 0.8))
    )
    canvas = Canvas(WORLD, wood)
    board = int(place.integers(24, 90))
    for seam in range(0, HEIGHT, board):
        canvas.line([(0, seam), (WIDTH, seam)], mix(wood, (0, 0, 0), 0.4), 1.5)
    for _ in range(int(place.integers(4, 12))):
        _thing(canvas, place, look, mix(wood, (10, 5, 10), 0.45))
    image = canvas.done().convert("RGB")
    light = glow(int(place.integers(90, 220)), (255, 244, 210), 0.35)
    image.paste(light, (int(place.integers(-100, 250)), int(place.integers(-150, 60))), light)
    skin = [(236, 196, 162), (160, 110, 76), (112, 74, 52)][int(action.integers(3))]
    hand = Canvas((150, 70))
    hand.rectangle((60, 20, 150, 54), look.accent(action, 0.6), 12)
    hand.ellipse((34, 18, 80, 56), skin)
    for finger in range(4):
        hand.line([(52, 24 + 8 * finger), (14 + 5 * abs(finger - 1), 20 + 9 * finger)], skin, 7)
    phase, hertz = float(action.uniform(0, 6)), float(action.uniform(0.15, 0.5))
    x, y = float(action.uniform(190, 330)), float(action.uniform(40, 160))

    def reach(moment: float) -> tuple[float, float]:
        turn = 6.28 * hertz * moment + phase
        return x + 80 * math.sin(turn), y + 18 * math.cos(0.7 * turn)

    steam = glow(26, (255, 255, 255), 0.22)
    rising = looping(
        gliding((float(place.uniform(60, 330)), 120.0), (4.0, -24.0)), (-60, 20, WIDTH + 120, 150)
    )
    sprites = [Sprite((steam,), rising)]
    if action.random() < 0.8:
        sprites.append(Sprite((hand.done(),), reach))
    return Scene(finished(image, look, place), tuple(sprites))


def _thing(canvas: Canvas, place: Rng, look: Look, shadow: Colour) -> None:
    x, y, r = (
        float(place.uniform(10, WIDTH - 60)),
        float(place.uniform(10, HEIGHT - 50)),
        float(place.uniform(14, 42)),
    )
    tone, kind = look.colour(place, float(place.uniform(0.4, 1)), 0.9), int(place.integers(4))
    if kind != 2:
        wide = (1.0, 0.7, 0.0, 0.6)[kind] * r
        canvas.ellipse((x - wide + 3, y - wide + 4, x + wide + 3, y + wide + 4), shadow)
    if kind == 0:  # a plate of food
        canvas.ellipse((x - r, y - r, x + r, y + r), (244, 242, 236))
        canvas.ellipse((x - r * 0.75, y - r * 0.75, x + r * 0.75, y + r * 0.75), (224, 222, 216))
        for _ in range(7):
            a, b = x + r * float(place.normal(0, 0.3)), y + r * float(place.normal(0, 0.3))
            canvas.ellipse((a - r / 5, b - r / 5, a + r / 5, b + r / 5), look.colour(place, 0.7, 1.0))
    elif kind == 1:  # a cup from above
        canvas.ellipse((x - r * 0.7, y - r * 0.7, x + r * 0.7, y + r * 0.7), tone)
        canvas.ellipse((x - r * 0.55, y - r * 0.55, x + r * 0.55, y + r * 0.55), (60, 34, 22))
    elif kind == 2:  # a sheet of paper
        canvas.polygon(
            [(x - r, y - r), (x + r * 0.8, y - r * 1.2), (x + r, y + r), (x - r * 0.8, y + r * 1.2)],
            (246, 244, 234),
        )
        for line in range(5):
            canvas.line(
                [(x - r * 0.7, y - r * 0.6 + line * r / 3.5), (x + r * 0.6, y - r * 0.7 + line * r / 3.5)],
                (120, 120, 130),
                1,
            )
    else:  # a fruit
        canvas.ellipse((x - r * 0.6, y - r * 0.6, x + r * 0.6, y + r * 0.6), tone)
        canvas.ellipse((x - r * 0.4, y - r * 0.4, x, y), mix(tone, (255, 255, 255), 0.5))


def blaze(place: Rng, action: Rng, look: Look) -> Scene:
    """Smoke and sparks over embers, in the dark."""
    ember = hsv(float(place.choice([0.02, 0.06, 0.09, look.hue])), 0.95, 1.0)
    image = Image.new("RGB", WORLD, mix(ember, (6, 4, 8), 0.93))
    heat = fractal(place, WORLD, float(place.uniform(4, 12)), 4) ** 2
    heat *= np.linspace(-1.2, 1.0, HEIGHT, dtype=np.float32).clip(0, 1)[:, None]
    hot = tinted(heat, ember, 0.7)
    image.paste(hot, (0, 0), hot)
    sprites = []
    for _ in range(int(place.integers(10, 24))):
        radius = int(place.integers(16, 60))
        x = float(place.normal(WIDTH / 2, 70)) - radius
        tone = mix(ember, (255, 240, 150), float(place.uniform(0, 0.8)))
        poses = tuple(glow(max(4, radius - 2 * k), tone, 0.75 - 0.06 * k) for k in range(8))
        path = looping(
            gliding((x, float(place.uniform(60, HEIGHT))), (0.0, -float(action.uniform(30, 90)))),
            (-99, 50, 999, 180),
        )
        sprites.append(Sprite(poses, path, cycle(float(action.uniform(0.4, 1.2)), 8, float(action.random()))))
    spark = glow(3, (255, 230, 160))
    for _ in range(int(action.integers(8, 30))):
        start = float(action.uniform(60, WIDTH - 60)), float(action.uniform(0, HEIGHT))
        path = gliding(start, (float(action.normal(0, 20)), -float(action.uniform(40, 110))))
        sprites.append(Sprite((spark,), looping(path, (0, -6, WIDTH, HEIGHT + 12))))
    logs = Canvas(WORLD)
    for _ in range(int(place.integers(2, 6))):
        x, y = float(place.uniform(100, 260)), float(place.uniform(196, 222))
        logs.line(
            [(x, y), (x + float(place.uniform(50, 110)), y + float(place.normal(0, 12)))], (34, 20, 16), 13
        )
    sprites.append(Sprite((logs.done().filter(ImageFilter.GaussianBlur(0.6)),), fixed(0, 0)))
    return Scene(finished(image, look, place), tuple(sprites))
