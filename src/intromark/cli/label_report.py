"""What `intromark dataset inspect` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from intromark.cli.talk import printable
from intromark.labels.inspection import Finding, Inspection, ShowSummary, Spread
from intromark.labels.leaks import Leaks
from intromark.labels.rounding import RoundingEvidence
from intromark.labels.writing import edges

UNKNOWN = "(unknown)"


def report(found: Inspection) -> Iterator[RenderableType]:
    """Counts, shows, the minute-rounding error, the repair, leaks, and what looks wrong."""
    yield from _counts(found)
    yield from _headed("shows", _shows(found))
    yield from _headed("were minutes rounded?", *_rounding(found.evidence))
    yield from _headed(f"repair {found.repair}", *_repair(found))
    if found.leaks is not None:
        yield from _headed("in both files", *_leaks(found.leaks, found))
    title = f"{_many(len(found.findings), 'row')} to look at"
    yield from _headed(title, *([_findings(found.findings)] if found.findings else []))


def _headed(title: str, *things: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", "bold")
    yield from things


def _counts(found: Inspection) -> Iterator[Text]:
    for file in found.files:
        yield Text(printable(f"{file.name}: {_many(len(file.rows), 'row')}"))
    total = found.total
    shows = _many(len(found.shows), "show")
    yield Text(f"{_many(total.episodes, 'episode')} of {shows}")
    if found.mixed:
        yield Text(
            f"{_many(len(found.mixed), 'title')} with Latin letters that look Cyrillic: read as Cyrillic"
        )


def _shows(found: Inspection) -> Table:
    table = Table(box=None, header_style="dim")
    names = [file.name for file in found.files] if len(found.files) > 1 else []
    for heading in ("show", "episodes", *names, "shortest", "median", "longest", "first start", "last start"):
        table.add_column(heading, no_wrap=True, justify="left" if heading == "show" else "right")
    for show in found.shows:
        table.add_row(Text(printable(show.name or UNKNOWN)), *_figures(show, len(names)))
    table.add_row(Text("all", "bold"), *_figures(found.total, len(names)))
    return table


def _figures(show: ShowSummary, files: int) -> list[str]:
    lengths = [] if show.lengths is None else [show.lengths.least, show.lengths.median, show.lengths.most]
    starts = [] if show.starts is None else [show.starts.least, show.starts.most]
    rows = [str(count) for count in show.rows[:files]]
    return [str(show.episodes), *rows, *(f"{seconds:g} s" for seconds in [*lengths, *starts])]


def _rounding(evidence: RoundingEvidence) -> Iterator[Text]:
    against = evidence.across + evidence.first_minute
    yield Text(
        f"start after their end: {evidence.backward}; mended by a start a minute earlier: {evidence.explained}"
    )
    yield Text(f"look right, with both edges at second 30 or later of a minute: {evidence.hidden}")
    yield Text(
        f"speak against it: {against} (across second 30 or a full minute: {evidence.across}, "
        f"in the second half of minute 0: {evidence.first_minute})"
    )
    if evidence.holds:
        yield Text(
            "so minutes were rounded where they should have been cut off: from second 30 on, one too many"
        )
    else:
        yield Text("so nothing tells that minutes were rounded")


def _repair(found: Inspection) -> Iterator[Text]:
    hidden = sum(change.is_hidden for change in found.changes)
    yield Text(
        f"episodes changed: {len(found.changes)} (started after their end: {len(found.changes) - hidden}, "
        f"looked right: {hidden})"
    )
    lengths, starts = found.total.lengths, found.total.starts
    if lengths is not None and starts is not None:
        yield Text(
            f"intros then last {_range(lengths)}, median {lengths.median:g} s, and start at {_range(starts)}"
        )


def _range(spread: Spread) -> str:
    return f"{spread.least:g} - {spread.most:g} s"


def _leaks(leaks: Leaks, found: Inspection) -> Iterator[Text]:
    test = found.files[1]
    yield Text(
        f"rows of {printable(test.name)} that are episodes of the other file, too: "
        f"{len(leaks.rows)} of {len(test.rows)}"
    )
    if leaks.shows:
        shows = ", ".join(printable(show or UNKNOWN) for show in leaks.shows)
        yield Text(f"shows: {len(leaks.shows)} ({shows})")


def _findings(findings: Sequence[Finding]) -> Table:
    table = Table(box=None, header_style="dim")
    for heading in ("episode", "file", "as labelled", "now", "", "why"):
        table.add_column(heading, no_wrap=True)
    for one in findings:
        table.add_row(
            Text(printable(one.now.name)),
            Text(printable(one.file)),
            Text(printable(edges(one.labelled))),
            Text(printable(edges(one.now))),
            Text("" if one.usable else "not usable", "red"),
            Text(printable(one.why)),
        )
    return table


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
