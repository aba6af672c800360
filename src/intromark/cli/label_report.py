"""What `intromark dataset inspect` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from intromark.cli.lines import headed, line, table_of
from intromark.cli.shelf import count
from intromark.cli.talk import printable
from intromark.cli.tongue import told
from intromark.labels.inspection import Finding, Inspection, ShowSummary
from intromark.labels.leaks import Leaks
from intromark.labels.rounding import RoundingEvidence
from intromark.labels.writing import edges

UNKNOWN = "(unknown)"


def report(found: Inspection) -> Iterator[RenderableType]:
    """Counts, shows, the minute-rounding error, the repair, leaks, and what looks wrong."""
    yield from _counts(found)
    yield from headed("shows", _shows(found))
    yield from headed("were minutes rounded?", *_rounding(found.evidence))
    yield from headed(f"repair {found.repair}", *_repair(found))
    if found.leaks is not None:
        yield from headed("in both files", *_leaks(found.leaks, found))
    table = [_findings(found.findings)] if found.findings else []
    yield from headed(f"{count(len(found.findings), 'row')} to look at", *table)


def _counts(found: Inspection) -> Iterator[Text]:
    for file in found.files:
        yield Text(printable(f"{file.name}: {told(count(len(file.rows), 'row'))}"))
    total = found.total
    yield line(f"{count(total.episodes, 'episode')} of {count(len(found.shows), 'show')} in all")
    if found.mixed:
        yield line(
            f"{count(len(found.mixed), 'title')} with Latin letters that look Cyrillic: read as Cyrillic"
        )


def _shows(found: Inspection) -> Table:
    names = [file.name for file in found.files] if len(found.files) > 1 else []
    lengths, starts = ("shortest", "median", "longest"), ("first start", "last start")
    table = table_of("show", "episodes", *names, *lengths, *starts, numbers_from=1)
    for show in found.shows:
        table.add_row(Text(printable(show.name or told(UNKNOWN))), *_figures(show, len(names)))
    table.add_row(line("all shows", "bold"), *_figures(found.total, len(names)))
    return table


def _figures(show: ShowSummary, files: int) -> list[str]:
    lengths = [] if show.lengths is None else [show.lengths.least, show.lengths.median, show.lengths.most]
    starts = [] if show.starts is None else [show.starts.least, show.starts.most]
    rows = [str(count) for count in show.rows[:files]]
    return [str(show.episodes), *rows, *(f"{seconds:g} s" for seconds in [*lengths, *starts])]


def _rounding(evidence: RoundingEvidence) -> Iterator[Text]:
    against = evidence.across + evidence.first_minute
    yield line(
        f"start after their end: {evidence.backward}; mended by a start a minute earlier: {evidence.explained}"
    )
    yield line(f"look right, with both edges at second 30 or later of a minute: {evidence.hidden}")
    yield line(
        f"speak against it: {against} (across second 30 or a full minute: {evidence.across}, "
        f"in the second half of minute 0: {evidence.first_minute})"
    )
    if evidence.holds:
        yield line(
            "so minutes were rounded where they should have been cut off: from second 30 on, one too many"
        )
    else:
        yield line("so nothing tells that minutes were rounded")


def _repair(found: Inspection) -> Iterator[Text]:
    hidden = sum(change.is_hidden for change in found.changes)
    yield line(
        f"episodes changed: {len(found.changes)} (started after their end: {len(found.changes) - hidden}, "
        f"looked right: {hidden})"
    )
    lengths, starts = found.total.lengths, found.total.starts
    if lengths is not None and starts is not None:
        yield line(
            f"intros then last {lengths.least:g} - {lengths.most:g} s, median {lengths.median:g} s, "
            f"and start at {starts.least:g} - {starts.most:g} s"
        )


def _leaks(leaks: Leaks, found: Inspection) -> Iterator[Text]:
    test = found.files[1]
    yield line(
        f"rows of `{test.name}` that are episodes of the other file, too: "
        f"{len(leaks.rows)} of {len(test.rows)}"
    )
    if leaks.shows:
        shows = ", ".join(show or told(UNKNOWN) for show in leaks.shows)
        yield line(f"shows in both: {len(leaks.shows)} ({shows})")


def _findings(findings: Sequence[Finding]) -> Table:
    table = table_of("episode", "file", "as labelled", "now", "", "why")
    for one in findings:
        table.add_row(
            Text(printable(one.now.name)),
            Text(printable(one.file)),
            line(edges(one.labelled)),
            line(edges(one.now)),
            line("" if one.usable else "not usable", "red"),
            line(one.why),
        )
    return table
