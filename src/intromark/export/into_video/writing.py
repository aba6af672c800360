"""Chapters of one video: merged with those it has, noted before, checked after, and undone."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from intromark.atomic import explained
from intromark.detection import Detection
from intromark.errors import FileError, IntromarkError
from intromark.export.into_video import chapter_list, mkvpropedit, remux
from intromark.export.journal import Journal, Kind, Written
from intromark.media import probe, shown_name


class _Document(Protocol):
    """What is done with the chapters of a video in one of the forms."""

    def read(self, video: Path) -> bytes: ...
    def merged(self, document: bytes, detection: Detection) -> bytes: ...
    def same(self, one: bytes, other: bytes) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Means:
    """One way to change the chapters of a video.

    Attributes:
        kind: What it is called in the journal.
        document: How it reads chapters.
    """

    kind: Kind
    document: _Document

    def write(self, video: Path, document: bytes) -> None:
        """Change the chapters, and see that the video is as good as before."""
        if self.kind is Kind.REMUX:
            remux.write(video, document)
        else:
            _write_in_place(video, document)


_MEANS = {
    Kind.MKVPROPEDIT: _Means(Kind.MKVPROPEDIT, cast(_Document, mkvpropedit)),
    Kind.REMUX: _Means(Kind.REMUX, cast(_Document, chapter_list)),
}


def write_chapters(detection: Detection, journal: Journal, *, hard_links: bool = False) -> bool:
    """Put an episode's chapters into its video, between those that it has.

    Of an episode without segments, chapters that intromark wrote earlier are removed.

    Args:
        detection: What holds for the video.
        journal: Where what was there is noted.
        hard_links: Also change a file that has other names.

    Returns:
        Whether the video was changed; it is not if it has these chapters already.

    Raises:
        FileError: It has other names, cannot hold chapters, cannot be written ...; its chapters are as they were.
        MediaError: It cannot be read.
    """
    video = _real(detection.path)
    means = _MEANS[_kind_for(video)]
    present = means.document.read(video)
    known = journal.find(video)
    if known is not None and known.kind is means.kind and means.document.same(known.after or b"", present):
        before = known.before or b""
    else:
        before, known = present, None
    wanted = means.document.merged(before, detection) if detection.segments else before
    if means.document.same(wanted, present):
        return False
    _refuse_links(video, hard_links=hard_links)
    note = Written(video, video, means.kind, before, wanted)
    _change(means, journal, note, present, known)
    return True


def undo_chapters(
    written: Written, journal: Journal, *, hard_links: bool = False, anyway: bool = False
) -> None:
    """Give a video the chapters back that it had before intromark wrote any.

    Args:
        written: What is noted of it.
        journal: Where that is noted, until it is undone.
        hard_links: Also change a file that has other names.
        anyway: Also if its chapters were changed since.

    Raises:
        FileError: It is gone, was changed since, cannot be written ...; its chapters are as they were.
        MediaError: It cannot be read.
    """
    video, means = written.path, _MEANS[written.kind]
    if written.kind is Kind.MKVPROPEDIT and not mkvpropedit.is_installed():
        raise FileError(
            f"the chapters of `{shown_name(video)}` were written with mkvpropedit, which is not installed",
            "install mkvtoolnix",
        )
    present = means.document.read(video)
    before = written.before or b""
    if means.document.same(present, before):
        journal.forget(video)
        return
    if not anyway and not means.document.same(present, written.after or b""):
        raise FileError(
            f"the chapters of `{shown_name(video)}` were changed since intromark wrote them",
            "they were left as they are: --overwrite restores what was there before all the same",
        )
    _refuse_links(video, hard_links=hard_links)
    means.write(video, before)
    journal.forget(video)


def _change(means: _Means, journal: Journal, note: Written, present: bytes, known: Written | None) -> None:
    journal.keep(note)
    try:
        means.write(note.path, note.after or b"")
    except BaseException:
        with suppress(IntromarkError):
            _restore(means, journal, note, present, known)
        raise


def _restore(means: _Means, journal: Journal, note: Written, present: bytes, known: Written | None) -> None:
    """After Ctrl-C or an error: the chapters that were there, and what was noted."""
    video = note.path
    if means.kind is Kind.MKVPROPEDIT and not means.document.same(means.document.read(video), present):
        mkvpropedit.write(video, present)
    if means.document.same(means.document.read(video), present):
        if known is None:
            journal.forget(video)
        else:
            journal.keep(known)


def _write_in_place(video: Path, document: bytes) -> None:
    before = probe(video)
    present = mkvpropedit.read(video)
    mkvpropedit.write(video, document)
    try:
        if probe(video) == before and mkvpropedit.same(mkvpropedit.read(video), document):
            return
    except IntromarkError:
        pass
    mkvpropedit.write(video, present)
    raise FileError(
        f"`{shown_name(video)}` was not the same video with other chapters",
        "it has its earlier chapters again: write a file beside it, such as edl",
    )


def _real(path: Path) -> Path:
    """The file that a link leads to: the link shall stay one."""
    with explained("read", path):
        return Path(os.path.realpath(path, strict=True))


def _kind_for(video: Path) -> Kind:
    suffix = video.suffix.lower()
    if suffix in mkvpropedit.SUFFIXES and mkvpropedit.is_installed():
        return Kind.MKVPROPEDIT
    if suffix in remux.CONTAINERS:
        return Kind.REMUX
    raise FileError(
        f"`{shown_name(video)}` is neither MKV nor MP4, and gets no chapters",
        "write a file beside it, such as edl",
    )


def _refuse_links(video: Path, *, hard_links: bool) -> None:
    with explained("read", video):
        names = video.stat().st_nlink
    if names > 1 and not hard_links:
        raise FileError(
            f"`{shown_name(video)}` has {names} names (hard links)",
            "mkvpropedit changes the file under all of them, and a copy parts this name from the others: "
            "say --hard-links if that is what you want",
        )
