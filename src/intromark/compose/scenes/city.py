"""Towns: a skyline with traffic, and a street with people."""

from __future__ import annotations

from PIL import Image

from intromark.compose.brush import Canvas, glow
from intromark.compose.look import Colour, Look, finished, hsv, mix
from intromark.compose.noise import Rng
from intromark.compose.people import CAST, walker
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, cycle, gliding, looping
from intromark.compose.scenes.wild import birds, clouds, heaven


def city(place: Rng, action: Rng, look: Look) -> Scene:
    """Rows of towers, lit or not, and cars in front of them."""
    image, air = heaven(place, look)
    dark = sum(air) < 330
    drift = float(action.choice([-1, 1]) * action.uniform(0, 10))
    rows = []
    for row in range(3):
        canvas = Canvas((WIDTH + 140, HEIGHT))
        tone = mix(air, look.colour(place, 0.3, 0.4), 0.35 + 0.3 * row)
        _towers(canvas, place, tone, 60.0 + 38 * row, dark)
        rows.append(Sprite((canvas.done(),), gliding((-70.0, 0.0), (drift * (0.2 + 0.4 * row), 0.0))))
    road = Canvas(WORLD)
    road.rectangle((0, HEIGHT - 34, WIDTH, HEIGHT), mix(air, (34, 34, 40), 0.8))
    for x in range(0, WIDTH, 36):
        road.rectangle((x, HEIGHT - 18, x + 16, HEIGHT - 16), (220, 210, 160))
    sprites = [*clouds(place, action, mix(air, (255, 255, 255), 0.3)), *birds(action, (30, 30, 40)), *rows]
    sprites.append(Sprite((road.done(),), gliding((0.0, 0.0), (0.0, 0.0))))
    sprites += [_car(action, look, dark) for _ in range(int(action.integers(1, 6)))]
    return Scene(finished(image, look, place), tuple(sprites))


def _towers(canvas: Canvas, place: Rng, tone: Colour, top: float, dark: bool) -> None:
    glass = (255, 226, 140) if dark else mix(tone, (210, 230, 245), 0.45)
    lit = float(place.uniform(0.25, 0.6)) if dark else 1.0
    x = -10.0
    while x < WIDTH + 140:
        wide, roof = float(place.uniform(22, 60)), top + float(place.uniform(-45, 55))
        wall = mix(tone, (0, 0, 0), float(place.uniform(0, 0.3)))
        canvas.rectangle((x, roof, x + wide, HEIGHT), wall)
        if place.random() < 0.3:
            canvas.line([(x + wide / 2, roof), (x + wide / 2, roof - 22)], wall, 2)
        across, down = float(place.uniform(5, 9)), float(place.uniform(7, 12))
        for column in range(int((wide - 4) / across)):
            for floor in range(int((HEIGHT - roof - 6) / down)):
                if place.random() < lit:
                    left, high = x + 4 + column * across, roof + 5 + floor * down
                    canvas.rectangle((left, high, left + across * 0.55, high + down * 0.55), glass)
        x += wide + float(place.choice([0, 0, 3, 14]))


def _car(action: Rng, look: Look, dark: bool, ground: float = HEIGHT - 8) -> Sprite:
    size, way = float(action.uniform(0.9, 1.4)), int(action.choice([-1, 1]))
    paint = hsv(float(action.random()), float(action.uniform(0.1, 0.9)), float(action.uniform(0.3, 0.95)))
    poses = []
    for spin in range(2):
        canvas = Canvas((round(74 * size), round(36 * size)))
        u = size
        canvas.rectangle((6 * u, 14 * u, 68 * u, 28 * u), paint, 6 * u)
        canvas.polygon([(18 * u, 15 * u), (26 * u, 4 * u), (48 * u, 4 * u), (58 * u, 15 * u)], paint)
        canvas.polygon(
            [(23 * u, 14 * u), (28 * u, 6 * u), (46 * u, 6 * u), (52 * u, 14 * u)], (150, 190, 210)
        )
        for x in (20, 54):
            canvas.ellipse(((x - 7) * u, 20 * u, (x + 7) * u, 34 * u), (24, 24, 28))
            canvas.ellipse(((x - 3 + spin) * u, 24 * u, (x + 3 + spin) * u, 30 * u), (170, 170, 175))
        front = 66 if way > 0 else 8
        canvas.ellipse(
            ((front - 3) * u, 17 * u, (front + 3) * u, 23 * u),
            (255, 250, 200) if dark else look.accent(action),
        )
        poses.append(canvas.done())
    speed = way * float(action.uniform(35, 120))
    start = float(action.uniform(-50, WIDTH)), ground - 34 * size
    return Sprite(
        tuple(poses), looping(gliding(start, (speed, 0.0)), (-110, -50, WIDTH + 220, 400)), cycle(6, 2)
    )


def street(place: Rng, action: Rng, look: Look) -> Scene:
    """Shop fronts, lamps, and people who walk by."""
    image, air = heaven(place, look)
    dark = sum(air) < 330
    canvas = Canvas(WORLD)
    x = -float(place.uniform(0, 40))
    while x < WIDTH:
        wide = float(place.uniform(64, 120))
        _house(canvas, place, look, (x, wide))
        x += wide
    canvas.rectangle((0, HEIGHT - 46, WIDTH, HEIGHT), mix(air, (110, 106, 104), 0.7))
    canvas.rectangle((0, HEIGHT - 20, WIDTH, HEIGHT), mix(air, (48, 48, 54), 0.8))
    houses = canvas.done()
    image.paste(houses, (0, 0), houses)
    sprites: list[Sprite] = []
    for x in range(int(place.integers(10, 60)), WIDTH, int(place.integers(90, 160))):
        post = Canvas((40, 130))
        post.line([(20, 128), (20, 20), (32, 14)], (40, 42, 46), 3)
        halo = glow(20, (255, 230, 150), 0.95 if dark else 0.3)
        lamp = post.done()
        lamp.alpha_composite(halo.crop((0, 8, 40, 40)), (0, 0))
        sprites.append(Sprite((lamp,), gliding((float(x), HEIGHT - 152.0), (0.0, 0.0))))
    sprites.extend(_passer(action, look) for _ in range(int(action.integers(3, 9))))
    if action.random() < 0.5:
        sprites.append(_car(action, look, dark))
    return Scene(finished(image, look, place), tuple(sprites))


def _house(canvas: Canvas, place: Rng, look: Look, span: tuple[float, float]) -> None:
    x, wide = span
    wall = look.colour(place, float(place.uniform(0.4, 0.85)), 0.5)
    roof = float(place.uniform(6, 70))
    canvas.rectangle((x, roof, x + wide, HEIGHT), wall)
    canvas.rectangle((x, roof, x + wide, roof + 6), mix(wall, (0, 0, 0), 0.3))
    glass = (250, 225, 150) if place.random() < 0.5 else mix(wall, (60, 90, 120), 0.6)
    for floor in range(2):
        for column in range(3):
            left, high = x + wide * (0.1 + 0.29 * column), roof + 16 + floor * 38
            if high < HEIGHT - 130:
                canvas.rectangle((left, high, left + wide * 0.2, high + 24), mix(wall, (255, 255, 255), 0.5))
                canvas.rectangle((left + 2, high + 2, left + wide * 0.2 - 2, high + 22), glass)
    sign = look.accent(place, float(place.uniform(0.5, 1)))
    canvas.rectangle((x + 5, HEIGHT - 122, x + wide - 5, HEIGHT - 104), mix(sign, (0, 0, 0), 0.35), 2)
    canvas.rectangle((x + 8, HEIGHT - 100, x + wide * 0.62, HEIGHT - 50), glass, 2)
    canvas.rectangle(
        (x + wide * 0.7, HEIGHT - 98, x + wide - 8, HEIGHT - 46), mix(wall, (40, 24, 20), 0.6), 2
    )
    for stripe in range(int(wide / 12)):
        left = x + 4 + stripe * 12
        canvas.rectangle((left, HEIGHT - 104, left + 6, HEIGHT - 92), sign)


def _passer(action: Rng, look: Look) -> Sprite:
    height = int(action.integers(4, 8)) * 14
    poses = walker(look.seed, int(action.integers(CAST)), height)
    way = int(action.choice([-1, 1]))
    if way < 0:
        poses = tuple(pose.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for pose in poses)
    start = float(action.uniform(0, WIDTH)), HEIGHT - 24.0 - height + height / 6
    path = looping(
        gliding(start, (way * height * float(action.uniform(0.3, 0.5)), 0.0)), (-70, -100, WIDTH + 140, 600)
    )
    return Sprite(poses, path, cycle(0.9, 8, float(action.random())))
