"""What a master does to every frame: crop, grading, bars, logo and subtitles."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from intromark.compose.plan import Block, Caption, CaptionStyle, CueKind, Master
from intromark.compose.scene import STAGE
from intromark.compose.titles import lettering, write
from intromark.compose.words import spoken_line


def mastered(frame: Image.Image, master: Master) -> Image.Image:
    """The frame as the episode shows it, still STAGE large."""
    width, height = STAGE
    if master.crop:
        x, y = width * master.crop, height * master.crop
        frame = frame.resize(STAGE, Image.Resampling.BILINEAR, box=(x, y, width - x, height - y))
    if master.gamma != 1.0 or master.brightness != 0.0:
        frame = frame.point(_curve(master.gamma, master.brightness))
    if master.letterbox:
        bar = round(height * master.letterbox / 2)
        frame.paste((0, 0, 0), (0, 0, width, bar))
        frame.paste((0, 0, 0), (0, height - bar, width, height))
    if master.logo:
        logo = _logo(master.logo)
        frame.paste(logo, (width - logo.width - 8, 6), logo)
    return frame


@lru_cache(maxsize=32)
def _curve(gamma: float, brightness: float) -> list[int]:
    """One table for each of the three channels, end to end."""
    levels = [((level / 255) ** gamma + brightness) * 255 for level in range(256)]
    return [min(255, max(0, round(level))) for level in levels] * 3


@lru_cache(maxsize=8)
def _logo(text: str) -> Image.Image:
    image = lettering(text, CaptionStyle.NAME, 1).copy()
    image.putalpha(image.getchannel("A").point([level * 6 // 10 for level in range(256)]))
    return image


def subtitle(frame: Image.Image, block: Block, moment: float) -> None:
    """Burn in what is being said at this second of the block."""
    for cue in block.cues:
        if cue.kind is CueKind.SPEECH and cue.at <= moment < cue.at + cue.seconds:
            write(
                frame, Caption(spoken_line(cue.seed), CaptionStyle.SUBTITLE_LINE, cue.at, cue.seconds), moment
            )
            return
