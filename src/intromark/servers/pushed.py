"""Which marks are ours, so that nobody else's are touched: servers do not say who made one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from intromark.atomic import explained, write_atomically
from intromark.segment import Label
from intromark.servers.marks import Mark

FILE = "pushed.json"
"""What the file is called, beside the catalog."""


class Pushed:
    """What was sent to servers, by server and episode."""

    def __init__(self, path: Path) -> None:
        """Read the file; one that is missing or damaged claims nothing, which is the safe side.

        Raises:
            FileError: It is there and cannot be read.
        """
        self._path = path
        try:
            with explained("read", path):
                known = json.loads(path.read_bytes()) if path.exists() else {}
        except ValueError:
            known = {}
        self._known: dict[str, dict[str, list[list[object]]]] = known if isinstance(known, dict) else {}
        self._is_saved = True

    def ours(self, server: str, episode: str) -> frozenset[Mark]:
        """The marks that were sent of an episode."""
        try:
            return frozenset(
                Mark(int(str(start)), None if end is None else int(str(end)), Label(str(label)))
                for label, start, end in self._known.get(server, {}).get(episode, [])
            )
        except (ValueError, TypeError, AttributeError):
            return frozenset()

    def remember(self, server: str, episode: str, marks: Iterable[Mark]) -> None:
        """What an episode has of ours now, in place of what it had."""
        rows: list[list[object]] = [[one.label.value, one.start, one.end] for one in sorted(marks)]
        if self._known.get(server, {}).get(episode, []) == rows:
            return
        self._known.setdefault(server, {})[episode] = rows
        if not rows:
            del self._known[server][episode]
        self._is_saved = False

    def save(self) -> None:
        """Write it down, if there is anything new.

        Raises:
            FileError: It cannot be written.
        """
        if self._is_saved:
            return
        with explained("write", self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, json.dumps(self._known, indent=1).encode("ascii") + b"\n")
        self._is_saved = True
