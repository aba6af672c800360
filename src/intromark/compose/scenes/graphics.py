"""Drawn titles: patterns in motion, an emblem that turns, a still card."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from intromark.compose.brush import Canvas, glow, sky, tinted
from intromark.compose.look import Colour, Look, finished, hsv, mix
from intromark.compose.noise import Rng, fractal
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, cycle, gliding, looping


def plasma(place: Rng, action: Rng, look: Look) -> Scene:
    """Colours that flow through a smooth field."""
    field = fractal(place, WORLD, float(place.uniform(1.5, 5)), int(place.integers(1, 5)))
    levels = Image.fromarray((field * 255).astype(np.uint8))
    hue, reach = look.hue + float(place.normal(0, 0.1)), float(place.uniform(0.08, 0.5))
    bands = int(place.integers(1, 5))
    ramp = [
        hsv(
            hue + reach * math.sin(2 * math.pi * k / 256),
            0.7,
            0.45 + 0.4 * math.sin(2 * math.pi * bands * k / 256),
        )
        for k in range(256)
    ]
    tables = [[colour[channel] for colour in ramp] for channel in range(3)]
    speed = float(action.choice([-1, 1]) * action.uniform(30, 110))

    def flow(_: Image.Image, moment: float) -> Image.Image:
        shift = int(moment * speed) % 256
        return Image.merge("RGB", [levels.point(table[shift:] + table[:shift]) for table in tables])

    return Scene(Image.new("RGB", WORLD), (), flow)


def rings(place: Rng, action: Rng, look: Look) -> Scene:
    """A tunnel of rings or a fan of rays that closes in."""
    x = np.arange(WIDTH, dtype=np.float32)[None, :] - WIDTH / 2 - float(place.normal(0, 30))
    y = np.arange(HEIGHT, dtype=np.float32)[:, None] - HEIGHT / 2 - float(place.normal(0, 20))
    distance, angle = np.hypot(x, y), np.arctan2(y, x) / (2 * np.pi)
    arms, wind = int(place.integers(0, 12)), float(place.uniform(1, 6))
    field = (angle * arms + wind * (np.log(distance + 8) if place.random() < 0.5 else distance / 60)) % 1.0
    levels = Image.fromarray((field * 255).astype(np.uint8))
    tones = [look.colour(place, value, 0.8) for value in (0.2, 0.5, 0.9)] + [look.accent(place)]
    cuts = sorted(int(cut) for cut in place.integers(20, 240, 3))
    ramp = [tones[sum(k >= cut for cut in cuts)] for k in range(256)]
    tables = [[colour[channel] for colour in ramp] for channel in range(3)]
    speed = float(action.choice([-1, 1]) * action.uniform(80, 260))

    def spin(_: Image.Image, moment: float) -> Image.Image:
        shift = int(moment * speed) % 256
        return Image.merge("RGB", [levels.point(table[shift:] + table[:shift]) for table in tables])

    return Scene(Image.new("RGB", WORLD), (), spin)


def blooms(place: Rng, action: Rng, look: Look) -> Scene:
    """Soft lights, shapes and ribbons that drift over a gradient."""
    image = sky(WORLD, look.colour(place, 0.3, 0.9), look.colour(place, 0.75, 0.7))
    sprites = []
    for _ in range(int(place.integers(6, 22))):
        tone = look.accent(place) if place.random() < 0.3 else look.colour(place, 0.95, 0.6)
        shape = _shape(place, tone)
        start = float(place.uniform(0, WIDTH)), float(place.uniform(0, HEIGHT))
        speed = float(action.normal(0, 40)), float(action.normal(0, 22))
        path = looping(gliding(start, speed, 6, 0.2), (-100, -100, WIDTH + 200, HEIGHT + 200))
        sprites.append(
            Sprite(shape, path, cycle(float(action.uniform(0.1, 0.5)), len(shape), float(action.random())))
        )
    return Scene(finished(image, look, place), tuple(sprites))


def _shape(place: Rng, tone: Colour) -> tuple[Image.Image, ...]:
    kind, radius = int(place.integers(3)), int(place.integers(12, 48))
    if kind == 0:
        return (glow(radius, tone, 0.8),)
    corners = int(place.integers(3, 7)) if kind == 1 else 2
    poses = []
    for turn in range(12):
        canvas = Canvas((radius * 2, radius * 2))
        base = 2 * math.pi * turn / 12 / corners
        ring = [base + 2 * math.pi * k / corners for k in range(corners)]
        points = [(radius + radius * 0.95 * math.cos(a), radius + radius * 0.95 * math.sin(a)) for a in ring]
        if corners == 2:
            canvas.line(points, (*tone, 210), radius / 6)
        else:
            canvas.polygon(points, (*tone, 190))
        poses.append(canvas.done())
    return tuple(poses)


def emblem(place: Rng, action: Rng, look: Look) -> Scene:
    """A badge that grows out of the dark and turns."""
    dark = look.colour(place, float(place.uniform(0.08, 0.3)), 0.8)
    image = sky(WORLD, mix(dark, (0, 0, 0), 0.5), dark)
    haze = tinted(fractal(place, WORLD, 3, 4), look.colour(place, 0.8, 0.8), 0.35)
    image.paste(haze, (0, 0), haze)
    tones = look.accent(place), look.colour(place, 0.95, 0.4), look.colour(place, 0.5, 0.9)
    points, inner = int(place.integers(4, 13)), float(place.uniform(0.35, 0.75))
    drawn = _badge(tones, points, inner).resize((110, 110), Image.Resampling.LANCZOS)
    poses = tuple(drawn.rotate(-360 / points * turn / 24, Image.Resampling.BILINEAR) for turn in range(24))
    grown = [drawn.resize((size, size)) for size in range(8, 110, 10)]
    hertz = float(action.uniform(0.3, 1.2))

    def pose(moment: float) -> int:
        birth = int(moment * 12)
        return birth if birth < len(grown) else len(grown) + int((moment * hertz) * 24) % 24

    images = (*grown, *poses)

    def path(moment: float) -> tuple[float, float]:
        size = images[pose(moment)].width
        return WIDTH / 2 - size / 2, HEIGHT * 0.32 - size / 2

    sparks = []
    for _ in range(int(action.integers(6, 24))):
        spark = glow(int(action.integers(2, 7)), tones[1])
        start = float(action.uniform(0, WIDTH)), float(action.uniform(0, HEIGHT))
        speed = float(action.normal(0, 25)), -float(action.uniform(4, 40))
        sparks.append(Sprite((spark,), looping(gliding(start, speed), (-14, -14, WIDTH + 28, HEIGHT + 28))))
    return Scene(image, (*sparks, Sprite(images, path, pose)))


def _badge(tones: tuple[Colour, Colour, Colour], points: int, inner: float) -> Image.Image:
    canvas = Canvas((150, 150), oversampling=3)
    star = []
    for corner in range(points * 2):
        reach = 73 if corner % 2 == 0 else 73 * inner
        angle = math.pi * corner / points - math.pi / 2
        star.append((75 + reach * math.cos(angle), 75 + reach * math.sin(angle)))
    canvas.polygon(star, tones[2])
    canvas.polygon([(75 + (x - 75) * 0.84, 75 + (y - 75) * 0.84) for x, y in star], tones[0])
    canvas.ellipse((75 - 52 * inner, 75 - 52 * inner, 75 + 52 * inner, 75 + 52 * inner), tones[1])
    canvas.ellipse((75 - 42 * inner, 75 - 42 * inner, 75 + 42 * inner, 75 + 42 * inner), tones[2])
    return canvas.done()


def card(place: Rng, _: Rng, look: Look) -> Scene:
    """A plain ground for a text: one colour, a gradient, or paper."""
    kind = int(place.integers(3))
    tone = look.colour(place, float(place.uniform(0.05, 0.5)), 0.8)
    image = sky(WORLD, tone, tone if kind == 0 else mix(tone, look.accent(place, 0.5), 0.6))
    if kind == 2:
        stain = tinted(fractal(place, WORLD, 6, 5), mix(tone, (255, 255, 255), 0.5), 0.4)
        image.paste(stain, (0, 0), stain)
    canvas = Canvas(WORLD)
    if place.random() < 0.5:
        canvas.rectangle((70, 168, WIDTH - 70, 171), look.accent(place), 1)
        canvas.rectangle((70, 62, WIDTH - 70, 65), look.accent(place), 1)
    lines = canvas.done()
    image.paste(lines, (0, 0), lines)
    return Scene(image)
