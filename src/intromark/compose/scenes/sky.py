"""Beyond the ground: space, and heavy weather."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from intromark.compose.brush import Canvas, glow, ridge, sky, tinted, under
from intromark.compose.look import Look, finished, hsv, mix
from intromark.compose.noise import Rng, fractal
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, flicker, gliding, looping


def space(place: Rng, action: Rng, look: Look) -> Scene:
    """Stars, a nebula, a planet and a ship."""
    image = Image.new("RGB", WORLD, (4, 5, 14))
    for _ in range(int(place.integers(1, 4))):
        field = (fractal(place, WORLD, float(place.uniform(2, 5)), 5) - 0.35).clip(0, 1)
        cloud = tinted(
            field, hsv(look.hue + float(place.normal(0, 0.2)), 0.8, 0.8), float(place.uniform(0.4, 1.1))
        )
        image.paste(cloud, (0, 0), cloud)
    stars = np.asarray(image).copy()
    count = int(place.integers(100, 500))
    stars[place.integers(0, HEIGHT, count), place.integers(0, WIDTH, count)] = place.integers(
        120, 256, (count, 1)
    )
    sprites = [_planet(place, look, action)]
    dust = glow(2, (255, 255, 255))
    for _ in range(int(action.integers(5, 25))):
        start = float(action.uniform(0, WIDTH)), float(action.uniform(0, HEIGHT))
        speed = -float(action.uniform(20, 120))
        sprites.append(Sprite((dust,), looping(gliding(start, (speed, 0)), (-4, 0, WIDTH + 8, HEIGHT))))
    if action.random() < 0.75:
        sprites.append(_ship(action, look))
    return Scene(finished(Image.fromarray(stars), look, place), tuple(sprites))


def _planet(place: Rng, look: Look, action: Rng) -> Sprite:
    radius = int(place.integers(26, 110))
    tone = look.colour(place, 0.8, 0.7)
    field = fractal(place, (radius * 2, radius * 2), float(place.choice([1.5, 4, 8])), 4)
    axis = np.linspace(-1, 1, radius * 2, dtype=np.float32)
    x, y = axis[None, :], axis[:, None]
    inside = np.clip((1 - np.hypot(x, y)) * radius, 0, 1)
    light = np.clip(0.25 - 0.7 * x - 0.5 * y, 0.03, 1)
    body = np.empty((radius * 2, radius * 2, 4), np.uint8)
    other = look.accent(place, 0.7)
    for channel in range(3):
        body[..., channel] = np.clip(
            (tone[channel] * field + other[channel] * (1 - field)) * light * 1.3, 0, 255
        )
    body[..., 3] = inside * 255
    at = float(place.uniform(0, WIDTH - radius)), float(place.uniform(-radius / 2, HEIGHT - radius))
    return Sprite(
        (Image.fromarray(body),), gliding(at, (float(action.normal(0, 6)), float(action.normal(0, 2))))
    )


def _ship(action: Rng, look: Look) -> Sprite:
    size = float(action.uniform(0.6, 1.8))
    hull, u = mix(look.colour(action, 0.7, 0.3), (190, 190, 200), 0.5), size
    poses = []
    for flame in (14, 22, 18):
        canvas = Canvas((round(120 * u), round(50 * u)))
        canvas.polygon([(26 * u, 18 * u), ((26 - flame) * u, 25 * u), (26 * u, 32 * u)], (255, 190, 90))
        canvas.polygon(
            [(24 * u, 15 * u), (90 * u, 17 * u), (118 * u, 26 * u), (88 * u, 34 * u), (24 * u, 35 * u)], hull
        )
        canvas.polygon([(30 * u, 16 * u), (52 * u, 2 * u), (62 * u, 16 * u)], mix(hull, (0, 0, 0), 0.3))
        canvas.polygon([(30 * u, 34 * u), (52 * u, 48 * u), (62 * u, 34 * u)], mix(hull, (0, 0, 0), 0.45))
        canvas.ellipse((78 * u, 18 * u, 100 * u, 27 * u), look.accent(action))
        poses.append(canvas.done())
    start = float(action.uniform(-60, 120)), float(action.uniform(20, 150))
    return Sprite(
        tuple(poses),
        gliding(start, (float(action.uniform(20, 80)), float(action.normal(0, 6))), 2, 0.3),
        flicker(action, 12, (1, 1, 1)),
    )


def storm(place: Rng, action: Rng, look: Look) -> Scene:
    """Rain or snow over hills, with lightning."""
    dark = look.colour(place, float(place.uniform(0.15, 0.4)), 0.35)
    image = sky(WORLD, mix(dark, (0, 0, 0), 0.3), mix(dark, (180, 186, 196), 0.4))
    cloud = tinted(fractal(place, (WIDTH, HEIGHT), 5, 5), (16, 18, 26), 0.9)
    image.paste(cloud, (0, 0), cloud)
    canvas = Canvas(WORLD)
    for layer in range(3):
        line = ridge(place, WIDTH, 4.0 + 2 * layer, (120.0 + 30 * layer, 165.0 + 25 * layer))
        canvas.polygon(under(line, HEIGHT), mix(dark, (8, 10, 14), 0.3 + 0.25 * layer))
    x = float(place.uniform(60, 330))
    canvas.rectangle((x, 140, x + 46, 190), (24, 22, 26))
    canvas.polygon([(x - 6, 142), (x + 23, 116), (x + 52, 142)], (16, 14, 18))
    canvas.rectangle((x + 10, 152, x + 20, 166), (255, 214, 120))
    hills = canvas.done()
    image.paste(hills, (0, 0), hills)
    backdrop = finished(image, look, place)
    bright = Image.blend(backdrop, Image.new("RGB", WORLD, (235, 240, 255)), 0.55)
    strike = flicker(action, 8, (0.93, 0.07))
    snow = bool(place.random() < 0.4)
    fall = _falling(action, snow)
    return Scene(backdrop, fall, lambda still, moment: (bright if strike(moment) else still).copy())


def _falling(action: Rng, snow: bool) -> tuple[Sprite, ...]:
    sheets = []
    slant = float(action.normal(0, 40))
    for layer in range(2):
        canvas = Canvas((WIDTH + 200, HEIGHT), oversampling=1)
        for _ in range(130):
            x, y = float(action.uniform(0, WIDTH + 200)), float(action.uniform(0, HEIGHT))
            if snow:
                canvas.ellipse((x, y, x + 2 + layer, y + 2 + layer), (255, 255, 255, 220))
            else:
                canvas.line([(x, y), (x + slant * 0.07, y + 14 + 6 * layer)], (210, 220, 235, 120), 1)
        sheet = canvas.done().filter(ImageFilter.GaussianBlur(0.5)) if snow else canvas.done()
        speed = (60 if snow else 330) * (1 + 0.5 * layer)
        for half in (0, 1):
            path = looping(
                gliding((-100.0, -half * HEIGHT * 1.0), (0.0, speed)), (-100, -HEIGHT, 9e9, 2 * HEIGHT)
            )
            sheets.append(Sprite((sheet,), path))
    return tuple(sheets)
