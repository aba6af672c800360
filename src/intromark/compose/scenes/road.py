"""A road that rushes towards the viewer."""

from __future__ import annotations

import numpy as np
from PIL import Image

from intromark.compose.brush import Canvas
from intromark.compose.look import Look, finished, mix
from intromark.compose.noise import Rng
from intromark.compose.scene import HEIGHT, WIDTH, Scene, Sprite
from intromark.compose.scenes.wild import clouds, heaven

HORIZON = 104
STEPS = 64  # depth bands in one period of the stripes


def road(place: Rng, action: Rng, look: Look) -> Scene:
    """Stripes come nearer, and so do the trees beside it."""
    image, air = heaven(place, look)
    land, tar = look.colour(place, 0.5, 0.6), mix(look.colour(place, 0.3, 0.2), (60, 60, 66), 0.6)
    bend = float(place.normal(0, 0.5))
    y = np.arange(HORIZON, HEIGHT, dtype=np.float32)[:, None]
    near = (y - HORIZON + 2) / (HEIGHT - HORIZON)
    centre = WIDTH / 2 + bend * 160 * (1 - near) ** 2
    across = np.abs(np.arange(WIDTH, dtype=np.float32)[None, :] - centre) / (WIDTH * 0.42 * near + 3)
    band = ((6.0 / (near + 0.08)) * STEPS / 2).astype(np.int32)
    ground = np.zeros((HEIGHT - HORIZON, WIDTH, 3), np.uint8)
    speed = float(action.uniform(1.2, 3.5)) * STEPS
    tones = np.array(
        [land, mix(land, (0, 0, 0), 0.15), tar, mix(tar, (0, 0, 0), 0.1), (236, 232, 220), (200, 60, 50)],
        np.uint8,
    )
    backdrop = finished(image, look, place)

    def rush(still: Image.Image, moment: float) -> Image.Image:
        far = ((band + int(moment * speed)) // (STEPS // 2)) % 2
        kind = np.where(across < 1, 2 + far, 0 + far)
        kind = np.where((across < 0.04) & (far == 1), 4, kind)
        kind = np.where((across > 1) & (across < 1.09), 4 + far, kind)
        np.take(tones, kind, axis=0, out=ground)
        world = still.copy()
        world.paste(Image.fromarray(ground), (0, HORIZON))
        return world

    beside = _beside(place, look)
    trees = [_coming(beside, side, phase / 4, speed / STEPS, bend) for side in (-1, 1) for phase in range(4)]
    return Scene(backdrop, (*clouds(place, action, mix(air, (255, 255, 255), 0.3)), *trees), rush)


def _beside(place: Rng, look: Look) -> tuple[Image.Image, ...]:
    """What stands beside the road, in 12 sizes."""
    tone, kind = look.colour(place, 0.4, 0.7), int(place.integers(3))
    canvas = Canvas((100, 160))
    if kind == 0:
        canvas.rectangle((45, 90, 55, 160), (70, 48, 36))
        for k in range(3):
            canvas.polygon(
                [(50, 4 + 28 * k), (86 - 6 * (2 - k), 62 + 30 * k), (14 + 6 * (2 - k), 62 + 30 * k)],
                mix(tone, (20, 60, 30), 0.4),
            )
    elif kind == 1:
        canvas.rectangle((46, 20, 52, 160), (60, 60, 64))
        canvas.line([(49, 22), (84, 14)], (60, 60, 64), 5)
        canvas.ellipse((74, 8, 94, 24), (255, 236, 170))
    else:
        canvas.rectangle((44, 80, 56, 160), (80, 56, 40))
        canvas.ellipse((10, 8, 90, 100), tone)
        canvas.ellipse((24, 16, 66, 58), mix(tone, (255, 255, 255), 0.2))
    image = canvas.done()
    return tuple(
        image.resize((max(2, round(100 * s)), max(3, round(160 * s)))) for s in np.linspace(0.05, 1.2, 12)
    )


def _coming(poses: tuple[Image.Image, ...], side: int, phase: float, speed: float, bend: float) -> Sprite:
    def nearness(moment: float) -> float:
        return float(((phase + moment * speed * 0.12) % 1.0) ** 2.5)

    def pose(moment: float) -> int:
        return min(len(poses) - 1, int(nearness(moment) * len(poses)))

    def path(moment: float) -> tuple[float, float]:
        near = nearness(moment)
        image = poses[pose(moment)]
        x = WIDTH / 2 + bend * 160 * (1 - near) ** 2 + side * (12 + WIDTH * 0.62 * near)
        return x - image.width / 2, HORIZON + (HEIGHT - HORIZON) * near - image.height + 4

    return Sprite(poses, path, pose)
