"""The videos of label rows: where they lie, and how long they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from intromark.addresses import is_address
from intromark.errors import LabelError, MediaError
from intromark.events import Listener, Progress
from intromark.media import VIDEO_SUFFIXES, probe, shown_name
from intromark.storage.places import exists

NAMED = 3  # episodes without a video that are named

_SUFFIXES = sorted(VIDEO_SUFFIXES, key=lambda suffix: (suffix not in (".mp4", ".mkv"), suffix))


def find_videos(folders: Mapping[str, Path], listener: Listener) -> dict[str, Path]:
    """Find the videos of episodes; those that have none are told together, as there can be hundreds.

    Args:
        folders: Id -> where its video is looked for.
        listener: Told of what is missing.

    Returns:
        Id -> video, of those that have one.
    """
    found = {id: find_video(folder, id) for id, folder in folders.items()}
    missing = [id for id, path in found.items() if path is None]
    if missing:
        folder = folders[missing[0]]
        named = ", ".join(f"`{shown_name(id)}`" for id in missing[:NAMED])
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        have = "has" if len(missing) == 1 else "have"
        problem = LabelError(
            f"{len(missing)} of {len(found)} episodes {have} no video in `{shown_name(folder)}`: {named}{more}",
            "looked for `<id>`, `<id>/<id>.mp4` and `<id>.mp4`, also with other extensions; "
            "name the folder of the videos with --videos",
        )
        listener.fail(folder, problem)
    return {id: path for id, path in found.items() if path is not None}


def find_video(folder: Path, id: str) -> Path | None:
    """The file `<id>`, `<id>/<id>.mp4` or `<id>.mp4` in a folder, with any extension of a video in either case.

    Returns:
        None when there is none.
    """
    suffixes = [spelt for suffix in _SUFFIXES for spelt in (suffix, suffix.upper())]
    name = Path(id).name
    names = [id, *(f"{id}/{name}{suffix}" for suffix in suffixes), *(f"{id}{suffix}" for suffix in suffixes)]
    return next((folder / one for one in names if _is_file(folder / one)), None)


def _is_file(path: Path) -> bool:
    return exists(path) if is_address(path) else path.is_file()


def durations(videos: Mapping[str, Path], listener: Listener) -> dict[str, float]:
    """Seconds of each video that can be read; the others are told."""
    known: dict[str, float] = {}
    for done, (id, path) in enumerate(videos.items(), start=1):
        try:
            known[id] = probe(path).duration
        except MediaError as error:
            listener.fail(path, error)
        listener.on_progress(Progress("probe", done, len(videos), shown_name(path)))
    return known
