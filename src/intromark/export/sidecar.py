"""Files beside the videos, which players and servers pick up: `Show.S01E01.edl` beside `Show.S01E01.mkv`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from intromark.atomic import explained, sweep, write_atomically
from intromark.detection import Detection
from intromark.errors import FileError
from intromark.export import ListFormat, encode, exporter, render
from intromark.export.journal import Journal, Kind, Written
from intromark.export.written import content_hash, remember, written


@dataclass(frozen=True, slots=True)
class _Target:
    """A sidecar's place.

    Attributes:
        path: Beside the video.
        video: What it is about.
        wanted: What shall be there; None when the format has nothing to say of the episode.
        present: Hash of what is there; None when nothing is, empty when it is no plain file.
        ours: Hashes of what intromark wrote there.
    """

    path: Path
    video: Path
    wanted: bytes | None
    present: str | None
    ours: frozenset[str]

    @property
    def is_ours(self) -> bool:
        return self.present is not None and self.present in self.ours

    @property
    def is_as_wanted(self) -> bool:
        return self.wanted is not None and self.present == content_hash(self.wanted)


def sidecar_path(video: Path, format: str) -> Path:
    """Where the sidecar of a video lies: its name with the format's suffix in place of the extension.

    Raises:
        FileError: There is no such format.
    """
    return video.with_name(video.stem + exporter(format).suffix)


def write_sidecars(
    detections: Sequence[Detection], format: str, *, overwrite: bool = False, journal: Journal | None = None
) -> list[Path]:
    """Write a file beside every video, or change nothing when one of them would replace a person's work.

    A sidecar is ours when its content is what intromark wrote there last (see `written`); one that was edited
    since is a person's. In a format about one video an episode without segments gets no file, and ours from
    an earlier run is removed, as it is stale; json and csv say that there is none.

    Args:
        detections: Episodes, each in its own folder or all in one.
        format: A key of `FORMATS`.
        overwrite: Replace a person's files too. Never removes one.
        journal: Where what was there is noted, so that it can be put back; None notes nothing.

    Returns:
        The sidecars that now hold their episode's answer, in the order of the detections; one that held it
        already is left untouched and counts.

    Raises:
        FileError: The format is unknown, two videos would share a sidecar, or one is there that is not
            ours: then nothing was written. Or the disk is full, the folder read-only, ...: then sidecars
            already written stay, each of them whole.
    """
    _refuse_shared(detections, format)
    targets = [_target(detection, format) for detection in detections]
    _refuse_conflicts([] if overwrite else targets)
    changes = [target for target in targets if _is_change(target, overwrite=overwrite)]
    _apply_all(changes, journal)
    return [target.path for target in targets if target.wanted is not None]


@dataclass(frozen=True, slots=True)
class Update:
    """What became of sidecars.

    Attributes:
        written: Made, or given another content.
        removed: Ours of an earlier run, for which there is nothing to write any more.
        left: A person's, which were left as they are.
    """

    written: tuple[Path, ...]
    removed: tuple[Path, ...]
    left: tuple[Path, ...]


def update_sidecars(detections: Sequence[Detection], format: str, journal: Journal | None = None) -> Update:
    """The same as `write_sidecars` for who is not there to be asked: a person's files are left, the others written.

    Raises:
        FileError: As `write_sidecars`.
    """
    _refuse_shared(detections, format)
    targets = [_target(detection, format) for detection in detections]
    changes = [
        target for target in targets if not _is_conflict(target) and _is_change(target, overwrite=False)
    ]
    _apply_all(changes, journal)
    return Update(
        tuple(target.path for target in changes if target.wanted is not None),
        tuple(target.path for target in changes if target.wanted is None),
        tuple(target.path for target in targets if _is_conflict(target)),
    )


def _target(detection: Detection, format: str) -> _Target:
    path = sidecar_path(detection.path, format)
    can_say_none = isinstance(exporter(format), ListFormat)
    text = render([detection], format) if detection.segments or can_say_none else ""
    wanted = encode(text) if text else None
    return _Target(
        path, detection.path, wanted, _present(path), written(path.parent).get(path.name, frozenset())
    )


def _present(path: Path) -> str | None:
    with explained("read", path):
        # lstat and not exists(), which hides errors and dead links: a link is something that a person made.
        try:
            path.lstat()
        except FileNotFoundError:
            return None
        return "" if path.is_symlink() or not path.is_file() else content_hash(path.read_bytes())


def _is_change(target: _Target, *, overwrite: bool) -> bool:
    if target.wanted is None:
        return target.is_ours
    # Overwriting a person's file that says the same makes it ours.
    return not target.is_as_wanted or (overwrite and not target.is_ours)


def _apply_all(changes: Iterable[_Target], journal: Journal | None) -> None:
    by_folder = sorted(changes, key=lambda target: target.path.parent)
    for folder, group in groupby(by_folder, key=lambda target: target.path.parent):
        _apply(folder, list(group), journal)


def _apply(folder: Path, targets: Iterable[_Target], journal: Journal | None) -> None:
    """Write and remove; the registry knows old and new content beforehand, so that a crash loses neither."""
    before, after = {}, {}
    for target in targets:
        name = target.path.name
        new = frozenset() if target.wanted is None else frozenset({content_hash(target.wanted)})
        old = frozenset({target.present}) if target.is_ours and target.present else frozenset()
        before[name], after[name] = old | new, new
    sweep(folder)
    remember(folder, before)
    for target in targets:
        if journal is not None:
            _note(target, journal)
        if target.wanted is None:
            with explained("remove", target.path):
                target.path.unlink(missing_ok=True)
        else:
            write_atomically(target.path, target.wanted)
    remember(folder, after)


def _note(target: _Target, journal: Journal) -> None:
    """Keep what is there, unless it is what intromark put there: then what was there before that is kept."""
    path, video = target.path.absolute(), target.video.absolute()
    with explained("read", path):
        present = path.read_bytes() if path.exists() else None
    known = journal.find(path)
    if known is not None and known.after == present:
        before, ours = known.before, known.ours
    else:
        before, ours = present, target.is_ours
    journal.keep(Written(path, video, Kind.SIDECAR, before, target.wanted, ours))


def _refuse_shared(detections: Sequence[Detection], format: str) -> None:
    videos: dict[tuple[str, str], Path] = {}
    for detection in detections:
        path = sidecar_path(detection.path, format)
        # The folder's real path, as the same one may be reached by two.
        place = (os.path.realpath(path.parent), path.name)
        other = videos.setdefault(place, detection.path)
        if other != detection.path:
            raise FileError(
                f"`{other}` and `{detection.path}` would share the sidecar `{path.name}`",
                "rename one of the videos, move it to another folder, or name only one",
            )


def _refuse_conflicts(targets: Iterable[_Target]) -> None:
    conflicts = [target.path for target in targets if _is_conflict(target)]
    if conflicts:
        more = f" (and {len(conflicts) - 1} more)" if len(conflicts) > 1 else ""
        raise FileError(
            f"`{conflicts[0]}`{more} was not written by intromark, or was edited since",
            "nothing was written: move such files away, or replace them with --overwrite",
        )


def _is_conflict(target: _Target) -> bool:
    """Whether a person's file is where ours is to be."""
    return (
        target.wanted is not None
        and target.present is not None
        and not target.is_ours
        and not target.is_as_wanted
    )
