"""Matroska's chapter XML, for `mkvpropedit VIDEO --chapters FILE` and `mkvmerge --chapters FILE`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from xml.etree import ElementTree as ET

from intromark.detection import Detection
from intromark.export.chapters import BEFORE_INTRO, OTHERWISE, SEGMENT_NAMES, Chapter, chapters
from intromark.timecode import matroska_time

TICKS_PER_SECOND = 10**9

_MOST_OF_A_NAME = 100  # chapters of one name that are known again as ours

_PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">\n'


def render_matroska(detection: Detection) -> str:
    """One episode's chapters, in nanoseconds.

    Returns:
        A document whose root is empty when the episode has no segment: mkvpropedit takes it, and removes the
        chapters that the video has.

    Source:
        RFC 9559, section 5.1.7 (Chapters); mkvmerge's manual, 'The XML chapter file format'.
    """
    return render_chapters(chapters(detection, TICKS_PER_SECOND))


def render_chapters(listed: Sequence[Chapter]) -> str:
    """Any chapters, in nanoseconds, as one edition."""
    root = ET.Element("Chapters")
    if listed:
        edition = ET.SubElement(root, "EditionEntry")
        seen: Counter[str] = Counter()
        for chapter in listed:
            seen[chapter.name] += 1
            _add_atom(edition, chapter, our_uid(chapter.name, seen[chapter.name]))
    ET.indent(root)
    return _PROLOGUE + ET.tostring(root, encoding="unicode") + "\n"


def _add_atom(edition: ET.Element, chapter: Chapter, uid: int) -> None:
    atom = ET.SubElement(edition, "ChapterAtom")
    ET.SubElement(atom, "ChapterUID").text = str(uid)
    ET.SubElement(atom, "ChapterTimeStart").text = matroska_time(chapter.start)
    ET.SubElement(atom, "ChapterTimeEnd").text = matroska_time(chapter.end)
    display = ET.SubElement(atom, "ChapterDisplay")
    ET.SubElement(display, "ChapterString").text = chapter.name
    ET.SubElement(display, "ChapterLanguage").text = "eng"


def our_uid(name: str, occurrence: int) -> int:
    """The same for the same chapter of another run, so that a finer edge does not make it another chapter."""
    digest = hashlib.sha256(f"intromark chapter {name} {occurrence}".encode()).digest()
    # Not 0, which Matroska forbids, and in 63 bits, as not every reader takes it for unsigned.
    return int.from_bytes(digest[:8], "big") >> 1 | 1


def is_our_uid(text: str) -> bool:
    """Whether a chapter with this number is one that intromark wrote."""
    return text in _our_uids()


@cache
def _our_uids() -> frozenset[str]:
    names = (*SEGMENT_NAMES.values(), BEFORE_INTRO, OTHERWISE)
    return frozenset(str(our_uid(name, one)) for name in names for one in range(1, _MOST_OF_A_NAME + 1))
