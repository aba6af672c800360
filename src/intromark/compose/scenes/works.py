"""Machines and outlines: a workshop of wheels, and figures against the light."""

from __future__ import annotations

import math

from PIL import Image

from intromark.compose.brush import Canvas, glow, ridge, sky, under
from intromark.compose.look import Colour, Look, finished, hsv, mix
from intromark.compose.noise import Rng
from intromark.compose.people import CAST, walker
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, cycle, fixed, gliding, looping


def workshop(place: Rng, action: Rng, look: Look) -> Scene:
    """Cog wheels that turn, pipes, pistons and lamps."""
    wall = look.colour(place, float(place.uniform(0.15, 0.5)), 0.5)
    canvas = Canvas(WORLD, wall)
    for _ in range(int(place.integers(4, 12))):
        x, y, thick = (
            float(place.uniform(0, WIDTH)),
            float(place.uniform(0, HEIGHT)),
            float(place.uniform(5, 18)),
        )
        pipe = mix(look.colour(place, 0.55, 0.4), (120, 120, 124), 0.4)
        ends = (
            [(x, 0.0), (x, y), (float(WIDTH), y)]
            if place.random() < 0.5
            else [(0.0, y), (x, y), (x, float(HEIGHT))]
        )
        canvas.line(ends, mix(pipe, (0, 0, 0), 0.4), thick)
        canvas.line([(a - thick / 5, b - thick / 5) for a, b in ends], pipe, thick / 2)
    sprites = []
    for _ in range(int(place.integers(3, 8))):
        radius, teeth = int(place.integers(18, 64)), int(place.integers(8, 17))
        tone = mix(look.colour(place, 0.7, 0.6), (170, 140, 90), float(place.uniform(0, 0.7)))
        poses = tuple(_cog(radius, teeth, tone, step / 8) for step in range(8))
        at = float(place.uniform(-20, WIDTH - radius)), float(place.uniform(-20, HEIGHT - radius))
        hertz = float(action.choice([-1, 1]) * action.uniform(1.0, 3.0))
        sprites.append(Sprite(poses, fixed(*at), cycle(hertz, 8, float(action.random()))))
    for _ in range(int(place.integers(0, 4))):
        rod = Canvas((26, 120))
        rod.rectangle((8, 0, 18, 90), (150, 150, 156))
        rod.rectangle((0, 86, 26, 118), look.accent(place, 0.7), 4)
        x, reach, hertz = (
            float(place.uniform(10, 380)),
            float(place.uniform(15, 40)),
            float(action.uniform(0.4, 1.3)),
        )
        sprites.append(Sprite((rod.done(),), gliding((x, -30.0), (0.0, 0.0), reach, hertz)))
    return Scene(finished(canvas.done().convert("RGB"), look, place), tuple(sprites))


def _cog(radius: int, teeth: int, tone: Colour, turn: float) -> Image.Image:
    canvas = Canvas((radius * 2, radius * 2))
    rim = []
    for corner in range(teeth * 4):
        reach = radius * (0.97 if corner % 4 < 2 else 0.8)
        angle = 2 * math.pi * (corner + turn * 4) / (teeth * 4)
        rim.append((radius + reach * math.cos(angle), radius + reach * math.sin(angle)))
    canvas.polygon(rim, tone)
    inner, hub = radius * 0.62, radius * 0.2
    canvas.ellipse(
        (radius - inner, radius - inner, radius + inner, radius + inner), mix(tone, (0, 0, 0), 0.35)
    )
    for spoke in range(teeth // 2):
        angle = 2 * math.pi * (spoke * 2 + turn) / teeth
        canvas.line(
            [(radius, radius), (radius + inner * math.cos(angle), radius + inner * math.sin(angle))],
            tone,
            radius / 9,
        )
    canvas.ellipse((radius - hub, radius - hub, radius + hub, radius + hub), mix(tone, (255, 255, 255), 0.3))
    return canvas.done()


def outlines(place: Rng, action: Rng, look: Look) -> Scene:
    """Dark figures who walk on a hill before a large sun."""
    low = hsv(float(place.choice([0.03, 0.08, 0.55, 0.83, look.hue])), float(place.uniform(0.5, 0.9)), 0.95)
    image = sky(WORLD, mix(low, (30, 20, 60), float(place.uniform(0.4, 0.9))), low)
    radius = int(place.integers(30, 90))
    sun = glow(radius * 2, mix(low, (255, 250, 220), 0.8), 1.0)
    at = int(place.integers(-40, WIDTH - 100)), int(place.integers(-20, 90))
    image.paste(sun, at, sun)
    disc = Canvas(WORLD)
    x, y = at[0] + 2 * radius, at[1] + 2 * radius
    disc.ellipse((x - radius * 0.7, y - radius * 0.7, x + radius * 0.7, y + radius * 0.7), (255, 246, 214))
    face = disc.done()
    image.paste(face, (0, 0), face)
    ink = mix(low, (8, 6, 14), 0.92)
    hill = Canvas(WORLD)
    line = ridge(place, WIDTH, float(place.uniform(1, 4)), (HEIGHT - 60, HEIGHT - 25))
    hill.polygon(under(line, HEIGHT), ink)
    for _ in range(int(place.integers(0, 5))):
        foot, tall = line[int(place.integers(len(line)))], float(place.uniform(40, 120))
        hill.line([(foot[0], foot[1] + 10), (foot[0], foot[1] - tall)], ink, tall / 14)
        hill.ellipse(
            (foot[0] - tall / 3, foot[1] - tall * 1.3, foot[0] + tall / 3, foot[1] - tall * 0.5), ink
        )
    sprites = [_figure(action, look, ink) for _ in range(int(action.integers(1, 7)))]
    return Scene(finished(image, look, place), (*sprites, Sprite((hill.done(),), fixed(0, 0))))


def _figure(action: Rng, look: Look, ink: Colour) -> Sprite:
    height, way = int(action.choice([56, 70, 98])), int(action.choice([-1, 1]))
    poses = []
    for pose in walker(look.seed, int(action.integers(CAST)), height):
        dark = Image.new("RGBA", pose.size, (*ink, 255))
        dark.putalpha(pose.getchannel("A"))
        poses.append(dark if way > 0 else dark.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    start = float(action.uniform(0, WIDTH)), HEIGHT - 42.0 - height
    path = looping(gliding(start, (way * height * 0.45, 0.0)), (-70, -100, WIDTH + 140, 600))
    return Sprite(tuple(poses), path, cycle(0.9, 8, float(action.random())))
