"""Sets with screens in them: a news desk, and an instrument."""

from __future__ import annotations

import math

from PIL import Image

from intromark.compose.brush import Canvas, glow, ridge, sky, tinted
from intromark.compose.look import Look, finished, mix
from intromark.compose.noise import Rng, fractal
from intromark.compose.people import CAST, bust
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, cycle, gliding, looping
from intromark.compose.scenes.indoors import swaying, talking


def desk(place: Rng, action: Rng, look: Look) -> Scene:
    """A presenter at a desk, and a wall of pictures behind."""
    image = sky(WORLD, look.colour(place, 0.25, 0.8), look.colour(place, 0.6, 0.8))
    canvas = Canvas(WORLD)
    for _ in range(int(place.integers(2, 6))):
        x, y, wide = float(place.uniform(0, 340)), float(place.uniform(6, 90)), float(place.uniform(50, 130))
        canvas.rectangle((x, y, x + wide, y + wide * 0.56), (14, 18, 28), 3)
        canvas.rectangle((x + 3, y + 3, x + wide - 3, y + wide * 0.56 - 3), look.colour(place, 0.8, 0.5))
        curve = ridge(place, int(wide) - 8, 5, (8, 28))
        canvas.line([(x + 4 + px, y + py) for px, py in curve], look.accent(place), 2)
    wall = canvas.done()
    image.paste(wall, (0, 0), wall)
    front = Canvas((WIDTH, 76))
    tone = look.accent(place, 0.5)
    front.polygon([(30, 14), (WIDTH - 30, 14), (WIDTH - 60, 76), (60, 76)], tone)
    front.rectangle((18, 6, WIDTH - 18, 18), mix(tone, (255, 255, 255), 0.6), 4)
    height = 130
    count = int(place.integers(1, 3))
    sprites = []
    for seat in range(count):
        x = WIDTH * (seat + 0.5) / count - height / 2
        poses = bust(look.seed, int(place.integers(CAST)), height)
        sprites.append(
            Sprite(
                poses,
                swaying(action, (x, HEIGHT - 62.0 - height + 24)),
                talking(action, seat == int(action.integers(count))),
            )
        )
    sprites.append(Sprite((front.done(),), gliding((0.0, HEIGHT - 70.0), (0.0, 0.0))))
    return Scene(finished(image, look, place), tuple(sprites))


def radar(place: Rng, action: Rng, look: Look) -> Scene:
    """An instrument: a sweeping hand, a grid, curves and lamps."""
    ink = look.accent(place, 0.95)
    back = Image.new("RGB", WORLD, mix(ink, (2, 6, 8), 0.93))
    chart = tinted((fractal(place, WORLD, 5, 4) - 0.45).clip(0, 1), ink, 0.9)
    back.paste(chart, (0, 0), chart)
    canvas = Canvas(WORLD)
    for x in range(0, WIDTH, 26):
        canvas.line([(x, 0), (x, HEIGHT)], (*ink, 60), 0.6)
    for y in range(0, HEIGHT, 26):
        canvas.line([(0, y), (WIDTH, y)], (*ink, 60), 0.6)
    cx, cy = float(place.uniform(120, 300)), float(place.uniform(90, 140))
    for ring in (30, 60, 90):
        canvas.arc((cx - ring, cy - ring, cx + ring, cy + ring), (0, 360), (*ink, 200), 1.2)
    grid = canvas.done()
    back.paste(grid, (0, 0), grid)
    hands = []
    for turn in range(36):
        sweep = Canvas((184, 184), oversampling=1)
        for trail in range(10):
            angle = 2 * math.pi * (turn / 36 - trail / 120)
            sweep.line(
                [(92, 92), (92 + 90 * math.cos(angle), 92 + 90 * math.sin(angle))],
                (*ink, 200 - 19 * trail),
                2,
            )
        hands.append(sweep.done())
    sprites = [
        Sprite(
            tuple(hands),
            gliding((cx - 92, cy - 92), (0.0, 0.0)),
            cycle(float(action.uniform(0.15, 0.6)), 36, float(action.random())),
        )
    ]
    blip = glow(6, look.accent(action))
    for _ in range(int(action.integers(2, 9))):
        start = float(action.uniform(20, WIDTH)), float(action.uniform(20, HEIGHT))
        path = gliding(start, (float(action.normal(0, 22)), float(action.normal(0, 14))))
        sprites.append(Sprite((blip,), looping(path, (-12, -12, WIDTH + 24, HEIGHT + 24))))
    return Scene(back, tuple(sprites))
