"""Files and folders -> seasons: the episodes that are compared with each other."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intromark.addresses import address_of
from intromark.episode_names import natural_order, split_by_show
from intromark.errors import FileError, IntromarkError, MediaError
from intromark.media import VIDEO_SUFFIXES, AnyPath, is_video, shown_name
from intromark.storage.places import is_folder, listed

OnProblem = Callable[[Path, IntromarkError], None]
Split = Callable[[Sequence[Path]], list[list[Path]]]

SKIPPED_FOLDERS = frozenset(
    {"behind the scenes", "deleted scenes", "extras", "featurettes", "interviews", "sample", "samples"}
    | {"subs", "subtitles", "trailer", "trailers", "@eadir", "#recycle", "$recycle.bin", "lost+found"}
)
"""Folders of a library that hold no episodes, lower case."""

SKIPPED_FOLDER_SUFFIX = ".trickplay"  # Jellyfin's folders of preview pictures

# Only where the word stands alone or is hung on as players want it: an episode may be called 'The Trailer'.
_SKIPPED_STEM = re.compile(
    r"sample([-._].*)?|(.*[-._])sample|(.*-)?(trailer|featurette|behindthescenes|deleted(scenes?)?)\d*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Season:
    """Episodes that are compared with each other.

    Attributes:
        folder: Where they lie, as it was reached from the paths given.
        episodes: In natural order, so that E2 comes before E10; at least one.
    """

    folder: Path
    episodes: tuple[Path, ...]


def find_seasons(
    paths: Sequence[AnyPath], on_problem: OnProblem, *, split: Split = split_by_show
) -> list[Season]:
    """Group videos into seasons.

    The videos that lie directly in one folder are a season, its sub-folders are seasons of their own. A
    folder whose names tell that it mixes shows or seasons is split. Trailers, samples and hidden files are
    left out, unless they are given by name.

    Args:
        paths: Videos, and folders, which are walked. A file that is reached twice, also by a link, counts
            once.
        on_problem: Told of each path that is missing, cannot be read or holds no video; the others go on.
        split: Parts the files of one folder, in natural order, by season.

    Returns:
        Seasons in natural order of their folders.
    """
    gathering = _Gathering(on_problem)
    for given in paths:
        gathering.add(given)
    return [
        Season(files[0].parent, tuple(part))
        for files in gathering.folders()
        for part in split(sorted(files, key=natural_order))
    ]


class _Gathering:
    """The files found so far, by folder."""

    def __init__(self, on_problem: OnProblem) -> None:
        self._on_problem = on_problem
        self._seen: set[str] = set()
        self._by_folder: dict[str, list[Path]] = {}

    def folders(self) -> list[list[Path]]:
        """The files of each folder."""
        return sorted(self._by_folder.values(), key=lambda files: natural_order(files[0].parent))

    def add(self, given: AnyPath) -> None:
        """Take a file, or what a folder holds."""
        path = Path(given)
        address = address_of(given)
        if address is not None:
            self._add_address(path, address)
            return
        try:
            # Not of the Path: Path("") is the folder one stands in, which nobody means by an empty argument.
            kind = os.stat(given).st_mode  # noqa: PTH116
        except (FileNotFoundError, NotADirectoryError):
            self._on_problem(path, _missing(given))
        except OSError as error:
            self._on_problem(path, _refused(given, error))
        else:
            if stat.S_ISDIR(kind):
                self._add_folder(path)
            else:
                self._take(path)

    def _add_address(self, path: Path, address: str) -> None:
        try:
            folder = not is_video(path) and is_folder(address)
        except FileError as error:
            self._on_problem(path, error)
            return
        if folder:
            self._add_folder(path)
        else:
            self._take(path)  # that it is there is seen when it is read

    def _add_folder(self, folder: Path) -> None:
        problems: list[Path] = []

        def note(path: Path, error: IntromarkError) -> None:
            problems.append(path)
            self._on_problem(path, error)

        found = list(_videos(folder, note, set()))
        for path in found:
            self._take(path)
        if not found and not problems:
            self._on_problem(folder, _no_video(folder))

    def _take(self, path: Path) -> None:
        identity = _identity(path)
        if identity not in self._seen:
            self._seen.add(identity)
            # The folder of the name, not of what a link leads to: libraries are built of links to a store.
            self._by_folder.setdefault(_identity(path.parent), []).append(path)


def _videos(folder: Path, on_problem: OnProblem, entered: set[str]) -> Iterator[Path]:
    """The videos of a folder and its sub-folders; a link back to one entered before is not followed."""
    identity = _identity(folder)
    if identity in entered:
        return
    entered.add(identity)
    folders = []
    try:
        for entry, is_dir in sorted(_entries(folder), key=lambda one: natural_order(one[0])):
            if entry.name.startswith("."):
                continue
            if is_dir:
                folders.append(entry)
            elif is_video(entry) and not _SKIPPED_STEM.fullmatch(entry.stem):
                yield entry
    except OSError as error:
        on_problem(folder, _refused(folder, error))
    except FileError as error:
        on_problem(folder, error)
    for below in folders:
        name = below.name.lower()
        if name not in SKIPPED_FOLDERS and not name.endswith(SKIPPED_FOLDER_SUFFIX):
            yield from _videos(below, on_problem, entered)


def _entries(folder: Path) -> Iterator[tuple[Path, bool]]:
    """What lies in a folder, and whether it is a folder."""
    address = address_of(folder)
    if address is not None:
        yield from listed(address)
        return
    for entry in folder.iterdir():
        yield entry, entry.is_dir()


def _identity(path: Path) -> str:
    """What is the same of two names of one file or folder."""
    return address_of(path) or os.path.realpath(path)


def _missing(path: AnyPath) -> MediaError:
    return MediaError(
        f"no such file or folder `{shown_name(path)}`",
        "check the spelling, and put a name with spaces in quotes",
    )


def _refused(path: AnyPath, error: OSError) -> MediaError:
    return MediaError(
        f"cannot read `{shown_name(path)}`: {(error.strerror or str(error)).lower()}",
        "check that you may read it and the folders above it",
    )


def _no_video(folder: Path) -> MediaError:
    return MediaError(
        f"no video in `{shown_name(folder)}`",
        "looked in it and its sub-folders for names that end in "
        f"{', '.join(sorted(VIDEO_SUFFIXES))}; give a video of another name itself",
    )
