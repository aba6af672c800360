"""Land without people: mountains, forest, desert."""

from __future__ import annotations

import math

from PIL import Image, ImageFilter

from intromark.compose.brush import Canvas, glow, ridge, sky, tinted, under
from intromark.compose.look import Colour, Look, finished, hsv, mix
from intromark.compose.noise import Rng, fractal
from intromark.compose.scene import HEIGHT, WIDTH, WORLD, Scene, Sprite, cycle, gliding, looping

HOURS: tuple[tuple[Colour, Colour], ...] = (
    ((74, 134, 204), (206, 226, 238)),  # noon
    ((52, 58, 112), (244, 158, 96)),  # evening
    ((10, 14, 38), (44, 58, 96)),  # night
    ((148, 160, 172), (214, 216, 214)),  # overcast
    ((120, 92, 150), (250, 206, 190)),  # dawn
)


def heaven(place: Rng, look: Look, bend: float = 0.3) -> tuple[Image.Image, Colour]:
    """A sky at some hour, and the colour of the air at its foot."""
    top, foot = HOURS[int(place.integers(len(HOURS)))]
    top, foot = mix(top, look.colour(place, 0.5), bend), mix(foot, look.colour(place, 0.85, 0.3), bend)
    return sky(WORLD, top, foot), foot


def clouds(place: Rng, action: Rng, paint: Colour) -> tuple[Sprite, ...]:
    """Two banks of cloud that drift."""
    size = (WIDTH * 2, HEIGHT // 2)
    field = fractal(place, size, float(place.uniform(4, 9)), 5)
    thick = (field - float(place.uniform(0.4, 0.62))).clip(0, 1) * 3
    thick[:, :30] *= 0.0
    thick[-30:] *= 0.0
    bank = tinted(thick.clip(0, 1), paint, 0.85).filter(ImageFilter.GaussianBlur(4))
    speed = float(action.normal(0, 14))
    return tuple(
        Sprite((bank,), looping(gliding((x, -12.0), (speed, 0)), (-size[0], -20, size[0] * 1.6, 400)))
        for x in (-200.0, 420.0)
    )


def birds(action: Rng, ink: Colour) -> tuple[Sprite, ...]:
    """A few birds that cross the sky."""
    poses = []
    for lift in (-3.0, 0.0, 3.0, 0.0):
        canvas = Canvas((14, 12))
        canvas.line([(1, 6 + lift), (7, 6), (13, 6 + lift)], ink, 1.4)
        poses.append(canvas.done())
    way = float(action.choice([-1, 1]))
    flock = []
    for _ in range(int(action.integers(0, 7))):
        start = float(action.uniform(0, WIDTH)), float(action.uniform(10, 90))
        path = looping(
            gliding(start, (way * float(action.uniform(18, 40)), -1.5), 2.0, 0.7),
            (-14, -12, WIDTH + 28, HEIGHT),
        )
        flock.append(Sprite(tuple(poses), path, cycle(2.2, 4, float(action.random()))))
    return tuple(flock)


def mountains(place: Rng, action: Rng, look: Look) -> Scene:
    """Ranges behind one another, that slide past at their own speeds."""
    image, air = heaven(place, look)
    sun = glow(int(place.integers(14, 46)), (255, 246, 220), 0.95)
    image.paste(sun, (int(place.integers(20, WIDTH - 60)), int(place.integers(0, 70))), sun)
    near = look.colour(place, 0.32, 0.55)
    count = int(place.integers(3, 6))
    drift = float(action.choice([-1, 1]) * action.uniform(2, 9))
    rough = float(place.uniform(2, 7))
    ranges = []
    for layer in range(count):
        share = (layer + 1) / count
        top = 40 + 120 * share * float(place.uniform(0.75, 1.0))
        line = ridge(place, WIDTH + 160, rough * (1.4 - 0.6 * share), (top, top + 95 * (1.2 - 0.7 * share)))
        tone = mix(air, near, 0.25 + 0.75 * share)
        canvas = Canvas((WIDTH + 160, HEIGHT))
        canvas.polygon(under(line, HEIGHT), tone)
        drawn = canvas.done()
        rock = finished(drawn.convert("RGB"), look, place)
        rock.putalpha(drawn.getchannel("A"))
        ranges.append(Sprite((rock,), gliding((-80.0, 0.0), (drift * share**2, 0.0))))
    white = mix(air, (255, 255, 255), 0.5)
    return Scene(
        finished(image, look, place),
        (*clouds(place, action, white), *birds(action, mix(near, (0, 0, 0), 0.4)), *ranges),
    )


def forest(place: Rng, action: Rng, look: Look) -> Scene:
    """Trunks near and far, light between them, and leaves that fall."""
    leaf = hsv(
        float(place.choice([0.08, 0.12, 0.25, 0.32, 0.45, look.hue])), float(place.uniform(0.35, 0.8)), 0.6
    )
    image = sky(
        WORLD, mix(leaf, (250, 250, 210), float(place.uniform(0.2, 0.7))), mix(leaf, (20, 26, 20), 0.6)
    )
    canopy = tinted(fractal(place, WORLD, 22, 4), mix(leaf, (10, 20, 10), 0.5), 0.8)
    image.paste(canopy, (0, 0), canopy)
    drift = float(action.choice([-1, 1]) * action.uniform(3, 18))
    stands = []
    for layer in range(3):
        canvas = Canvas((WIDTH + 200, HEIGHT))
        bark = mix(mix(leaf, (90, 70, 50), 0.6), (16, 14, 16), 0.25 + 0.3 * layer)
        ground = ridge(place, WIDTH + 200, 5, (HEIGHT - 60 + 18 * layer, HEIGHT - 40 + 18 * layer))
        canvas.polygon(under(ground, HEIGHT), mix(leaf, bark, 0.55 + 0.15 * layer))
        for _ in range(int(place.integers(5, 15)) // (layer + 1) + 1):
            x, thick = float(place.uniform(0, WIDTH + 200)), float(place.uniform(3, 8)) * (layer + 1) ** 1.2
            lean = float(place.normal(0, 8))
            canvas.polygon(
                [
                    (x - thick / 2 + lean, 0),
                    (x + thick / 2 + lean, 0),
                    (x + thick, HEIGHT - 20),
                    (x - thick, HEIGHT - 20),
                ],
                bark,
            )
            for _ in range(3):
                y, reach = float(place.uniform(10, 110)), float(place.choice([-1, 1]) * place.uniform(15, 50))
                canvas.line([(x + lean / 2, y), (x + lean / 2 + reach, y - 20)], bark, thick / 4 + 1)
        stands.append(Sprite((canvas.done(),), gliding((-100.0, 0.0), (drift * (0.3 + 0.5 * layer), 0.0))))
    return Scene(finished(image, look, place), (*stands, *_leaves(action, leaf)))


def _leaves(action: Rng, leaf: Colour) -> tuple[Sprite, ...]:
    falling = []
    for _ in range(int(action.integers(0, 26))):
        flake = Canvas((6, 5))
        flake.ellipse((0.5, 1, 5.5, 4), mix(leaf, (255, 220, 120), float(action.uniform(0, 0.7))))
        start = float(action.uniform(0, WIDTH)), float(action.uniform(0, HEIGHT))
        path = gliding(start, (float(action.normal(0, 14)), float(action.uniform(10, 30))), 4.0, 0.5)
        falling.append(Sprite((flake.done(),), looping(path, (-6, -6, WIDTH + 12, HEIGHT + 12))))
    return tuple(falling)


def desert(place: Rng, action: Rng, look: Look) -> Scene:
    """Dunes, a few plants or rocks, and a rider or a wheel of dust."""
    image, air = heaven(place, look, 0.15)
    sand = hsv(
        float(place.choice([0.06, 0.09, 0.12, look.hue])),
        float(place.uniform(0.2, 0.6)),
        float(place.uniform(0.6, 0.95)),
    )
    canvas = Canvas(WORLD)
    for layer in range(4):
        top = 105 + 30 * layer
        tone = mix(mix(air, sand, 0.4 + 0.2 * layer), (90, 50, 40), 0.06 * layer)
        line = ridge(place, WIDTH, 2.0 + layer, (top, top + 30.0))
        canvas.polygon(under(line, HEIGHT), tone)
        canvas.polygon(
            under([(x, y + 6 + 5 * math.sin(x / 30)) for x, y in line], HEIGHT), mix(tone, (60, 30, 40), 0.14)
        )
    for _ in range(int(place.integers(2, 9))):
        x, y, tall = (
            float(place.uniform(10, WIDTH)),
            float(place.uniform(130, 220)),
            float(place.uniform(12, 46)),
        )
        green = look.colour(place, 0.4, 0.6)
        canvas.line([(x, y), (x, y - tall)], green, tall / 6)
        canvas.line(
            [(x, y - tall * 0.4), (x + tall * 0.25, y - tall * 0.4), (x + tall * 0.25, y - tall * 0.75)],
            green,
            tall / 8,
        )
    ground = canvas.done()
    image.paste(ground, (0, 0), ground)
    puffs = []
    way = float(action.choice([-1, 1]))
    for _ in range(int(action.integers(4, 14))):
        dust = glow(int(action.integers(8, 34)), mix(sand, (255, 255, 255), 0.4), 0.6)
        start = float(action.uniform(0, WIDTH)), float(action.uniform(110, 190))
        path = gliding(start, (way * float(action.uniform(15, 70)), 0), 3.0, 0.4)
        puffs.append(Sprite((dust,), looping(path, (-70, -70, WIDTH + 140, HEIGHT + 140))))
    return Scene(finished(image, look, place), (*clouds(place, action, air), *puffs))
