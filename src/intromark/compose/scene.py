"""A scene: a backdrop, sprites that move over it, and a camera that moves over both."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from intromark.compose.look import Look, grainy
from intromark.compose.noise import Rng

STAGE = (320, 180)  # every frame is composed at this size; a master scales it
WORLD = (416, 234)  # backdrops leave the camera a margin of 30 %
WIDTH, HEIGHT = WORLD
GRAIN_HZ = 30

Path = Callable[[float], tuple[float, float]]
Pose = Callable[[float], int]
Effect = Callable[[Image.Image, float], Image.Image]


def first_pose(moment: float) -> int:  # noqa: ARG001 (a Pose is asked for a moment)
    """The pose of what never changes."""
    return 0


@dataclass(frozen=True, slots=True)
class Sprite:
    """Something that moves: its poses (RGBA), and by the second its top left corner and its pose."""

    poses: tuple[Image.Image, ...]
    path: Path
    pose: Pose = first_pose


@dataclass(frozen=True, slots=True)
class Scene:
    """What a family draws. The effect, if any, repaints the backdrop before the sprites come."""

    backdrop: Image.Image
    sprites: tuple[Sprite, ...] = ()
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Camera:
    """A view into the world that pans and zooms at even speeds, and stops at the world's edges.

    Attributes:
        centre: Of the view at second 0, in world pixels.
        pan: World pixels per second.
        width: Of the view at second 0, in world pixels.
        zoom: Growth rate per second; negative goes closer.
        shake: World pixels a hand trembles by.
    """

    centre: tuple[float, float]
    pan: tuple[float, float]
    width: float
    zoom: float
    shake: float

    def view(self, moment: float) -> tuple[float, float, float, float]:
        """The (left, top, right, bottom) box seen at this second."""
        width = min(max(self.width * math.exp(self.zoom * moment), 150.0), float(WIDTH))
        height = width * STAGE[1] / STAGE[0]
        sway = self.shake * math.sin(2.1 * moment), self.shake * math.sin(2.9 * moment + 1)
        x = self.centre[0] + self.pan[0] * moment + sway[0]
        y = self.centre[1] + self.pan[1] * moment + sway[1]
        left = min(max(x - width / 2, 0.0), WIDTH - width)
        top = min(max(y - height / 2, 0.0), HEIGHT - height)
        return left, top, left + width, top + height


STILL = Camera((WIDTH / 2, HEIGHT / 2), (0.0, 0.0), float(WIDTH), 0.0, 0.0)


def any_camera(rng: Rng, reach: float = 1.0) -> Camera:
    """A camera as a director might want it; reach 0 keeps it at the middle, 1 lets it go anywhere."""
    width = float(rng.uniform(270, 400))
    room = (WIDTH - 270) / 2 * reach, (HEIGHT - 152) / 2 * reach
    centre = WIDTH / 2 + float(rng.uniform(-1, 1)) * room[0], HEIGHT / 2 + float(rng.uniform(-1, 1)) * room[1]
    move = str(rng.choice(["pan", "zoom", "hand", "rest"], p=[0.35, 0.25, 0.25, 0.15]))
    speed = float(rng.uniform(6, 28)) * (1 if centre[0] < WIDTH / 2 else -1)
    return Camera(
        centre,
        (speed, float(rng.normal(0, 2))) if move == "pan" else (0.0, 0.0),
        width,
        float(rng.choice([-1, 1]) * rng.uniform(0.02, 0.10)) if move == "zoom" else 0.0,
        float(rng.uniform(1.0, 3.5)) if move == "hand" else 0.4,
    )


def paint(scene: Scene, camera: Camera, look: Look, moment: float) -> Image.Image:
    """The frame at a second of the scene, STAGE large, RGB."""
    world = scene.backdrop.copy() if scene.effect is None else scene.effect(scene.backdrop, moment)
    for sprite in scene.sprites:
        x, y = sprite.path(moment)
        image = sprite.poses[sprite.pose(moment) % len(sprite.poses)]
        if -image.width < x < WIDTH and -image.height < y < HEIGHT:
            world.paste(image, (round(x), round(y)), image)
    frame = world.resize(STAGE, Image.Resampling.BILINEAR, box=camera.view(moment))
    return grainy(frame, look, int(moment * GRAIN_HZ))


def fixed(x: float, y: float) -> Path:
    """A path that stays."""
    return lambda _: (x, y)


def gliding(
    start: tuple[float, float], speed: tuple[float, float], bob: float = 0.0, hertz: float = 1.0
) -> Path:
    """A path of even speed, bobbing up and down."""

    def at(moment: float) -> tuple[float, float]:
        rise = bob * math.sin(2 * math.pi * hertz * moment)
        return start[0] + speed[0] * moment, start[1] + speed[1] * moment + rise

    return at


def looping(path: Path, span: tuple[float, float, float, float]) -> Path:
    """The same path on a torus: what leaves a (left, top, width, height) box comes back at the other side."""
    left, top, width, height = span

    def at(moment: float) -> tuple[float, float]:
        x, y = path(moment)
        return left + (x - left) % width, top + (y - top) % height

    return at


def flicker(rng: Rng, hertz: float, weights: tuple[float, ...]) -> Pose:
    """Poses struck at random, `hertz` times a second: lips, lamps."""
    choices = rng.choice(len(weights), 240, p=np.array(weights) / sum(weights))
    return lambda moment: int(choices[int(moment * hertz) % 240])


def cycle(hertz: float, poses: int, phase: float = 0.0) -> Pose:
    """Poses in turn, all of them `hertz` times a second: steps, wheels."""
    return lambda moment: int((moment * hertz + phase) * poses) % poses
