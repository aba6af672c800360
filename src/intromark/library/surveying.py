"""What lies in the libraries now -> the catalog knows it: what is new, changed, moved or gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from intromark.addresses import absolute
from intromark.errors import FileError
from intromark.events import Listener, Problem, Progress
from intromark.fingerprint import fingerprint
from intromark.library.catalog import Catalog
from intromark.library.episodes import Met, present, record, titles
from intromark.library.rules import Rules
from intromark.library.values import EpisodeRow, SeenFile, SeenSeason
from intromark.library.walking import find_library
from intromark.media import shown_name
from intromark.storage import reading as storage
from intromark.storage.places import Status


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in the libraries.

    Attributes:
        seasons: In the order of their folders.
        met: What of it is new, changed ...
    """

    seasons: tuple[SeenSeason, ...]
    met: Met


def survey(
    catalog: Catalog,
    libraries: Sequence[Path],
    rules: Rules,
    listener: Listener,
    is_ready: Callable[[Path], bool] = lambda _path: True,
) -> Survey:
    """Walk libraries and let the catalog know what is there; nothing is decoded.

    A file whose size and time are as they were is taken to be what it was; of others the content is looked at.

    Args:
        catalog: What is known, and is told what is met.
        libraries: Folders, or files.
        rules: What is left out.
        listener: Told of what cannot be read, and how far the looking is.
        is_ready: Whether a video is whole; others stay what they are in the catalog.
    """
    roots = [absolute(library) for library in libraries]
    troubled: list[Path] = []

    def tell(problem: Problem) -> None:
        troubled.append(problem.path)
        listener.on_problem(problem)

    watched = Listener(tell, listener.on_progress)
    with catalog.reading() as connection:
        rows, names = present(connection), titles(connection)
    known = {path: names[row.season_id] for path, row in rows.items()}
    seasons = find_library(roots, rules, known, watched.fail, is_ready)
    files = _identify([path for season in seasons for path in season.paths], rows, watched)

    def is_searched(path: Path) -> bool:
        # A disk that is not there makes no episode missing.
        return _is_below(path, roots) and not _is_below(path, troubled)

    with catalog.changing() as connection:
        met = record(connection, seasons, files, is_searched)
    return Survey(tuple(seasons), met)


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(folder == path or folder in path.parents for folder in folders)


def _identify(
    paths: Sequence[Path], known: Mapping[Path, EpisodeRow], listener: Listener
) -> dict[Path, SeenFile]:
    files: dict[Path, SeenFile] = {}
    unknown: list[tuple[Path, Status]] = []
    for path in paths:
        row = known.get(path)
        try:
            status = storage.status(path)
        except FileError as error:
            listener.fail(path, error)
            continue
        if row and (row.size, row.mtime_ns) == (status.size, status.mtime_ns):
            files[path] = SeenFile(path, row.size, row.mtime_ns, row.fingerprint)
        else:
            unknown.append((path, status))
    for done, (path, status) in enumerate(unknown, start=1):
        try:
            files[path] = SeenFile(path, status.size, status.mtime_ns, fingerprint(path))
        except FileError as error:
            listener.fail(path, error)
        listener.on_progress(Progress("fingerprint", done, len(unknown), shown_name(path)))
    return {path: files[path] for path in paths if path in files}
