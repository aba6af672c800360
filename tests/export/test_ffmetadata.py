"""Read back by FFmpeg itself."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from intromark.export import encode, render
from intromark.export.chapters import Chapter
from intromark.export.ffmetadata import render_chapters

from .episodes import episode, random_episodes, segment

Read = list[tuple[int, int, str]]


def ffmpeg_reads(text: str, folder: Path) -> Read:
    path = folder / "chapters.ffmetadata"
    path.write_bytes(encode(text))
    with av.open(path, format="ffmetadata") as container:
        chapters = container.chapters()
    assert all(chapter["time_base"] == Fraction(1, 1000) for chapter in chapters)
    return [(chapter["start"], chapter["end"], chapter["metadata"]["title"]) for chapter in chapters]


def test_chapters_of_an_episode(tmp_path: Path) -> None:
    assert ffmpeg_reads(render([episode(segment(24.0, 50.0419))], "ffmetadata"), tmp_path) == [
        (0, 24000, "Cold Open"),
        (24000, 50042, "Intro"),
        (50042, 1320000, "Episode"),
    ]


def test_no_segment_is_a_valid_file_without_chapters(tmp_path: Path) -> None:
    assert ffmpeg_reads(render([episode()], "ffmetadata"), tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "a=b;c#d\\e",
        "two\nlines",
        "a\\\nb",
        "end\n",
        "[CHAPTER]",
        ";#",
        "Вступление 片头 \U0001f3ac",
        "tab\there",
        " ",
    ],
)
def test_any_name_comes_back(tmp_path: Path, name: str) -> None:
    text = render_chapters([Chapter(0, 1, name), Chapter(1, 2, "next")])
    assert ffmpeg_reads(text, tmp_path) == [(0, 1, name), (1, 2, "next")]


def test_a_backslash_at_the_end_does_not_swallow_the_next_chapter(tmp_path: Path) -> None:
    text = render_chapters([Chapter(0, 1, "end\\"), Chapter(1, 2, "next")])
    assert ffmpeg_reads(text, tmp_path) == [(0, 1, "end\\ "), (1, 2, "next")]


def test_contiguous_and_inside(tmp_path: Path) -> None:
    for one in random_episodes(50, seed=4):
        read = ffmpeg_reads(render([one], "ffmetadata"), tmp_path)
        edges = [edge for start, end, _ in read for edge in (start, end)]
        assert edges == sorted(edges)
        assert all(start < end for start, end, _ in read)
        assert not edges or (edges[0] == 0 and edges[-1] <= one.duration * 1000)
