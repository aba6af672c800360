"""Water, from above it and from below."""

from __future__ import annotations

import math

from PIL import Image

from intromark.compose.brush import Canvas, ridge, sky, tinted, under
from intromark.compose.look import Colour, Look, finished, hsv, mix
from intromark.compose.noise import Rng, fractal
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, cycle, gliding, looping
from intromark.compose.scenes.wild import birds, clouds, heaven


def harbour(place: Rng, action: Rng, look: Look) -> Scene:
    """A coast with a lighthouse, rows of waves, and boats."""
    image, air = heaven(place, look)
    horizon = float(place.uniform(80, 130))
    water = mix(look.colour(place, 0.45, 0.6), (30, 70, 110), 0.4)
    canvas = Canvas(WORLD)
    canvas.rectangle((0, horizon, WIDTH, HEIGHT), mix(water, air, 0.4))
    side = ridge(place, WIDTH, 3, (horizon - float(place.uniform(20, 60)), horizon + 8))
    canvas.polygon(under(side, horizon + 8), mix(air, (50, 60, 50), 0.7))
    if place.random() < 0.6:
        x, top = float(place.uniform(60, 350)), horizon - float(place.uniform(45, 75))
        canvas.polygon(
            [(x - 5, top), (x + 5, top), (x + 9, horizon + 5), (x - 9, horizon + 5)], (240, 238, 230)
        )
        stripe = look.accent(place)
        canvas.polygon(
            [(x - 6.5, top + 22), (x + 6.5, top + 22), (x + 7.5, top + 34), (x - 7.5, top + 34)], stripe
        )
        canvas.rectangle((x - 5, top - 9, x + 5, top), (255, 240, 170), 2)
        canvas.polygon([(x - 7, top - 9), (x + 7, top - 9), (x, top - 16)], stripe)
    land = canvas.done()
    image.paste(land, (0, 0), land)
    sprites: list[Sprite] = [
        *clouds(place, action, mix(air, (255, 255, 255), 0.4)),
        *birds(action, (240, 240, 240)),
    ]
    rows = int(place.integers(5, 9))
    boats = {int(row) for row in action.integers(0, rows, int(action.integers(0, 3)))}
    for row in range(rows):
        share = (row + 1) / rows
        y = horizon + (HEIGHT - horizon) * share**1.6 * 0.9
        if row in boats:
            sprites.append(_boat(action, look, y, 0.5 + share))
        tone = mix(mix(water, air, 0.35), mix(water, (6, 16, 32), 0.4), share)
        sprites.append(_waves(place, action, y, tone, share))
    return Scene(finished(image, look, place), tuple(sprites))


def _waves(place: Rng, action: Rng, y: float, tone: Colour, share: float) -> Sprite:
    width, length, tall = WIDTH * 2, 30 + 90 * share, 3 + 9 * share
    phase = float(place.uniform(0, 6))
    canvas = Canvas((width, HEIGHT))
    line = [
        (float(x), tall + tall * math.sin(x / length * 6.28 + phase) * math.sin(x / 190 + phase))
        for x in range(0, width + 4, 4)
    ]
    canvas.polygon(under(line, HEIGHT), tone)
    canvas.line(line, mix(tone, (255, 255, 255), 0.35), 1.0)
    speed = float(action.choice([-1, 1]) * action.uniform(8, 24)) * (0.4 + share)
    return Sprite((canvas.done(),), gliding((-WIDTH / 2, y - tall), (speed, 0.0), 2.5 * share, 0.35))


def _boat(action: Rng, look: Look, y: float, size: float) -> Sprite:
    canvas = Canvas((round(80 * size), round(70 * size)))
    hull, sail = (
        look.colour(action, 0.4, 0.7),
        mix(look.accent(action), (255, 255, 255), float(action.uniform(0.2, 0.9))),
    )
    u = size
    canvas.polygon([(6 * u, 48 * u), (74 * u, 48 * u), (62 * u, 64 * u), (16 * u, 64 * u)], hull)
    canvas.line([(40 * u, 48 * u), (40 * u, 4 * u)], (60, 44, 36), 2 * u)
    canvas.polygon([(43 * u, 6 * u), (43 * u, 44 * u), (70 * u, 44 * u)], sail)
    canvas.polygon([(37 * u, 12 * u), (37 * u, 44 * u), (14 * u, 44 * u)], mix(sail, (0, 0, 0), 0.15))
    start = float(action.uniform(30, WIDTH - 80)), y - 54 * u
    return Sprite((canvas.done(),), gliding(start, (float(action.normal(0, 16)), 0.0), 2.0 * u, 0.4))


def underwater(place: Rng, action: Rng, look: Look) -> Scene:
    """Light from above, weed and rock, fish and bubbles."""
    deep = hsv(float(place.uniform(0.45, 0.68)), 0.8, float(place.uniform(0.12, 0.4)))
    image = sky(WORLD, mix(deep, (170, 240, 240), float(place.uniform(0.3, 0.7))), deep)
    canvas = Canvas(WORLD)
    for _ in range(7):
        x, wide = float(place.uniform(-40, WIDTH)), float(place.uniform(6, 34))
        canvas.polygon(
            [(x, 0), (x + wide, 0), (x + wide * 2.2 - 60, HEIGHT), (x - 60, HEIGHT)], (220, 255, 250, 22)
        )
    floor = ridge(place, WIDTH, 4, (HEIGHT - 62, HEIGHT - 18))
    canvas.polygon(under(floor, HEIGHT), mix(deep, (210, 180, 120), 0.35))
    for _ in range(int(place.integers(6, 20))):
        x, tall, tone = (
            float(place.uniform(0, WIDTH)),
            float(place.uniform(24, 100)),
            look.colour(place, 0.55, 0.9),
        )
        canvas.line(
            [(x + 7 * math.sin(k / 1.6 + x), HEIGHT - k * tall / 10) for k in range(11)],
            mix(tone, deep, 0.45),
            4,
        )
    drawn = canvas.done()
    image.paste(drawn, (0, 0), drawn)
    haze = tinted(fractal(place, (WIDTH * 2, HEIGHT), 8, 3), mix(deep, (200, 255, 250), 0.5), 0.35)
    sprites = [Sprite((haze,), gliding((-WIDTH / 2, 0.0), (float(action.normal(0, 20)), 0.0)))]
    sprites.extend(_fish(action, look) for _ in range(int(action.integers(4, 16))))
    bubble = Canvas((8, 8))
    bubble.ellipse((0.5, 0.5, 7.5, 7.5), (230, 255, 255, 110))
    bubble.ellipse((2, 2, 4, 4), (255, 255, 255, 220))
    round_one = bubble.done()
    for _ in range(int(action.integers(4, 24))):
        start = float(action.uniform(0, WIDTH)), float(action.uniform(0, HEIGHT))
        path = gliding(start, (float(action.normal(0, 4)), -float(action.uniform(20, 60))))
        sprites.append(Sprite((round_one,), looping(path, (-8, -8, WIDTH + 16, HEIGHT + 16))))
    return Scene(finished(image, look, place), tuple(sprites))


def _fish(action: Rng, look: Look) -> Sprite:
    size = float(action.uniform(0.5, 2.2))
    tone, fin = look.accent(action, float(action.uniform(0.6, 1))), look.colour(action, 0.9, 0.8)
    way = int(action.choice([-1, 1]))
    poses = []
    for wag in (-4, 0, 4, 0):
        canvas = Canvas((round(44 * size), round(26 * size)))
        u = size
        canvas.polygon([(12 * u, 13 * u), (1 * u, (4 + wag) * u), (1 * u, (22 + wag) * u)], fin)
        canvas.ellipse((8 * u, 4 * u, 42 * u, 22 * u), tone)
        canvas.polygon([(18 * u, 6 * u), (30 * u, 5 * u), (20 * u, 1 * u)], fin)
        canvas.ellipse((33 * u, 9 * u, 37 * u, 13 * u), (20, 20, 30))
        image = canvas.done()
        poses.append(image if way > 0 else image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    start = float(action.uniform(0, WIDTH)), float(action.uniform(10, HEIGHT - 50))
    path = gliding(start, (way * float(action.uniform(15, 60)), 0.0), 4.0, float(action.uniform(0.2, 0.6)))
    return Sprite(
        tuple(poses),
        looping(path, (-100, -60, WIDTH + 200, HEIGHT + 120)),
        cycle(1.6, 4, float(action.random())),
    )
