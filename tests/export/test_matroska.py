"""Read back as XML, and by FFmpeg from files that mkvtoolnix put the chapters into."""

import shutil
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import av
import numpy as np
import pytest

from intromark.export import encode, render
from intromark.export.chapters import Chapter
from intromark.export.matroska import render_chapters
from intromark.timecode import parse_time

from .episodes import episode, random_episodes, segment

NAMES = ["a=b;c#d\\e", "<Intro> & 'Co' \"", "two\nlines", "]]>", "Вступление 片头 \U0001f3ac", "tab\there"]


def atoms(text: str) -> list[tuple[str, str, str]]:
    root = ET.fromstring(encode(text))
    assert root.tag == "Chapters"
    read = []
    for atom in root.findall("./EditionEntry/ChapterAtom"):
        assert atom.findtext("./ChapterDisplay/ChapterLanguage") == "eng"
        fields = ["ChapterTimeStart", "ChapterTimeEnd", "ChapterDisplay/ChapterString"]
        start, end, name = (atom.findtext(field) or "" for field in fields)
        read.append((start, end, name))
    return read


def uids(text: str) -> list[int]:
    return [int(one.text or "") for one in ET.fromstring(encode(text)).iter("ChapterUID")]


def test_document() -> None:
    text = render([episode(segment(24.0, 3650.0416667), duration=3720.25)], "matroska")
    assert text.splitlines()[:3] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">',
        "<Chapters>",
    ]
    assert atoms(text) == [
        ("00:00:00.000000000", "00:00:24.000000000", "Cold Open"),
        ("00:00:24.000000000", "01:00:50.041666700", "Intro"),
        ("01:00:50.041666700", "01:02:00.250000000", "Episode"),
    ]


def test_no_segment_is_a_valid_document_without_chapters() -> None:
    assert atoms(render([episode()], "matroska")) == []


def test_any_name_comes_back() -> None:
    listed = [Chapter(index, index + 1, name) for index, name in enumerate(NAMES)]
    assert [name for _, _, name in atoms(render_chapters(listed))] == NAMES


def test_uids_are_unique_and_outlive_a_finer_edge() -> None:
    text = render([episode(segment(24, 50), segment(60, 70))], "matroska")
    assert len(set(uids(text))) == 5
    assert all(0 < uid < 2**63 for uid in uids(text))
    assert uids(text) == uids(render([episode(segment(24.5, 49), segment(60, 71), path="b.mkv")], "matroska"))


def test_contiguous_and_inside() -> None:
    for one in random_episodes(200, seed=5):
        read = atoms(render([one], "matroska"))
        assert all(before[1] == after[0] for before, after in pairwise(read))
        assert all(start < end for start, end, _ in read)
        assert not read or (parse_time(read[0][0]) == 0 and parse_time(read[-1][1]) <= one.duration)


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (mkvtoolnix)")
    return found


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "video.mkv"
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for shade in range(30):
            picture = np.full((32, 32, 3), 8 * shade, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def chapters_in(path: Path) -> list[tuple[Fraction, Fraction, str]]:
    with av.open(path) as container:
        chapters = container.chapters()
    read = []
    for chapter in chapters:
        tick = chapter["time_base"]
        assert tick is not None
        read.append((chapter["start"] * tick, chapter["end"] * tick, chapter["metadata"]["title"]))
    return read


EXPECTED = [
    (Fraction(0), Fraction(1, 2), "Cold Open"),
    (Fraction(1, 2), Fraction("1.250041667"), "Intro"),
    (Fraction("1.250041667"), Fraction(3), "Episode"),
]


def written(folder: Path, text: str) -> Path:
    path = folder / "new.chapters.xml"
    path.write_bytes(encode(text))
    return path


def test_mkvmerge_takes_it(tmp_path: Path, video: Path) -> None:
    xml = written(tmp_path, render([episode(segment(0.5, 1.250041667), duration=3)], "matroska"))
    out = tmp_path / "out.mkv"
    subprocess.run([tool("mkvmerge"), "-q", "-o", out, "--chapters", xml, video], check=True)
    assert chapters_in(out) == EXPECTED


def test_mkvpropedit_takes_it_and_replaces_what_was_there(tmp_path: Path, video: Path) -> None:
    command: list[str | Path] = [
        tool("mkvpropedit"),
        "-q",
        video,
        "--chapters",
        tmp_path / "new.chapters.xml",
    ]
    written(
        tmp_path, render_chapters([Chapter(i * 10**8, (i + 1) * 10**8, name) for i, name in enumerate(NAMES)])
    )
    subprocess.run(command, check=True)
    assert [name for _, _, name in chapters_in(video)] == NAMES
    written(tmp_path, render([episode(segment(0.5, 1.250041667), duration=3)], "matroska"))
    subprocess.run(command, check=True)
    assert chapters_in(video) == EXPECTED
    written(tmp_path, render([episode(duration=3)], "matroska"))
    subprocess.run(command, check=True)
    assert chapters_in(video) == []
