"""Matroska's chapters, read with mkvextract and changed in the file itself with mkvpropedit."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from intromark.detection import Detection
from intromark.errors import FileError
from intromark.export.chapters import chapters
from intromark.export.into_video.merging import additions
from intromark.export.matroska import TICKS_PER_SECOND, is_our_uid, render_chapters
from intromark.media import shown_name
from intromark.timecode import matroska_ticks, matroska_time

PROGRAMS = ("mkvpropedit", "mkvextract")
SUFFIXES = frozenset({".mkv", ".mk3d", ".webm"})

_NO_CHAPTERS = b""
_WORST_SUCCESS = 1  # mkvtoolnix ends with 1 where it had to warn


def is_installed() -> bool:
    """Whether both programs are there."""
    return all(shutil.which(program) for program in PROGRAMS)


def read(video: Path) -> bytes:
    """The chapters of a video as XML; empty where it has none.

    Raises:
        FileError: It is no Matroska file, or cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="intromark-") as folder:
        target = Path(folder) / "chapters.xml"
        _run(video, "read", ["mkvextract", str(video), "chapters", str(target)])
        return target.read_bytes() if target.exists() else _NO_CHAPTERS


def write(video: Path, document: bytes) -> None:
    """Give a video these chapters in place of those that it has.

    Raises:
        FileError: It cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="intromark-") as folder:
        source = Path(folder) / "chapters.xml"
        source.write_bytes(document)
        argument = str(source) if document else ""
        _run(video, "write", ["mkvpropedit", str(video), "--chapters", argument])


def merged(document: bytes, detection: Detection) -> bytes:
    """The chapters that a video has, with an episode's added.

    Those that intromark added earlier are dropped. Of an earlier chapter nothing changes but where it ends, if one of
    ours begins in it.

    Raises:
        FileError: Its chapters say in which order it is played: others in between would change that.
    """
    ours = chapters(detection, TICKS_PER_SECOND)
    if not document:
        return render_chapters(ours).encode() if ours else _NO_CHAPTERS
    root = ET.fromstring(document)
    edition = _edition(root, detection.path)
    for atom in edition.findall("ChapterAtom"):
        if is_our_uid(atom.findtext("ChapterUID", "0")):
            edition.remove(atom)
    earlier = edition.findall("ChapterAtom")
    added = additions(ours, [(_start(atom), _name(atom)) for atom in earlier])
    for atom in earlier:
        _end_before(atom, [chapter.start for chapter in added])
        edition.remove(atom)
    new = ET.fromstring(render_chapters(added)).iter("ChapterAtom")
    # Of two that begin at once, ours comes last: it is the one that a player is in.
    for atom in sorted([*earlier, *new], key=_start):
        edition.append(atom)
    if not root.findall("./EditionEntry/ChapterAtom"):
        return _NO_CHAPTERS
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def same(one: bytes, other: bytes) -> bool:
    """Whether two documents say the same of the chapters, whatever their form."""
    return _said(one) == _said(other)


def _said(document: bytes) -> list[list[tuple[str, ...]]]:
    if not document:
        return []
    fields = ("ChapterUID", "ChapterTimeStart", "ChapterTimeEnd", "ChapterFlagHidden", "ChapterFlagEnabled")
    usual = ("", "", "", "0", "1")
    return [
        [
            (
                *(atom.findtext(field, default) for field, default in zip(fields, usual, strict=True)),
                *(one.text or "" for one in atom.findall("./ChapterDisplay/ChapterString")),
            )
            for atom in edition.iter("ChapterAtom")
        ]
        for edition in ET.fromstring(document).findall("EditionEntry")
    ]


def _edition(root: ET.Element, video: Path) -> ET.Element:
    """The edition that players show: the default one, else the first."""
    editions = root.findall("EditionEntry")
    if any(edition.findtext("EditionFlagOrdered") == "1" for edition in editions):
        raise FileError(
            f"the chapters of `{shown_name(video)}` say in which order its parts are played",
            "nothing was changed: write a file beside it, such as edl",
        )
    default = [edition for edition in editions if edition.findtext("EditionFlagDefault") == "1"]
    return (default or editions or [ET.SubElement(root, "EditionEntry")])[0]


def _start(atom: ET.Element) -> int:
    return matroska_ticks(atom.findtext("ChapterTimeStart", "00:00:00"))


def _name(atom: ET.Element) -> str:
    return atom.findtext("./ChapterDisplay/ChapterString", "")


def _end_before(atom: ET.Element, starts: Sequence[int]) -> None:
    """End a chapter where the next one of ours begins, if it says where it ends, and that is later."""
    end = atom.find("ChapterTimeEnd")
    later = [start for start in starts if start > _start(atom)]
    if end is not None and later and min(later) < matroska_ticks(end.text or "00:00:00"):
        end.text = matroska_time(min(later))


def _run(video: Path, verb: str, command: Sequence[str]) -> None:
    """Run a program to its end, also when Ctrl-C is pressed: a file that is half changed is none."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate()
    except KeyboardInterrupt:
        process.communicate()
        raise
    if process.returncode > _WORST_SUCCESS:
        lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
        told = lines[-1].removeprefix("Error: ") if lines else f"status {process.returncode}"
        raise FileError(
            f"cannot {verb} the chapters of `{shown_name(video)}`: {command[0]} says: {told}",
            "see that it is a whole Matroska file, and that you may write it",
        )
