"""What was there before intromark wrote, so that it can be put back.

A small file a place, in a folder beside the catalog: it is written before the place is changed, so that whatever
happens then, what was there is known.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from intromark.atomic import explained, write_atomically

FOLDER = "written"
"""What the folder is called, beside the catalog."""


class Kind(StrEnum):
    """What was changed, and with what."""

    SIDECAR = "sidecar"
    MKVPROPEDIT = "mkvpropedit"  # chapters, in the file itself
    REMUX = "remux"  # chapters, by a copy that took the file's place


@dataclass(frozen=True, slots=True)
class Written:
    """One place that was written to.

    Attributes:
        path: The sidecar, or the video whose chapters were changed; absolute.
        video: The video that it is about; absolute.
        kind: What was changed.
        before: What was there: the file's content, or the chapters in the form of the kind. None: nothing.
        after: What was put there; None: what was there was removed.
        ours: What was there before had been written by intromark as well.
    """

    path: Path
    video: Path
    kind: Kind
    before: bytes | None
    after: bytes | None
    ours: bool = False


class Journal:
    """What was there before, by place."""

    @classmethod
    def beside(cls, catalog: Path) -> Journal:
        """The one that belongs to a catalog."""
        return cls(catalog.absolute().parent / FOLDER)

    def __init__(self, folder: Path) -> None:
        """Use a folder, which is made when first written to."""
        self.folder = folder

    def find(self, path: Path) -> Written | None:
        """What is known of a place; None where nothing is, or what is there cannot be understood.

        Raises:
            FileError: It cannot be read.
        """
        return self._read(self._place(path))

    def all(self) -> list[Written]:
        """All places, by path."""
        found = [self._read(place) for place in self.folder.glob("*.json")]
        return sorted((one for one in found if one is not None), key=lambda one: one.path)

    def keep(self, written: Written) -> None:
        """Note what a place is about to become, in place of what was noted of it.

        Raises:
            FileError: It cannot be written; then nothing may be changed.
        """
        with explained("write", self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        fields = {
            "path": _text(os.fsencode(written.path)),
            "video": _text(os.fsencode(written.video)),
            "kind": written.kind.value,
            "before": None if written.before is None else _text(written.before),
            "after": None if written.after is None else _text(written.after),
            "ours": written.ours,
        }
        write_atomically(self._place(written.path), json.dumps(fields, indent=1).encode("ascii") + b"\n")

    def forget(self, path: Path) -> None:
        """Drop what is noted of a place: it is as it was.

        Raises:
            FileError: It cannot be removed.
        """
        place = self._place(path)
        with explained("remove", place):
            place.unlink(missing_ok=True)

    def _place(self, path: Path) -> Path:
        return self.folder / f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:32]}.json"

    def _read(self, place: Path) -> Written | None:
        try:
            with explained("read", place):
                fields = json.loads(place.read_bytes()) if place.exists() else None
            if not isinstance(fields, dict):
                return None
            return Written(
                Path(os.fsdecode(_bytes(fields["path"]))),
                Path(os.fsdecode(_bytes(fields["video"]))),
                Kind(fields["kind"]),
                None if fields["before"] is None else _bytes(fields["before"]),
                None if fields["after"] is None else _bytes(fields["after"]),
                bool(fields["ours"]),
            )
        except (ValueError, KeyError, TypeError):
            return None


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
