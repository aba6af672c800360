"""What the catalog holds, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from intromark.detection import Detection
from intromark.segment import Label, Segment
from intromark.span import Span


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A video as it was met on the disk.

    Attributes:
        path: Absolute.
        size: Bytes.
        mtime_ns: Nanoseconds of its last change.
        fingerprint: Of its content.
    """

    path: Path
    size: int
    mtime_ns: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SeenSeason:
    """Videos that belong together, as they were met on the disk.

    Attributes:
        show: Its name.
        name: `Season 1`, `Specials`; empty where nothing tells it.
        folder: Absolute.
        paths: Absolute, in natural order, at least one.
    """

    show: str
    name: str
    folder: Path
    paths: tuple[Path, ...]

    @property
    def title(self) -> str:
        """What a person calls it."""
        return season_title(self.show, self.name)


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """What the catalog holds of one video.

    Attributes:
        id: Its number in the catalog.
        season_id: Number of its season.
        path: Where it lies, or lay last.
        fingerprint: Of its content.
        size: Bytes.
        mtime_ns: Nanoseconds of its last change.
        missing: It was not there at the last scan.
        failure: Why it cannot be analysed; empty where it can.
    """

    id: int
    season_id: int
    path: Path
    fingerprint: str
    size: int
    mtime_ns: int
    missing: bool
    failure: str


def season_title(show: str, season: str) -> str:
    """What a person calls a season, which may have no name."""
    return f"{show}, {season}" if season else show


class Origin(StrEnum):
    """How a person's word on an episode came about."""

    EDIT = "edit"  # said of this episode
    ALIGNED = "aligned"  # said of another episode of its season, and found in this one
    LOCK = "lock"  # what was detected, confirmed


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of one episode, before it is kept.

    Attributes:
        label: What it is about.
        span: Seconds; None says that there is none.
        origin: How it came about.
    """

    label: Label
    span: Span | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Edit:
    """A person's word on one episode, which no detection changes.

    Attributes:
        label: What it is about.
        span: Seconds; None says that there is none.
        origin: How it came about.
        fingerprint: Of the content that it was said of.
        who: Name of the user.
        made_at: UTC, ISO 8601.
    """

    label: Label
    span: Span | None
    origin: Origin
    fingerprint: str
    who: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is known of one episode.

    Attributes:
        show: Name of its show.
        season: Name of its season; may be empty.
        episode: The video.
        detection: What was detected last; None where it was not analysed yet.
        edits: What people said.
    """

    show: str
    season: str
    episode: EpisodeRow
    detection: Detection | None
    edits: tuple[Edit, ...]

    @property
    def title(self) -> str:
        """What a person calls its season."""
        return season_title(self.show, self.season)

    def edit(self, label: Label) -> Edit | None:
        """What a person said of a label."""
        return next((edit for edit in self.edits if edit.label is label), None)

    def segment(self, label: Label) -> Segment | None:
        """What holds: a person's word, else what was detected; a person's has no confidence."""
        edit = self.edit(label)
        if edit is None:
            return self.detection.first(label) if self.detection else None
        return Segment(edit.span.start, edit.span.end, label) if edit.span else None

    def is_stale(self, edit: Edit) -> bool:
        """Whether the file has another content than when this was said of it."""
        return edit.fingerprint != self.episode.fingerprint


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an episode's history.

    Attributes:
        at: UTC, ISO 8601.
        who: Name of the user; `intromark` where it was a scan.
        what: `found`, `moved`, `changed`, `missing`, `back`, `detected`, `edit`, `aligned`, `lock`, `unlock`, and
            where intromark changed the file, `chapters` or `undone`.
        before: In words; empty where there was nothing.
        after: In words; empty where there is nothing.
    """

    at: str
    who: str
    what: str
    before: str
    after: str
