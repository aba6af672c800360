"""The model that comes with intromark answers any single file, with or without sound, in any script."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from cli.conftest import invoke
from intromark import Label, detect
from intromark.compose.sounds.music import music
from intromark.compose.sounds.voice import RATE, speech
from intromark.encoders import load_encoder
from intromark.model import SHIPPED, shipped_model

LENGTH, FPS = 36, 8  # seconds; frames a second
TITLE = (12.0, 20.0)  # seconds
VOICE = 4  # seed of the first who speaks; drawn voices before it are so even that they pass for an instrument
LARGEST = 30_000_000  # bytes

Picture = NDArray[np.uint8]


def test_it_fits_the_encoder_and_says_what_it_was_trained_on() -> None:
    model, encoder = shipped_model("lite"), load_encoder()
    assert model is not None
    model.require_encoder(encoder.name, encoder.fingerprint)
    assert "sound" in model.card.signals
    assert any("composed shows" in one for one in model.card.warnings)
    assert model.card.licence == "Apache-2.0"
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) < LARGEST


def font(letters: str) -> Any:
    """A typeface that has these letters; the test is skipped where none is installed."""
    from matplotlib import font_manager

    for found in sorted(font_manager.fontManager.ttflist, key=lambda one: one.name != "DejaVu Sans"):
        with np.errstate(all="ignore"):
            if all(ord(letter) in font_manager.get_font(found.fname).get_charmap() for letter in letters):
                return ImageFont.truetype(found.fname, 22)
    pytest.skip(f"no typeface here has the letters {letters}")


def picture(number: int, title: str, face: Any) -> Picture:
    """A place seen by a moving camera, another every 4 s; a title over it for some seconds."""
    second = number / FPS
    scene = np.random.default_rng(int(second // 4)).integers(40, 215, (6, 14, 3), np.uint8)
    shown = Image.fromarray(scene).resize((300, 180), Image.Resampling.BICUBIC)
    left = number % (4 * FPS)
    shown = shown.crop((left, 10, left + 224, 138))
    if TITLE[0] <= second < TITLE[1] and title:
        ImageDraw.Draw(shown).text(
            (112, 64), title, "white", face, anchor="mm", stroke_width=2, stroke_fill=0
        )
    return np.asarray(shown)


def in_bars(shown: Picture) -> Picture:
    """Without colour, narrower, between bars."""
    grey = np.asarray(Image.fromarray(shown).convert("L").resize((160, 128)))
    return np.pad(np.repeat(grey[:, :, None], 3, axis=2), ((0, 0), (32, 32), (0, 0)))


def drawn(
    path: Path, title: str = "THE LONG ROAD", layout: str | None = "stereo", *, silent: bool = False,
    change: Callable[[Picture], Picture] = lambda shown: shown, seconds: int = LENGTH,
) -> Path:  # fmt: skip
    face = font(title)
    with av.open(str(path), "w") as output:
        video: Any = output.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "g": "16"})
        video.width, video.height, video.pix_fmt = 224, 128, "yuv420p"
        audio: Any = output.add_stream("aac", rate=RATE, layout=layout) if layout else None
        for number in range(seconds * FPS):
            frame = av.VideoFrame.from_ndarray(change(picture(number, title, face)), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        if audio is not None:
            channels = audio.layout.nb_channels
            sound = np.zeros(seconds * RATE, np.float32) if silent else heard(seconds)
            for first in range(0, len(sound), 1024):
                block = sound[first : first + 1024]
                samples = np.repeat(block[None], channels, axis=0)
                part = av.AudioFrame.from_ndarray(samples, "fltp", str(layout))
                part.pts, part.sample_rate, part.time_base = first, RATE, Fraction(1, RATE)
                output.mux(audio.encode(part))
            output.mux(audio.encode(None))
    return path


def heard(seconds: int) -> NDArray[np.float32]:
    """Talk, with music in its place as long as the title stands."""
    talk = np.concatenate([speech(VOICE + seed, 6.0)[: 6 * RATE] for seed in range(seconds // 6)])
    begin, end = (round(second * RATE) for second in TITLE)
    talk[begin:end] = music(4, TITLE[1] - TITLE[0])[: end - begin]
    return np.asarray(0.3 * talk, np.float32)


@pytest.mark.parametrize(
    "way",
    [
        pytest.param({"layout": None}, id="no sound track"),
        pytest.param({"layout": "5.1"}, id="5.1"),
        pytest.param({"silent": True, "change": in_bars}, id="a silent film, 4:3 in black and white"),
        pytest.param({"title": "ДОЛГАЯ ДОРОГА"}, id="Cyrillic"),
        pytest.param({"title": "長い道"}, id="Japanese"),
    ],
)
def test_any_file_is_answered(way: dict[str, Any], tmp_path: Path) -> None:
    video = drawn(tmp_path / "one.mkv", **way)
    (found,) = detect([video])
    assert found.provenance.model
    intro = found.first(Label.INTRO)
    sure = found.absence if intro is None else intro.confidence
    assert sure is not None
    assert 0 < sure < 1
    if intro is not None:
        assert 0 <= intro.start < intro.end <= found.duration


def test_title_and_theme_are_found_among_talk(tmp_path: Path) -> None:
    # Of half a minute it would be as near to the end, where credits are.
    (found,) = detect([drawn(tmp_path / "one.mkv", seconds=60)])
    intro = found.first(Label.INTRO)
    assert intro is not None
    assert (intro.start, intro.end) == pytest.approx(TITLE, abs=2.5)


def test_the_command_asks_it_unasked(tmp_path: Path) -> None:
    result = invoke("detect", drawn(tmp_path / "one.mkv"), "--no-cache")
    assert result.exit_code == 0
    assert "no other episode" not in result.stderr
