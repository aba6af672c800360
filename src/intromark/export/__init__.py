"""What a detection is written as: one file a format, one row in the table.

Formats render text, `sidecar` opens files. A text may hold the bytes of a path that is not UTF-8, in Python's
surrogateescape form: `encode` gives them back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intromark.detection import Detection
from intromark.errors import FileError
from intromark.export.csv_table import render_csv
from intromark.export.edl import render_edl
from intromark.export.ffmetadata import render_ffmetadata
from intromark.export.json_list import render_json
from intromark.export.matroska import render_matroska
from intromark.export.skiptro import render_skiptro

__all__ = ["FORMATS", "EpisodeFormat", "Exporter", "ListFormat", "encode", "exporter", "render"]


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A format whose text holds any number of episodes, and says of an episode that it has no intro.

    Attributes:
        suffix: What a sidecar is called after the video's name without its extension.
        render: Episodes, in the order given -> text.
    """

    suffix: str
    render: Callable[[Sequence[Detection]], str]


@dataclass(frozen=True, slots=True)
class EpisodeFormat:
    """A format whose text is about one video, and that has no word for 'none': without segments it is empty.

    Attributes:
        suffix: What a sidecar is called after the video's name without its extension.
        render_episode: One episode -> text.
    """

    suffix: str
    render_episode: Callable[[Detection], str]


Exporter = ListFormat | EpisodeFormat

FORMATS: dict[str, Exporter] = {
    "json": ListFormat(".intromark.json", render_json),
    "csv": ListFormat(".intromark.csv", render_csv),
    "edl": EpisodeFormat(".edl", render_edl),
    "ffmetadata": EpisodeFormat(".ffmetadata", render_ffmetadata),
    "matroska": EpisodeFormat(".chapters.xml", render_matroska),
    "skiptro": EpisodeFormat(".skiptro.json", render_skiptro),
}


def exporter(format: str) -> Exporter:
    """The row of a format.

    Raises:
        FileError: There is no such format.
    """
    if format not in FORMATS:
        raise FileError(f"unknown format `{format}`", f"use one of {', '.join(FORMATS)}")
    return FORMATS[format]


def render(detections: Sequence[Detection], format: str) -> str:
    """All episodes as one text.

    Args:
        detections: Any number in a list format. At most one in a format about one video, as several such
            texts could not be told apart. None at all gives an empty list or an empty text.
        format: A key of `FORMATS`.

    Returns:
        Text that ends with a line feed, unless it is empty.

    Raises:
        FileError: The format is unknown, or holds one episode and got several.
    """
    row = exporter(format)
    if isinstance(row, ListFormat):
        return row.render(detections)
    if len(detections) > 1:
        raise FileError(
            f"`{format}` holds one episode, and there are {len(detections)}",
            "write a file beside each video with --write, or print --format json",
        )
    return "".join(row.render_episode(detection) for detection in detections)


def encode(text: str) -> bytes:
    """Rendered text as the bytes of a file: UTF-8, but for the paths that are not."""
    return text.encode("utf-8", "surrogateescape")
