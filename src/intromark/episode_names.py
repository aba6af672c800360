"""What the names of episodes tell: their order, and which of a folder belong together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

_DIGITS = re.compile("([0-9]+)")


@dataclass(frozen=True, slots=True)
class EpisodeName:
    """What a file name tells.

    Attributes:
        title: The show's, reduced to what different spellings have in common; None when the name has none,
            empty when there is one that does not look like a show's.
        season: None when the name has none; 0 is for specials.
        episode: The first one, if there are several; None when the name has none.
    """

    title: str | None
    season: int | None
    episode: int | None


def natural_order(path: Path) -> tuple[tuple[tuple[str | int, ...], ...], str]:
    """A key that sorts numbers in names by their value: E2 before E10."""
    return tuple(_natural(part) for part in path.parts), str(path)


@lru_cache(maxsize=1 << 14)  # folders of a library stand in the paths of all that is in them
def _natural(text: str) -> tuple[str | int, ...]:
    pieces = _DIGITS.split(text.casefold())
    # Every second piece is digits, so that numbers are only ever compared with numbers.
    return tuple(int(piece) if at % 2 else piece for at, piece in enumerate(pieces))


def split_by_show(files: Sequence[Path]) -> list[list[Path]]:
    """Split the files of one folder by show and season, as far as their names tell.

    Names that tell less are not left alone: one without a title or season goes to the only show and season
    that it fits, and those that fit none or several stay together.

    Args:
        files: In any order, which is kept.

    Returns:
        The parts, in the order of their first files.
    """
    if len(files) < 2:
        return [list(files)] if files else []
    names = _doubted([read_name(file.name) for file in files])
    told = {(name.title, name.season) for name in names if name.title is not None and name.season is not None}
    parts: dict[tuple[str, int | None], list[Path]] = {}
    for file, name in zip(files, names, strict=True):
        parts.setdefault(_part(name, told), []).append(file)
    return list(parts.values())


def _part(name: EpisodeName, told: Set[tuple[str, int]]) -> tuple[str, int | None]:
    fitting = [
        (title, season)
        for title, season in told
        if name.title in (None, title) and name.season in (None, season)
    ]
    if len(fitting) == 1:
        return fitting[0]
    return name.title or "", name.season


def _doubted(names: Sequence[EpisodeName]) -> list[EpisodeName]:
    """Empty the titles that only one file has, unless they must be shows.

    `Pilot S01E01` and `Home S01E02` are one season with the episodes' titles in front; `Foo S01E01` and
    `Bar S01E01` cannot be.
    """
    count = Counter(name.title for name in names)
    alone = [name for name in names if name.title and count[name.title] == 1]
    numbers = Counter((name.season, name.episode) for name in alone if name.episode is not None)
    clashing = {season for (season, _), files in numbers.items() if season is not None and files > 1}
    return [
        replace(name, title="") if name in alone and name.season not in clashing else name for name in names
    ]


def read_name(name: str) -> EpisodeName:
    """Read a file name with guessit; what it cannot read is None."""
    # Imported here because it takes a good part of a second, and a single file needs none of it.
    from guessit import guessit
    from guessit.api import GuessitException

    # `episode_prefer_number`: 105 is episode 105, as of anime, and not episode 5 of season 1.
    options = {"type": "episode", "advanced": True, "episode_prefer_number": True}
    try:
        told = guessit(name.encode("utf-8", "replace").decode("utf-8"), options)
    except GuessitException:
        return EpisodeName(None, None, None)
    title, season, episode = (_first(told.get(key)) for key in ("title", "season", "episode"))
    numbered_from = min((match.start for match in (season, episode) if match is not None), default=len(name))
    # What follows the number is the episode's title and not the show's.
    is_shows = title is not None and title.start < numbered_from
    reduced = spelt_alike(str(title.value)) if is_shows else None
    return EpisodeName(reduced, _number(season), _number(episode))


def _first(matches: Any) -> Any:
    return matches[0] if isinstance(matches, list) else matches


def _number(match: Any) -> int | None:
    return match.value if match is not None and isinstance(match.value, int) else None


def spelt_alike(title: str) -> str | None:
    """`Law & Order` and `law.and.order` alike, without accents and punctuation."""
    letters = unicodedata.normalize("NFKD", title.replace("&", " and ")).casefold()
    return "".join(letter for letter in letters if letter.isalnum()) or None
