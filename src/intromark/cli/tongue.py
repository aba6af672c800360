"""The user's language: help, errors, hints and remarks out of gettext's catalogs; English where they say nothing.

Sentences are made in English where it is known what they say, and programs may rely on them. Only what a person reads
is translated, when it is shown: a catalog holds patterns, such as "`{}` is a copy of `{}`", and what fills them in.
`recipes/translation` reads the patterns from the source.
"""

from __future__ import annotations

import gettext
import re
from copy import copy
from functools import cached_property
from pathlib import Path

import click

DOMAIN = "intromark"
CATALOGS = Path(__file__).parents[1] / "locale"
COUNTED = re.compile(r"(\d+) ([a-z][a-z ]*?)s?")
GAP = re.compile(r"\{\d*\}")


class Tongue:
    """One language's catalog."""

    def __init__(self, catalog: gettext.NullTranslations) -> None:
        """Speak what a catalog holds; one without anything speaks English."""
        self._catalog = catalog

    def told(self, text: str) -> str:
        """A sentence, a word or a number of things in this language; as it is where nothing is known."""
        if not text or not self._known:
            return text
        if text in self._known:
            return self._catalog.gettext(text)
        counted = COUNTED.fullmatch(text)
        if counted and (f"%d {counted[2]}", 0) in self._known:
            number, noun = int(counted[1]), counted[2]
            return self._catalog.ngettext(f"%d {noun}", f"%d {noun}s", number).replace("%d", counted[1])
        for pattern, source, quoted in self._patterns:
            if found := pattern.fullmatch(text):
                filled = zip(found.groups(), quoted, strict=True)
                told = (one if is_quoted else self.told(one) for one, is_quoted in filled)
                return self._catalog.gettext(source).format(*told)
        return text

    @cached_property
    def _known(self) -> dict[object, str]:
        # What a catalog holds is in no public place; without it, only whole sentences would be known.
        return getattr(self._catalog, "_catalog", {})

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str, list[bool]]]:
        """What has gaps, the most telling first, and which gaps stand in backticks: they hold names, not words."""
        sources = [one for one in self._known if isinstance(one, str) and GAP.search(one)]
        sources.sort(key=lambda one: -len(GAP.sub("", one)))
        parts = [map(re.escape, GAP.split(one)) for one in sources]
        patterns = [re.compile("(.*?)".join(one), re.DOTALL) for one in parts]
        quoted = [[one[: gap.start()].count("`") % 2 == 1 for gap in GAP.finditer(one)] for one in sources]
        return list(zip(patterns, sources, quoted, strict=True))


ENGLISH = Tongue(gettext.NullTranslations())
_spoken = [ENGLISH]


def speak(languages: list[str] | None = None) -> None:
    """Speak the user's language from here on, and let click do so.

    Args:
        languages: Codes such as `ru`, the most wanted first; None is what LANGUAGE, LC_ALL, LC_MESSAGES and LANG say.
    """
    catalog = gettext.translation(DOMAIN, CATALOGS, languages, fallback=True)
    _spoken[0] = Tongue(catalog)
    # click asks the standard library's domain for its own words, such as Usage.
    gettext.bindtextdomain(DOMAIN, CATALOGS)
    gettext.textdomain(DOMAIN)


def told(text: str) -> str:
    """What a person reads, in the language that is spoken."""
    return _spoken[0].told(text)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each on one line."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def told_help(text: str | None) -> str | None:
    """A help text in the language that is spoken, paragraph by paragraph."""
    return None if text is None else "\n\n".join(map(told, paragraphs(text)))


def translate(command: click.Command) -> click.Command:
    """A command with its help in the language that is spoken; the one that is given stays as it is."""
    if _spoken[0] is ENGLISH:
        return command
    spoken = copy(command)
    spoken.help, spoken.short_help = told_help(command.help), told_help(command.short_help)
    if command.epilog:
        word, colon, rest = command.epilog.partition(":")
        spoken.epilog = f"{told(word)}{colon}{rest}"
    spoken.params = [copy(one) for one in command.params]
    for option in spoken.params:
        if isinstance(option, click.Option):
            option.help = told_help(option.help)
    if isinstance(spoken, click.Group):
        spoken.commands = {name: translate(inner) for name, inner in spoken.commands.items()}
    return spoken
