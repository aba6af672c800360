"""The show in an episode's title: `Бывaeт и xyжe. 1 сезон ,18 серия` -> `Бывает и хуже`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from intromark.episode_names import spelt_alike
from intromark.media import is_video

LOOK_ALIKES = str.maketrans("aceopxykABCEHKMOPTXY", "асеорхукАВСЕНКМОРТХУ")
"""Latin letters -> the Cyrillic ones that look the same."""

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_ALL_LOOK_ALIKE = re.compile(f"[{''.join(map(chr, LOOK_ALIKES))}\u0400-\u04ff0-9_]+")

_SEASON = r"(?:сезон|season|staffel|saison)"
_EPISODE = r"(?:серия|серии|эпизод|выпуск|часть|episode|ep|folge|épisode)"
_NUMBERED = re.compile(
    rf"(?:^|[\s.,;:(\[_-])(?:\d+\s*-?[йя]?\s*(?:{_SEASON}|{_EPISODE})\b|(?:{_SEASON}|{_EPISODE})[\s.№#]*\d+"
    r"|s\d+[\s._-]*e\d+|s\d+\b|e\d+\b|\d+x\d+)",
    re.IGNORECASE,
)
_EDGES = " \t.,;:-_–—([|/"  # noqa: RUF001


def show_name(title: str) -> str:
    """The show's name, without season, episode and what follows, in one alphabet.

    Args:
        title: An episode's title, or the name of its file, with or without folders.

    Returns:
        Empty when the title is all season and episode, and no folder above tells more.
    """
    *folders, last = PurePosixPath(title.replace("\\", "/")).parts or ("",)
    stem = last.rsplit(".", 1)[0] if is_video(last) else last
    names = [name for part in (stem, *reversed(folders)) if (name := _before_the_number(part))]
    # A file that is called `01` tells the show by its folder.
    worded = (name for name in names if any(letter.isalpha() for letter in name))
    return in_one_alphabet(next(worded, names[0] if names else ""))


def _before_the_number(text: str) -> str:
    match = _NUMBERED.search(text)
    name = text if match is None else text[: match.start()]
    if " " not in name:
        name = re.sub(r"[._]+", " ", name)
    return re.sub(r"\s+", " ", name).strip(_EDGES)


def in_one_alphabet(text: str) -> str:
    """Cyrillic words with the Latin letters in them that look Cyrillic put right; other words as they are.

    A word of look-alikes alone may be Latin. It counts as Cyrillic where another word of the text is mixed.
    """
    if not mixes_alphabets(text):
        return text

    def put_right(match: re.Match[str]) -> str:
        return match[0].translate(LOOK_ALIKES) if _ALL_LOOK_ALIKE.fullmatch(match[0]) else match[0]

    return _WORD.sub(put_right, text)


def mixes_alphabets(text: str) -> bool:
    """Whether a word of the text has Cyrillic letters and Latin ones that look it."""
    return any(
        _CYRILLIC.search(word) and _LATIN.search(word) and _ALL_LOOK_ALIKE.fullmatch(word)
        for word in _WORD.findall(text)
    )


def one_spelling(names: Iterable[str]) -> dict[str, str]:
    """Each name -> the commonest of those that differ from it in case, accents and punctuation only."""
    count = Counter(names)
    best: dict[str | None, str] = {}
    for name, _ in count.most_common():
        best.setdefault(spelt_alike(name), name)
    return {name: best[spelt_alike(name)] for name in count}
