"""Words in many typefaces and scripts, as layers to be laid over a picture."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Chance = np.random.Generator
Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont

SCRIPTS = {
    "Latin": "aeioulnrstmdbcpkghvfyz",
    "Cyrillic": "аеиоулнрстмдбвпкгзйчя",
    "Greek": "αειουλνρστμδβπκγχφ",
    "Japanese": "あいうえおかきくけこさしすせそたちなにのはひまみやよらりるれんアイカキサタナハマヤラン",
    "Chinese": "的一是在人有大中上个国我以要他时来用们生到作地于出就分对成会",
    "Arabic": "ابتثجحخدرزسشصطعفقكلمنهوي",
}
SHARE_OF_LATIN = 0.7
MOST_FONTS = 400
SIZE_STEP = 2  # pixels between the sizes that are kept


@dataclass(frozen=True)
class Typefaces:
    """Font files, by the script that they can write."""

    files: dict[str, tuple[Path, ...]]

    @classmethod
    def in_folders(cls, folders: tuple[Path, ...]) -> Typefaces:
        """Those of the folders, and those that come with matplotlib.

        Raises:
            SystemExit: There is none.
        """
        import matplotlib as mpl
        from fontTools.ttLib import TTFont

        places = (*folders, Path(mpl.get_data_path()) / "fonts" / "ttf")
        found = sorted(
            {path for folder in places for path in folder.rglob("*.[to]tf") if "LastResort" not in path.name}
        )
        random.Random(7).shuffle(found)
        files: dict[str, list[Path]] = {script: [] for script in SCRIPTS}
        for path in found[:MOST_FONTS]:
            try:
                with TTFont(path, lazy=True) as font:
                    there = font.getBestCmap() or {}
            except Exception:  # what is no font is left out, whatever is wrong with it
                continue
            for script, letters in SCRIPTS.items():
                if all(ord(letter) in there for letter in letters):
                    files[script].append(path)
        if not files["Latin"]:
            raise SystemExit("there is no font; name a folder of them with --fonts")
        return cls({script: tuple(paths) for script, paths in files.items() if paths})


@dataclass(frozen=True)
class Style:
    """How somebody writes: a typeface, a script, colours."""

    font: Path
    script: str
    upper: bool
    ink: Colour
    edge: int  # twentieths of the size
    shadow: bool

    @classmethod
    def draw(cls, faces: Typefaces, chance: Chance) -> Style:
        """Any."""
        others = [script for script in faces.files if script != "Latin"]
        latin = not others or chance.random() < SHARE_OF_LATIN
        script = "Latin" if latin else others[chance.integers(len(others))]
        paths = faces.files[script]
        light = chance.random() < 0.75
        ink = chance.integers(185, 256, 3) if light else chance.integers(0, 256, 3)
        return cls(
            paths[chance.integers(len(paths))],
            script,
            bool(chance.random() < 0.5),
            (int(ink[0]), int(ink[1]), int(ink[2])),
            int(chance.integers(0, 3)),
            bool(chance.random() < 0.5),
        )

    def word(self, chance: Chance, fewest: int = 2, most: int = 9) -> str:
        """A word that means nothing."""
        count, letters = int(chance.integers(fewest, most + 1)), SCRIPTS[self.script]
        word = "".join(letters[chance.integers(len(letters))] for _ in range(count))
        return word.upper() if self.upper else word.capitalize()

    def words(self, chance: Chance, fewest: int, most: int) -> str:
        """Some words."""
        return " ".join(self.word(chance) for _ in range(int(chance.integers(fewest, most + 1))))


def write(
    picture: Image.Image,
    text: str,
    place: tuple[float, float],
    size: float,
    style: Style,
    *,
    align: str = "center",
) -> Image.Image:
    """The picture with text on it.

    Args:
        picture: Is not changed.
        text: Lines.
        place: Of the text's middle, in shares of the picture.
        size: Of a line, in shares of the picture's height.
        style: How it looks.
        align: Of the lines: left, center or right.
    """
    width, height = picture.size
    font = _font(style.font, max(6, round(size * height)))
    at = (place[0] * width, place[1] * height)
    pen = ImageDraw.Draw(picture)
    box = pen.multiline_textbbox(at, text, font, anchor="mm", align=align)
    if box[2] - box[0] > 0.96 * width:  # too long for the picture
        font = _font(style.font, max(6, round(size * height * 0.96 * width / (box[2] - box[0]))))
        box = pen.multiline_textbbox(at, text, font, anchor="mm", align=align)
    margin = 2
    shift = max(margin - box[0], 0) + min(width - margin - box[2], 0)
    at = (at[0] + shift, at[1])
    layer = picture.copy()
    stroke = style.edge * font.size // 20
    if style.shadow:
        dark = Image.new("L", picture.size)
        ImageDraw.Draw(dark).multiline_text(
            (at[0] + font.size / 14, at[1] + font.size / 14), text, 200, font, anchor="mm", align=align
        )
        layer.paste((0, 0, 0), mask=dark.filter(ImageFilter.GaussianBlur(font.size / 16)))
    ImageDraw.Draw(layer).multiline_text(
        at, text, style.ink, font, anchor="mm", align=align, stroke_width=stroke, stroke_fill=(0, 0, 0)
    )
    return layer


@lru_cache(maxsize=512)
def _loaded(path: Path, size: int) -> Font:
    return ImageFont.truetype(path, size)


def _font(path: Path, size: int) -> Font:
    return _loaded(path, size - size % SIZE_STEP)
