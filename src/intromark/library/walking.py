"""Libraries -> the seasons in them, by the names of folders and files, without those that the rules leave out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from intromark.episode_names import read_name, split_by_show
from intromark.labels.titles import show_name
from intromark.library.rules import Rules
from intromark.library.values import SeenSeason
from intromark.seasons import OnProblem, Season, Split, find_seasons

Title = tuple[str, str]
"""Show and season, as in `SeenSeason`."""

_SEASON_FOLDER = re.compile(
    r"(?:season|series|staffel|saison|temporada|stagione|сезон|s)[ ._-]*0*(\d{1,4})|(specials?)|0*(\d{1,4})[ ._]?сезон",
    re.IGNORECASE,
)


def find_library(
    libraries: Sequence[Path],
    rules: Rules,
    known: Mapping[Path, Title],
    on_problem: OnProblem,
    is_ready: Callable[[Path], bool] = lambda _path: True,
) -> list[SeenSeason]:
    """Walk libraries.

    Args:
        libraries: Absolute folders, or files.
        rules: What is left out.
        known: Episodes -> their show and season. Names in a folder that holds nothing else are not read again: it
            takes the better part of two seconds for a hundred.
        on_problem: Told of each path that is missing, cannot be read or holds no video.
        is_ready: Whether a video is whole; others are left out for now.

    Returns:
        Seasons in the order of their folders, each with at least one episode.
    """
    found: dict[tuple[str, str, Path], list[Path]] = {}
    seasons = find_seasons(libraries, on_problem, split=_remembering(known))
    folders = [season.folder for season in seasons]
    for season in seasons:
        remembered = {known.get(path) for path in season.episodes}
        title = remembered.pop() if len(remembered) == 1 else None
        show, name = title or _title(season, alone=folders.count(season.folder) == 1)
        wanted = (path for path in season.episodes if not _is_excluded(path, libraries, rules))
        kept = [path for path in wanted if is_ready(path)]
        if kept and not rules.of(show).skip:
            found.setdefault((show, name, season.folder), []).extend(kept)
    return [SeenSeason(*key, tuple(paths)) for key, paths in found.items()]


def _remembering(known: Mapping[Path, Title]) -> Split:
    def split(files: Sequence[Path]) -> list[list[Path]]:
        if not all(file in known for file in files):
            return split_by_show(files)
        parts: dict[Title, list[Path]] = {}
        for file in files:
            parts.setdefault(known[file], []).append(file)
        return list(parts.values())

    return split


def _title(season: Season, *, alone: bool) -> Title:
    """Show and season; alone says that all videos of the folder are of this season."""
    folder = season.folder
    told = _SEASON_FOLDER.fullmatch(folder.name.strip())
    if alone and told:
        return folder.parent.name or folder.name, _season_name(int(told[1] or told[3] or 0))
    number = read_name(season.episodes[0].name).season
    show = folder.name if alone else show_name(season.episodes[0].name)
    return show or folder.name, "" if number is None else _season_name(number)


def _season_name(number: int) -> str:
    return f"Season {number}" if number else "Specials"


def _is_excluded(path: Path, libraries: Sequence[Path], rules: Rules) -> bool:
    return any(rules.excludes(path, library) for library in libraries if library in (path, *path.parents))
