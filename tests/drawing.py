"""Draws small videos whose every frame carries its own number, so that a test can tell which it was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from numpy.typing import NDArray

ROWS, COLUMNS = 2, 8
"""Blocks of the picture; block b is white when bit b of the number is 1."""

TICK = Fraction(1, 90000)


@dataclass(frozen=True)
class Sound:
    """Silence with clicks of full level in it.

    Attributes:
        clicks: Seconds on the container's time line.
        start: Seconds of the first sample.
        length: Seconds.
        rate: Samples a second.
        layout: Channels, in FFmpeg's words.
        codec: Name of the encoder.
        holes: (from, to) in seconds: packets that begin in there are left out.
    """

    clicks: Sequence[float] = ()
    start: float = 0.0
    length: float = 4.0
    rate: int = 48000
    layout: str = "stereo"
    codec: str = "pcm_s16le"
    holes: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Drawing:
    """What to draw; the defaults are four seconds of H.264 at 25 frames a second.

    Attributes:
        times: Seconds of each frame on the container's time line; frame i carries the number i.
        size: Stored width and height in pixels.
        codec: Name of the encoder.
        pix_fmt: Pixel format, in FFmpeg's words.
        rate: Nominal frames a second.
        turned: Degrees by which a player turns the frame counterclockwise; it is stored turned back.
        pixel: Width of a pixel divided by its height.
        options: Of the encoder.
        muxing: Options of the container.
        sounds: Audio streams.
        grain: Noise of up to this many levels on every frame, so that files are not too small to be cut.
    """

    times: Sequence[Fraction] = tuple(Fraction(i, 25) for i in range(100))
    size: tuple[int, int] = (96, 64)
    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    rate: Fraction = Fraction(25)
    turned: int = 0
    pixel: Fraction = Fraction(1)
    options: dict[str, str] = field(default_factory=dict)
    muxing: dict[str, str] = field(default_factory=dict)
    sounds: Sequence[Sound] = ()
    grain: int = 0


def every(rate: Fraction | int, count: int, start: Fraction | float = 0) -> tuple[Fraction, ...]:
    """The times of `count` frames at a constant rate."""
    return tuple(Fraction(start) + Fraction(i) / rate for i in range(count))


def numbered(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """A (height, width, 3) picture that carries a number below 2 ** 16."""
    bits = (number >> np.arange(ROWS * COLUMNS)) & 1
    rows = np.arange(height) * ROWS // height
    columns = np.arange(width) * COLUMNS // width
    blocks = np.where(bits.reshape(ROWS, COLUMNS), 235, 16).astype(np.uint8)
    return np.repeat(blocks[rows][:, columns][:, :, None], 3, axis=2)


def number_in(picture: NDArray[np.uint8]) -> int:
    """The number that a picture carries, whatever its size."""
    height, width = picture.shape[:2]
    rows = (np.arange(ROWS) * 2 + 1) * height // (ROWS * 2)
    columns = (np.arange(COLUMNS) * 2 + 1) * width // (COLUMNS * 2)
    bits = picture[rows][:, columns].mean(axis=2).ravel() > 127
    return int((bits << np.arange(ROWS * COLUMNS)).sum())


def draw_video(path: Path, drawing: Drawing | None = None, *, container: str | None = None) -> Path:
    """Write the drawing to a file, in the container that its name or `container` says; return the path."""
    plan = Drawing() if drawing is None else drawing
    with av.open(str(path), "w", format=container, options=plan.muxing) as output:
        video = _video_stream(output, plan) if plan.times else None
        if video is not None and output.format.name == "avi":
            video.codec_context.time_base = 1 / plan.rate  # its only clock
        sounds = [output.add_stream(cast(Any, s.codec), rate=s.rate, layout=s.layout) for s in plan.sounds]
        packets: list[Any] = [] if video is None else list(_video_packets(video, plan))
        for stream, sound in zip(sounds, plan.sounds, strict=True):
            packets += _sound_packets(stream, sound)
        for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
            output.mux(packet)
    return path


def _video_stream(output: Any, plan: Drawing) -> Any:
    stream = output.add_stream(plan.codec, rate=plan.rate, options=dict(plan.options))
    stream.width, stream.height = plan.size
    stream.pix_fmt = plan.pix_fmt
    stream.codec_context.thread_count = 1
    if plan.codec not in ("mpeg4", "mpeg2video"):  # these know nothing finer than the frame rate
        stream.codec_context.time_base = TICK
    if plan.pixel != 1:
        stream.codec_context.sample_aspect_ratio = plan.pixel
    if plan.turned:
        stream.set_display_rotation(plan.turned)
    return stream


def _video_packets(stream: Any, plan: Drawing) -> Iterable[Any]:
    base = stream.codec_context.time_base or 1 / plan.rate
    for number, time in enumerate(plan.times):
        width, height = plan.size if plan.turned % 180 == 0 else plan.size[::-1]
        picture = numbered(number, width, height)
        if plan.grain:
            picture = _with_grain(picture, number, plan.grain)
        stored = np.ascontiguousarray(np.rot90(picture, -plan.turned // 90))
        frame = av.VideoFrame.from_ndarray(stored, "rgb24")
        frame.pts, frame.time_base = round(time / base), base
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _with_grain(picture: NDArray[np.uint8], seed: int, levels: int) -> NDArray[np.uint8]:
    noise = np.random.default_rng(seed).integers(-levels, levels + 1, picture.shape)
    grained: NDArray[np.uint8] = np.clip(picture + noise, 0, 255).astype(np.uint8)
    return grained


def _sound_packets(stream: Any, sound: Sound) -> Iterable[Any]:
    channels = av.AudioLayout(sound.layout).nb_channels
    samples = np.zeros((round(sound.length * sound.rate), channels), np.float32)
    for click in sound.clicks:
        at = round((click - sound.start) * sound.rate)
        samples[at : at + max(1, sound.rate // 4000)] = 0.9
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "flt", sound.layout)
    frame.sample_rate = sound.rate
    frame.time_base = Fraction(1, sound.rate)
    frame.pts = round(sound.start * sound.rate)
    size = stream.codec_context.frame_size or 1024
    resampler = av.AudioResampler(stream.codec_context.format.name, sound.layout, sound.rate, size)
    for piece in resampler.resample(frame) + resampler.resample(None) + [None]:
        for packet in stream.encode(piece):
            begin = float(packet.pts * packet.time_base)
            if not any(low <= begin < high for low, high in sound.holes):
                yield packet


def draw_magenta(path: Path) -> Path:
    """Ten seconds that `DeadlyEncoder` does not survive; what is there is replaced."""
    path.unlink(missing_ok=True)
    with av.open(str(path), "w") as output:
        stream = cast(Any, output.add_stream("libx264", rate=10))
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        picture = np.full((96, 128, 3), (255, 0, 255), np.uint8)
        for _ in range(100):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        output.mux(stream.encode(None))
    return path
