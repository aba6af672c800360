"""From a decoded frame to the picture a viewer sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from av.video.reformatter import VideoReformatter

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from intromark.encoders.base import Picture

WIDEST_PIXEL = 10
"""A pixel this many times longer one way than the other is a damaged header and not a shape."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What every picture of one video is drawn on; their shapes are all the same.

    Attributes:
        width: Pixels across, as shown: rotated and with square pixels.
        height: Pixels down, as shown.
        quarter_turns: How many times the stored frame is turned by 90 degrees counterclockwise, 0 to 3.
    """

    width: int
    height: int
    quarter_turns: int

    def at_most(self, height: int | None) -> Screen:
        """The same shape, at most this high; None keeps the size. Never larger than it was."""
        if height is None or height >= self.height:
            return self
        return replace(self, width=max(1, round(self.width * height / self.height)), height=height)


def screen_of(stream: VideoStream, frame: VideoFrame) -> Screen:
    """How this stream is shown, judged by one of its frames."""
    pixel = stream.sample_aspect_ratio or Fraction(1)
    if not Fraction(1, WIDEST_PIXEL) <= pixel <= WIDEST_PIXEL:
        pixel = Fraction(1)
    width, height = max(1, round(frame.width * pixel)), frame.height
    turns = round(frame.rotation / 90) % 4
    return Screen(width, height, turns) if turns % 2 == 0 else Screen(height, width, turns)


class Painter:
    """Turns the frames of one video into pictures."""

    def __init__(self, screen: Screen) -> None:
        """Take the size and direction of every picture."""
        self._screen = screen
        # One for the whole video: it keeps its tables while the frames are alike.
        self._reformatter = VideoReformatter()

    def picture(self, frame: VideoFrame) -> Picture:
        """The frame as shown: (height, width, 3) RGB of the screen."""
        screen = self._screen
        width, height = screen.width, screen.height
        if screen.quarter_turns % 2:
            width, height = height, width
        rgb = self._reformatter.reformat(frame, width, height, "rgb24", interpolation="BICUBIC")
        stored = np.asarray(rgb.to_ndarray(), dtype=np.uint8)
        return np.ascontiguousarray(np.rot90(stored, screen.quarter_turns))
