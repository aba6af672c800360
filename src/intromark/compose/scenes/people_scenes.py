"""Many people at once: an audience, a dance floor, a playing field."""

from __future__ import annotations

import math

from PIL import Image

from intromark.compose.brush import Canvas, glow, sky
from intromark.compose.look import Look, finished, hsv, mix
from intromark.compose.noise import Rng
from intromark.compose.people import CAST, bust, walker
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Path, Scene, Sprite, cycle, gliding, looping
from intromark.compose.scenes.indoors import talking


def hopping(at: tuple[float, float], reach: float, hertz: float, phase: float) -> Path:
    """Up and down on the spot."""
    return lambda moment: (at[0], at[1] - reach * abs(math.sin(math.pi * (hertz * moment + phase))))


def crowd(place: Rng, action: Rng, look: Look) -> Scene:
    """Rows of faces that bob: an audience, a class, a jury."""
    image = sky(
        WORLD,
        look.colour(place, float(place.uniform(0.1, 0.5))),
        look.colour(place, float(place.uniform(0.3, 0.8))),
    )
    for _ in range(int(place.integers(3, 9))):
        lamp = glow(int(place.integers(15, 50)), (255, 245, 220), 0.6)
        image.paste(lamp, (int(place.integers(0, WIDTH)), int(place.integers(-20, 60))), lamp)
    rows, excited = int(place.integers(2, 5)), float(action.uniform(1, 9))
    sprites = []
    for row in range(rows):
        height = 48 + 14 * row
        step = height * float(place.uniform(0.72, 1.0))
        for seat in range(int(WIDTH / step) + 1):
            poses = bust(look.seed, int(place.integers(CAST)), height)
            at = (seat * step - (row % 2) * step / 2, HEIGHT - (rows - row) * 40.0 - 12)
            path = hopping(
                at, excited * float(action.random()), float(action.uniform(0.5, 1.5)), float(action.random())
            )
            sprites.append(Sprite(poses, path, talking(action, action.random() < 0.3)))
    return Scene(finished(image, look, place), tuple(sprites))


def dance(place: Rng, action: Rng, look: Look) -> Scene:
    """A stage with beams of light and dancers."""
    image = sky(WORLD, (12, 8, 26), mix(look.colour(place, 0.3, 0.8), (20, 10, 40), 0.5))
    canvas = Canvas(WORLD)
    canvas.polygon([(60, 170), (WIDTH - 60, 170), (WIDTH, HEIGHT), (0, HEIGHT)], look.colour(place, 0.4, 0.7))
    for tile in range(12):
        canvas.line([(60 + tile * 27, 170), (tile * 38, HEIGHT)], (255, 255, 255, 50), 1)
    floor = canvas.done()
    image.paste(floor, (0, 0), floor)
    hues = [float(place.random()) for _ in range(3)]
    sprites = [
        _beam(action, hsv(hues[k % 3], 0.8, 1.0), 40.0 + 66 * k) for k in range(int(place.integers(3, 7)))
    ]
    hertz = float(action.uniform(0.9, 2.2))
    for _ in range(int(action.integers(3, 9))):
        height = int(action.integers(5, 8)) * 14
        poses = walker(look.seed, int(action.integers(CAST)), height)
        at = float(action.uniform(40, WIDTH - 80)), HEIGHT - 14.0 - height - float(action.uniform(0, 30))
        sprites.append(
            Sprite(poses, hopping(at, 9, hertz, 0.0), cycle(hertz, 8, float(action.choice([0, 0.5]))))
        )
    return Scene(finished(image, look, place), tuple(sprites))


def _beam(action: Rng, paint: tuple[int, int, int], x: float) -> Sprite:
    poses = []
    for turn in range(10):
        slant = 90 * math.sin(2 * math.pi * turn / 10)
        canvas = Canvas((240, HEIGHT), oversampling=1)
        for wide, opacity in ((34, 40), (20, 50), (8, 60)):
            canvas.polygon(
                [(118, 0), (122, 0), (120 + slant + wide, 200), (120 + slant - wide, 200)], (*paint, opacity)
            )
        poses.append(canvas.done())
    return Sprite(
        tuple(poses),
        gliding((x - 120, 0.0), (0.0, 0.0)),
        cycle(float(action.uniform(0.2, 0.7)), 10, float(action.random())),
    )


def pitch(place: Rng, action: Rng, look: Look) -> Scene:
    """A playing field from the stands, two teams and a ball."""
    turf = hsv(
        float(place.choice([0.3, 0.33, 0.36, 0.06, 0.58])),
        float(place.uniform(0.4, 0.75)),
        float(place.uniform(0.4, 0.7)),
    )
    canvas = Canvas(WORLD, turf)
    stripe = int(place.integers(24, 60))
    for x in range(0, WIDTH, 2 * stripe):
        canvas.polygon(
            [(x, 60), (x + stripe, 60), (x + stripe * 1.3, HEIGHT), (x + stripe * 0.3, HEIGHT)],
            mix(turf, (0, 0, 0), 0.12),
        )
    canvas.rectangle((0, 0, WIDTH, 46), look.colour(place, 0.3, 0.4))
    for seat in range(0, WIDTH, 7):
        for row in range(4):
            canvas.ellipse(
                (seat + row % 2 * 3, 4 + row * 10, seat + 6 + row % 2 * 3, 10 + row * 10),
                look.colour(place, float(place.uniform(0.3, 1))),
            )
    board = 0
    while board < WIDTH:
        wide = int(place.integers(40, 90))
        canvas.rectangle((board, 46, board + wide, 60), look.accent(place, float(place.uniform(0.4, 1))))
        board += wide
    chalk = (245, 245, 240)
    middle = float(place.uniform(80, 330))
    canvas.line([(middle, 60), (middle - 40, HEIGHT)], chalk, 2)
    canvas.arc((middle - 90, 100, middle + 40, 180), (0, 360), chalk, 2)
    canvas.line([(0, 66), (WIDTH, 66)], chalk, 2)
    teams = (int(place.integers(CAST)), int(place.integers(CAST)))
    sprites = [_player(action, look, teams[k % 2]) for k in range(int(action.integers(6, 15)))]
    ball = Canvas((9, 9))
    ball.ellipse((1, 1, 8, 8), (250, 250, 250))
    start = float(action.uniform(60, 340)), float(action.uniform(90, 190))
    path = gliding(start, (float(action.normal(0, 70)), float(action.normal(0, 12))), 5, 1.2)
    sprites.append(Sprite((ball.done(),), looping(path, (-10, 60, WIDTH + 20, 170))))
    return Scene(finished(canvas.done().convert("RGB"), look, place), tuple(sprites))


def _player(action: Rng, look: Look, team: int) -> Sprite:
    y = float(action.uniform(70, 180))
    height = 28 + 14 * int(y / 80)
    poses = walker(look.seed, team, height)
    way = int(action.choice([-1, 1]))
    if way < 0:
        poses = tuple(pose.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for pose in poses)
    speed = way * float(action.uniform(10, 60)), float(action.normal(0, 5))
    path = looping(gliding((float(action.uniform(0, WIDTH)), y), speed), (-40, 50, WIDTH + 80, 150))
    return Sprite(poses, path, cycle(1.6, 8, float(action.random())))
