"""An episode whose intro is at one place, at another, or nowhere, and the text of its EDL."""

from pathlib import Path

from intromark.detection import Detection

from .episodes import episode, segment

OLD = "24.000 50.000 3\n"
NEW = "25.000 50.000 3\n"
PERSONS = "1.000 2.000 0\n"


def old(folder: Path, name: str = "a.mkv") -> Detection:
    return episode(segment(24, 50), path=folder / name)


def new(folder: Path, name: str = "a.mkv") -> Detection:
    return episode(segment(25, 50), path=folder / name)


def none(folder: Path, name: str = "a.mkv") -> Detection:
    return episode(path=folder / name)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
