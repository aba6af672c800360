"""Drawing without jagged edges: everything is drawn larger and reduced."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from intromark.compose.look import Colour
from intromark.compose.noise import Field, Rng, profile

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Paint = tuple[int, ...]  # RGB or RGBA
CLEAR = (0, 0, 0, 0)


class Canvas:
    """A picture under the brush; coordinates are in final pixels."""

    def __init__(self, size: tuple[int, int], ground: Paint = CLEAR, oversampling: int = 2) -> None:
        """An even ground; the default is transparent."""
        self.size = size
        self._over = oversampling
        self._image = Image.new("RGBA", (size[0] * oversampling, size[1] * oversampling), tuple(ground))
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Sequence[Point], paint: Paint) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * self._over, y * self._over) for x, y in points], fill=tuple(paint))

    def ellipse(self, box: Box, paint: Paint) -> None:
        """A filled ellipse in a (left, top, right, bottom) box."""
        self._draw.ellipse(self._scaled(box), fill=tuple(paint))

    def rectangle(self, box: Box, paint: Paint, radius: float = 0.0) -> None:
        """A filled rectangle, with round corners if wanted."""
        self._draw.rounded_rectangle(self._scaled(box), radius * self._over, fill=tuple(paint))

    def line(self, points: Sequence[Point], paint: Paint, width: float = 1.0) -> None:
        """A line through the points, with round joints."""
        scaled = [(x * self._over, y * self._over) for x, y in points]
        self._draw.line(scaled, fill=tuple(paint), width=max(1, round(width * self._over)), joint="curve")

    def arc(self, box: Box, degrees: tuple[float, float], paint: Paint, width: float = 1.0) -> None:
        """A part of an ellipse's outline, clockwise from three o'clock."""
        self._draw.arc(
            self._scaled(box), *degrees, fill=tuple(paint), width=max(1, round(width * self._over))
        )

    def done(self) -> Image.Image:
        """The picture as RGBA."""
        return self._image.reduce(self._over)

    def _scaled(self, box: Box) -> Box:
        left, top, right, bottom = (edge * self._over for edge in box)
        return left, top, max(left, right), max(top, bottom)


def sky(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """A vertical gradient."""
    width, height = size
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    column = np.array(top, np.float32) * (1 - share) + np.array(bottom, np.float32) * share
    return Image.fromarray(np.repeat(column.astype(np.uint8)[:, None], width, axis=1))


def tinted(field: Field, paint: Colour, opacity: float) -> Image.Image:
    """One colour whose opacity is a field in [0, 1]: clouds, smoke, glow."""
    height, width = field.shape
    image = np.empty((height, width, 4), np.uint8)
    image[..., :3] = paint
    image[..., 3] = np.clip(field * opacity * 255, 0, 255)
    return Image.fromarray(image)


def glow(radius: int, paint: Colour, opacity: float = 1.0) -> Image.Image:
    """A soft round light."""
    axis = np.linspace(-1, 1, radius * 2, dtype=np.float32)
    distance = np.hypot(axis[:, None], axis[None, :])
    return tinted(np.clip(1 - distance, 0, 1) ** 1.7, paint, opacity)


def ridge(rng: Rng, width: int, cells: float, heights: tuple[float, float]) -> list[Point]:
    """A skyline from left to right whose y wanders between two heights."""
    line = profile(rng, width, cells, 5)
    low, high = heights
    return [(float(x), low + (high - low) * float(line[x])) for x in range(0, width, 2)] + [
        (float(width), low + (high - low) * float(line[-1]))
    ]


def under(line: Sequence[Point], bottom: float) -> list[Point]:
    """The polygon below a line."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]
