"""A path here -> the same file as the server calls it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intromark.errors import ServerError

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
# A colon that is no drive's: `/media:/mnt/nas`, `C:\tv:/tv`, `/tv:D:\tv`.
_MAP = re.compile(r"(?P<here>(?:[A-Za-z]:[\\/]|[\\/]).*?):(?P<there>(?:[A-Za-z]:[\\/]|[\\/]).*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PathMap:
    """Folders here, and what they are called on the server.

    Attributes:
        pairs: Folder here, folder there; without an end slash.
    """

    pairs: tuple[tuple[str, str], ...] = ()

    def key(self, path: Path) -> str:
        """What to look for among the server's `comparable` paths; of several maps the longest counts."""
        text = comparable(str(path))
        fitting = [pair for pair in self.pairs if _is_below(text, comparable(pair[0]))]
        if not fitting:
            return text
        here, there = max(fitting, key=lambda pair: len(pair[0]))
        return comparable(there + "/" + text[len(comparable(here)) :].lstrip("/"))


def parse_maps(texts: Iterable[str]) -> PathMap:
    """Read `HERE:THERE` maps.

    Raises:
        ServerError: One is no such pair of absolute paths.
    """
    pairs = []
    for text in texts:
        match = _MAP.fullmatch(text)
        if match is None:
            raise ServerError(
                f"`{text}` does not map a folder to a folder",
                "write the folder here, a colon, and what the server calls it: --map /media:/mnt/nas",
            )
        pairs.append((match["here"].rstrip("/\\"), match["there"].rstrip("/\\")))
    return PathMap(tuple(pairs))


def comparable(path: str) -> str:
    """A path in a form in which the same file is the same text, on whatever system the server runs."""
    text = unicodedata.normalize("NFC", path)
    if _WINDOWS.match(text):
        text = text.replace("\\", "/").casefold()
    return text


def nothing_fits(here: Sequence[Path], there: Sequence[str]) -> ServerError:
    """None of the episodes is on the server: most likely it calls them otherwise."""
    example = f"here `{here[0]}`, there `{there[0]}`" if here and there else "it has no episodes"
    return ServerError(
        f"none of {len(here)} episodes is on the server: {example}",
        "say with --map HERE:THERE what the server calls a folder: --map /media:/mnt/nas",
    )


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")
