"""Small videos with everything that a copy may lose, and what can be read of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import av

from drawing import Drawing, Sound, draw_video, every
from intromark.detection import Detection
from intromark.export.into_video.packets import StreamSum, streams_of

from ..episodes import episode, segment

LENGTH = 8.0  # seconds
SUBTITLES = "1\n00:00:00,500 --> 00:00:01,500\nHello\n\n2\n00:00:02,500 --> 00:00:03,500\nWorld\n"
EARLIER = [(0, 3000, "One"), (3000, 5000, "Two, <&>"), (5000, 8000, "Three")]
NANO = 10**9

Marks = list[tuple[int, str]]


def draw_rich(path: Path, chapters: Sequence[tuple[int, int, str]] = ()) -> Path:
    """A video with sound and tags, and in Matroska with subtitles and a font."""
    path.write_bytes(_drawn(path.suffix, tuple(chapters)))
    return path


@cache
def _drawn(suffix: str, chapters: tuple[tuple[int, int, str], ...]) -> bytes:
    with TemporaryDirectory() as folder:
        plain, text, rich = (Path(folder) / name for name in (f"plain{suffix}", "a.srt", f"rich{suffix}"))
        is_mp4 = suffix == ".mp4"
        sound = Sound(codec="aac", length=LENGTH)
        draw_video(plain, Drawing(every(25, round(25 * LENGTH)), turned=90 * is_mp4, sounds=[sound]))
        text.write_text("" if is_mp4 else SUBTITLES)
        with (
            av.open(str(plain)) as source,
            av.open(str(rich), "w", options={"movflags": "+faststart"} if is_mp4 else {}) as output,
        ):
            output.metadata["title"] = "A title"
            output.set_chapters([cast(Any, _chapter(place, *one)) for place, one in enumerate(chapters)])
            packets = _with_streams(source, output)
            packets[-1].stream.metadata["language"] = "ger"
            if not is_mp4:
                with av.open(str(text)) as words:
                    packets += _with_streams(words, output)
                packets[-1].stream.metadata.update({"language": "fre", "title": "Full"})
                packets[-1].stream.disposition = av.stream.Disposition.forced
                output.add_attachment("a.ttf", "font/ttf", bytes(range(256)) * 8)
            for packet in sorted(packets, key=lambda one: (one.dts or 0) * one.time_base):
                output.mux_one(packet)
        return rich.read_bytes()


def _with_streams(source: Any, output: Any) -> list[Any]:
    """Make the streams in the output, and give them the packets."""
    streams = {one.index: output.add_stream_from_template(one, opaque=True) for one in source.streams}
    packets = [packet for packet in source.demux() if packet.size]
    for packet in packets:
        packet.stream = streams[packet.stream.index]
    return packets


def _chapter(number: int, start: int, end: int, title: str) -> dict[str, object]:
    return {
        "id": number + 1,
        "start": start,
        "end": end,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": title},
    }


def marks(path: Path) -> Marks:
    """Start in milliseconds, and name, of each chapter, as FFmpeg reads it."""
    with av.open(str(path)) as container:
        return [
            (round(one["start"] * one["time_base"] * 1000), one["metadata"].get("title", ""))
            for one in cast(Any, container).chapters()
        ]


def assert_same_streams(before: list[StreamSum], path: Path) -> None:
    after = streams_of(path)
    assert len(before) == len(after)
    assert all(one.is_like(two) for one, two in zip(before, after, strict=True))


def found(path: Path, start: float = 2.0, end: float = 4.0) -> Detection:
    return episode(segment(start, end), path=path, duration=LENGTH)


def nothing(path: Path) -> Detection:
    return episode(path=path, duration=LENGTH)
