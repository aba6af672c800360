"""What a person wants of single shows, read from one TOML file.

exclude = ["Kids/*", "*.sample.mkv"]    # paths below a library, or names

[show."The Long Show"]
search = "half"                         # of each season; or "5:00", 300, "all"
longest = 30                            # seconds; or "0:30"

[show.News]
skip = true
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from intromark.atomic import explained
from intromark.episode_names import spelt_alike
from intromark.errors import RulesError
from intromark.media import shown_name
from intromark.timecode import parse_time

HALF = "half"
ALL = "all"

Search = float | str
"""Seconds from the start, `half` or `all`."""


@dataclass(frozen=True, slots=True)
class ShowRule:
    """What is wanted of one show.

    Attributes:
        skip: Leave it alone.
        search: How much of each episode is searched from its start; None is what the scan says.
        longest: Seconds that an intro lasts at most; None is any length.
    """

    skip: bool = False
    search: Search | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What is wanted of a library.

    Attributes:
        exclude: Patterns of paths below a library, or of names, that are left alone.
        shows: By the show's name, reduced to what different spellings have in common.
    """

    exclude: tuple[str, ...] = ()
    shows: Mapping[str, ShowRule] = field(default_factory=dict)

    def of(self, show: str) -> ShowRule:
        """The rule of a show."""
        return self.shows.get(_alike(show), ShowRule())

    def excludes(self, path: Path, library: Path) -> bool:
        """Whether a file of a library is to be left alone."""
        below = path.relative_to(library) if path.is_relative_to(library) else Path(path.name)
        parts = [below, *below.parents][:-1]
        return any(
            fnmatchcase(part.as_posix(), pattern.rstrip("/")) or fnmatchcase(part.name, pattern.rstrip("/"))
            for part in parts
            for pattern in self.exclude
        )


def default_path() -> Path:
    """Where the rules lie that nobody names."""
    from platformdirs import user_config_path

    return user_config_path("intromark", appauthor=False) / "rules.toml"


def read_rules(path: Path | None = None) -> Rules:
    """Read the rules of a library.

    Args:
        path: None is `rules.toml` in the user's config folder, which may be missing.

    Raises:
        RulesError: It is no TOML, or has a key or a value that means nothing.
        FileError: It cannot be read.
    """
    source = default_path() if path is None else path
    if path is None and not source.exists():
        return Rules()
    with explained("read", source):
        content = source.read_bytes()
    try:
        told = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"`{shown_name(source)}` is no TOML: {error}", "see docs/library.md") from error
    return _Reader(source).rules(told)


class _Reader:
    """Turns what a file says into rules, or says what is wrong in it."""

    def __init__(self, source: Path) -> None:
        self._source = source

    def rules(self, told: Mapping[str, Any]) -> Rules:
        self._check(told, ("exclude", "show"), "")
        exclude, shows = told.get("exclude", []), told.get("show", {})
        if not isinstance(exclude, list) or not all(isinstance(one, str) for one in exclude):
            raise self._wrong("exclude", exclude, 'write `exclude = ["Kids/*"]`')
        if not isinstance(shows, dict) or not all(isinstance(one, dict) for one in shows.values()):
            raise self._wrong("show", shows, 'write a table for each: `[show."Its name"]`')
        return Rules(tuple(exclude), {_alike(name): self._show(name, rule) for name, rule in shows.items()})

    def _show(self, name: str, told: Mapping[str, Any]) -> ShowRule:
        where = f'show."{name}".'
        self._check(told, ("skip", "search", "longest"), where)
        skip, search, longest = (told.get(key) for key in ("skip", "search", "longest"))
        if not isinstance(skip, bool | None):
            raise self._wrong(f"{where}skip", skip, "write true or false")
        if search not in (None, HALF, ALL):
            search = self._seconds(f"{where}search", search, f'`300`, `"5:00"`, `"{HALF}"` or `"{ALL}"`')
        if longest is not None:
            longest = self._seconds(f"{where}longest", longest, '`30` or `"0:30"`')
        return ShowRule(bool(skip), search, longest)

    def _seconds(self, key: str, value: object, good: str) -> float:
        try:
            seconds = parse_time(str(value)) if isinstance(value, int | float | str) else 0.0
        except ValueError:
            seconds = 0.0
        if isinstance(value, bool) or seconds <= 0:
            raise self._wrong(key, value, f"write {good}")
        return seconds

    def _check(self, told: Mapping[str, Any], known: Collection[str], where: str) -> None:
        for key in told:
            if key not in known:
                near = get_close_matches(key, known, 1)
                raise RulesError(
                    f"`{shown_name(self._source)}` has a key that means nothing: `{where}{key}`",
                    f"do you mean `{where}{near[0]}`?" if near else f"there are {', '.join(known)}",
                )

    def _wrong(self, key: str, value: object, hint: str) -> RulesError:
        return RulesError(
            f"`{shown_name(self._source)}` has a value that means nothing: `{key} = {value!r}`", hint
        )


def _alike(name: str) -> str:
    return spelt_alike(name) or name
