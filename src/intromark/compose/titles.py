"""Drawn text: titles, names, cards and rolls, over a finished frame."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from intromark.compose.look import Colour, hsv, mix
from intromark.compose.noise import generator
from intromark.compose.plan import Caption, CaptionStyle
from intromark.compose.scene import STAGE

FADE_SECONDS = 0.35
OPACITIES = 8  # steps of a fade
SIZES = {  # pixels, of a frame 180 high
    CaptionStyle.TITLE: 30,
    CaptionStyle.EPISODE: 15,
    CaptionStyle.NAME: 14,
    CaptionStyle.CARD: 17,
    CaptionStyle.ROLL: 13,
    CaptionStyle.SUBTITLE_LINE: 13,
}
MARGIN = 12


def write(frame: Image.Image, caption: Caption, moment: float) -> None:
    """Put a caption onto a frame, if it is seen at this second of the block."""
    age = moment - caption.at
    if not 0 <= age < caption.seconds:
        return
    if caption.style is CaptionStyle.ROLL:
        text = lettering(caption.text, caption.style, caption.seed)
        travel = STAGE[1] + text.height
        frame.paste(
            text, ((STAGE[0] - text.width) // 2, round(STAGE[1] - travel * age / caption.seconds)), text
        )
        return
    strength = min(1.0, age / FADE_SECONDS, (caption.seconds - age) / FADE_SECONDS)
    if caption.style is CaptionStyle.SUBTITLE_LINE:
        strength = 1.0
    step = round(strength * OPACITIES)
    if step:
        text = _faded(caption.text, caption.style, caption.seed, step)
        frame.paste(text, _corner(caption, text), text)


def _corner(caption: Caption, text: Image.Image) -> tuple[int, int]:
    middle = (STAGE[0] - text.width) // 2
    if caption.style is CaptionStyle.SUBTITLE_LINE:
        return middle, STAGE[1] - text.height - 6
    if caption.style is CaptionStyle.EPISODE:
        return middle, round(STAGE[1] * 0.72)
    if caption.style is CaptionStyle.NAME:
        place = int(generator(caption.seed, 23).integers(4))
        left = (MARGIN, STAGE[0] - text.width - MARGIN, middle, middle)[place]
        return left, (STAGE[1] - text.height - MARGIN - 8) if place < 3 else STAGE[1] // 2
    if caption.style is CaptionStyle.TITLE:
        return middle, round(STAGE[1] * 0.55 - text.height / 2)
    return middle, (STAGE[1] - text.height) // 2


@lru_cache(maxsize=64)
def lettering(text: str, style: CaptionStyle, seed: int) -> Image.Image:
    """The text as RGBA, in the typography that a seed draws."""
    rng = generator(seed, 22)
    size = SIZES[style]
    if style in {CaptionStyle.TITLE, CaptionStyle.NAME} and rng.random() < 0.5:
        text = text.upper()
    paint: Colour = (250, 250, 246) if rng.random() < 0.6 else hsv(float(rng.random()), 0.45, 1.0)
    edge = mix(paint, (0, 0, 0), 0.92)
    if style is CaptionStyle.TITLE:
        size = round(size * float(rng.uniform(0.9, 1.3)))
        if rng.random() < 0.4:
            text = " ".join(text)
    font = ImageFont.load_default(size * 2)
    width, height, top = _extent(text, font)
    if width > (STAGE[0] - 2 * MARGIN) * 2:
        font = ImageFont.load_default(size * 2 * (STAGE[0] - 2 * MARGIN) * 2 / width)
        width, height, top = _extent(text, font)
    mask = Image.new("L", (width + 32, height + 32))
    pen = ImageDraw.Draw(mask)
    pen.multiline_text((16, 16 - top), text, 255, font, spacing=_gap(font), align="center")
    blur = ImageFilter.GaussianBlur(3.0 if style is CaptionStyle.TITLE else 1.6)
    shadow = mask.filter(ImageFilter.MaxFilter(5)).filter(blur)
    image = Image.new("RGBA", mask.size, (*edge, 0))
    image.putalpha(shadow)
    image.paste(paint, (0, 0), mask)
    image.putalpha(ImageChops.lighter(shadow, mask))
    return image.reduce(2)


def _extent(text: str, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> tuple[int, int, int]:
    """Width, height and the height above the first letter, in font pixels."""
    box = ImageDraw.Draw(Image.new("L", (1, 1))).multiline_textbbox(
        (0, 0), text, font, spacing=_gap(font), align="center"
    )
    return round(box[2]), round(box[3] - box[1]), round(box[1])


def _gap(font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> float:
    return font.size / 2 if isinstance(font, ImageFont.FreeTypeFont) else 4


@lru_cache(maxsize=256)
def _faded(text: str, style: CaptionStyle, seed: int, step: int) -> Image.Image:
    image = lettering(text, style, seed)
    if step == OPACITIES:
        return image
    pale = image.copy()
    pale.putalpha(image.getchannel("A").point([level * step // OPACITIES for level in range(256)]))
    return pale
