"""Files beside the videos, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, product
from pathlib import Path
from typing import TYPE_CHECKING

from intromark.detection import Detection
from intromark.errors import IntromarkError
from intromark.export.journal import Journal
from intromark.export.sidecar import update_sidecars, write_sidecars

if TYPE_CHECKING:
    from intromark.library.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the files beside the videos.

    Attributes:
        done: What was written and removed, in sentences.
        left: Files that are a person's.
        errors: What could not be written.
    """

    done: list[str] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)
    errors: list[IntromarkError] = field(default_factory=list)


def write_all(
    detections: Sequence[Detection],
    formats: Sequence[str],
    *,
    overwrite: bool,
    journal: Journal | None = None,
) -> list[str | IntromarkError]:
    """Write every format; what stops one does not stop the next.

    Returns:
        For each format what to say: what was written where, or what went wrong.
    """
    outcomes: list[str | IntromarkError] = []
    for format in dict.fromkeys(formats):
        try:
            paths = write_sidecars(detections, format, overwrite=overwrite, journal=journal)
        except IntromarkError as error:
            outcomes.append(error)
            continue
        folders = Counter(path.parent for path in paths)
        outcomes += [_wrote(count, format, folder) for folder, count in folders.items()]
        if not paths:
            outcomes.append(_nothing(format))
    return outcomes


def keep_sidecars(catalog: Catalog, videos: Iterable[Path], formats: Sequence[str]) -> Kept:
    """Let the files beside videos of the library say what holds; a folder that cannot be written stops no other."""
    kept = Kept()
    journal = Journal.beside(catalog.path)
    known = sorted(_what_holds(catalog, set(videos), kept), key=lambda one: one.path)
    folders = [(folder, list(group)) for folder, group in groupby(known, key=lambda one: one.path.parent)]
    for (folder, detections), format in product(folders, dict.fromkeys(formats)):
        try:
            update = update_sidecars(detections, format, journal)
        except IntromarkError as error:
            kept.errors.append(error)
            continue
        if update.written:
            kept.done.append(_wrote(len(update.written), format, folder))
        if update.removed:
            kept.done.append(_removed(len(update.removed), format, folder))
        kept.left.extend(update.left)
    return kept


def _what_holds(catalog: Catalog, videos: set[Path], kept: Kept) -> list[Detection]:
    from intromark.library.holding import holding
    from intromark.library.queries import all_entries

    with catalog.reading() as connection:
        entries = [one for one in all_entries(connection) if one.episode.path in videos]
    found = []
    for entry in entries:
        try:
            detection = None if entry.episode.missing else holding(entry)
        except IntromarkError as error:
            kept.errors.append(error)
        else:
            found += [detection] if detection else []
    return found


def _wrote(count: int, format: str, folder: Path) -> str:
    return f"wrote {count} {format} {_files(count)} in `{folder}`"


def _removed(count: int, format: str, folder: Path) -> str:
    return f"removed {count} {format} {_files(count)} in `{folder}`"


def _nothing(format: str) -> str:
    return f"no {format} file: there is nothing to write into one"


def _files(count: int) -> str:
    return "file" if count == 1 else "files"
