"""All that can be said of labels: counts, shows, what a repair does, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from intromark.atomic import explained, write_atomically
from intromark.labels.leaks import Leaks, leaks
from intromark.labels.reading import read_labels
from intromark.labels.repairs import Change, changes, repaired
from intromark.labels.rounding import RoundingEvidence, rounding_evidence
from intromark.labels.rows import LabelFile, LabelRow, by_show
from intromark.labels.suspicion import suspicions
from intromark.labels.titles import mixes_alphabets
from intromark.labels.writing import edges, render_table, write_labels
from intromark.segment import Label

TO_CHECK = ("file", "id", "name", "label", "as labelled", "now", "usable", "why")


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds of several spans: least, middle and most."""

    least: float
    median: float
    most: float


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """What is said of the intros of a show, or of all shows.

    Attributes:
        name: Of the show.
        episodes: How many are labelled, each counted once.
        rows: How many rows each file has.
        lengths: Of its intros; None where none can be used.
        starts: Of them.
    """

    name: str
    episodes: int
    rows: tuple[int, ...]
    lengths: Spread | None
    starts: Spread | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person should look at in a file: a row that looks wrong, or that the repair changed."""

    file: str
    labelled: LabelRow
    now: LabelRow
    usable: bool
    why: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that can be said of one label file, or of two.

    Attributes:
        files: After the repair, in the order given.
        repair: Its name.
        evidence: For the minute-rounding error, of the rows as labelled.
        changes: What the repair mended; an episode in both files counts once.
        findings: What looks wrong after the repair.
        leaks: What the second file shares with the first; None of one file.
        mixed: Titles that have Latin letters which look Cyrillic.
        shows: In order of their names.
        total: Of all shows.
    """

    files: tuple[LabelFile, ...]
    repair: str
    evidence: RoundingEvidence
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    leaks: Leaks | None
    mixed: tuple[str, ...]
    shows: tuple[ShowSummary, ...]
    total: ShowSummary

    def for_a_person(self) -> str:
        """A CSV table of what should be looked at: what looks wrong, then what the repair changed."""
        changed = [
            Finding(file.name, change.before, change.after, True, f"was changed by the repair {self.repair}")
            for file in self.files
            for change in self.changes
            if change.after in file.rows
        ]
        return render_table(TO_CHECK, (_cells(one) for one in [*self.findings, *changed]))

    def as_dict(self) -> dict[str, object]:
        """For other programs."""
        return {
            "files": [
                {"name": file.name, "sha256": file.sha256, "rows": len(file.rows)} for file in self.files
            ],
            "total": asdict(self.total),
            "shows": [asdict(show) for show in self.shows],
            "mixed_alphabets": list(self.mixed),
            "minute_rounding": {**asdict(self.evidence), "holds": self.evidence.holds},
            "repair": {
                "name": self.repair,
                "changed": len(self.changes),
                "looked_right": sum(change.is_hidden for change in self.changes),
            },
            "suspicious": [dict(zip(TO_CHECK, _cells(one), strict=True)) for one in self.findings],
            "leaks": None if self.leaks is None else _leaks_as_dict(self.leaks),
        }


def inspect_labels(
    paths: Sequence[Path], repair: str, durations: Mapping[str, float] | None = None
) -> Inspection:
    """Look at one label file, or at the labels for training and for testing.

    Args:
        paths: One or two files or folders, as `read_labels` takes them.
        repair: Key of `REPAIRS`.
        durations: Seconds of the videos whose length is known, by id.

    Raises:
        LabelError: One is no label file.
        FileError: One cannot be read.
    """
    before = [read_labels(path) for path in paths]
    after = repaired(before, repair)
    labelled, now = ([row for file in files for row in file.rows] for files in (before, after))
    groups = by_show(now)
    return Inspection(
        files=tuple(after),
        repair=repair,
        evidence=rounding_evidence(labelled),
        changes=tuple({(one.before.id, one.before.label): one for one in changes(labelled, now)}.values()),
        findings=tuple(_findings(before, after, durations or {})),
        leaks=leaks(after[0].rows, after[1].rows) if len(after) == 2 else None,
        mixed=tuple(sorted({row.title for row in now if mixes_alphabets(row.title)})),
        shows=tuple(_summary(name, rows, after) for name, rows in groups.items()),
        total=_summary("", now, after),
    )


def write_inspection(found: Inspection, folder: Path) -> list[Path]:
    """Write the repaired labels, `<name>.repaired.json` for each file, and `to-check.csv`, a list for a person.

    Returns:
        What was written.

    Raises:
        FileError: The folder cannot be written to; each file is whole or as it was.
    """
    with explained("write", folder):
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    for place, file in enumerate(found.files):
        stem = Path(file.name).stem
        is_taken = any(Path(other.name).stem == stem for other in found.files[:place])
        written.append(folder / f"{stem}{'-2' if is_taken else ''}.repaired.json")
        write_labels(written[-1], file.rows)
    written.append(folder / "to-check.csv")
    write_atomically(written[-1], found.for_a_person().encode())
    return written


def _findings(
    before: Sequence[LabelFile], after: Sequence[LabelFile], durations: Mapping[str, float]
) -> Iterable[Finding]:
    for old, new in zip(before, after, strict=True):
        labelled = {id(row): was for was, row in zip(old.rows, new.rows, strict=True)}
        for one in suspicions(new.rows, durations):
            yield Finding(new.name, labelled[id(one.row)], one.row, not one.is_unusable, one.reason)


def _summary(name: str, rows: Sequence[LabelRow], files: Sequence[LabelFile]) -> ShowSummary:
    own = {id(row) for row in rows}
    spans = {(row.id, row.span) for row in rows if row.label is Label.INTRO}
    return ShowSummary(
        name,
        len({row.id for row in rows}),
        tuple(sum(id(row) in own for row in file.rows) for file in files),
        _spread([span.length for _, span in spans if span is not None]),
        _spread([span.start for _, span in spans if span is not None]),
    )


def _spread(seconds: Sequence[float]) -> Spread | None:
    return Spread(min(seconds), median(seconds), max(seconds)) if seconds else None


def _cells(one: Finding) -> tuple[str, ...]:
    usable = "yes" if one.usable else "no"
    row = one.now
    return one.file, row.id, row.title, row.label.value, edges(one.labelled), edges(row), usable, one.why


def _leaks_as_dict(found: Leaks) -> dict[str, object]:
    return {"rows": [row.id for row in found.rows], "shows": list(found.shows)}
