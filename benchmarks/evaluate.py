"""How good `detect` is on shows with known truth: `python benchmarks/evaluate.py FOLDER [FOLDER...]`.

Each FOLDER holds shows: a sub-folder each, with its episodes and a truth.json. A show is given to `detect`
as it is. A file that fails counts as one in which nothing was found, and is named. Edge errors are
predicted less true seconds; edges within a tolerance are shares of all edges of all intros, so that a miss
is two edges not met.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from intromark import Label, Problem, detect
from intromark.metrics import (
    Tally,
    always,
    calibration_error,
    everything,
    is_right,
    macro,
    median_span,
    reliability,
    tally,
)
from intromark.span import Span
from reporting import number, share, table

TOLERANCES = (0.1, 0.5, 1.0, 3.0)  # seconds


@dataclass(frozen=True)
class Episode:
    """What is true of one episode, and what was answered."""

    name: str
    duration: float
    truth: Span | None
    found: Span | None
    confidence: float | None
    failure: str

    def count(self, found: Span | None) -> Tally:
        """The tally of any answer."""
        return tally(self.truth, found)


@dataclass(frozen=True)
class Show:
    """One show, and what it cost to answer, in seconds of all episodes together."""

    name: str
    episodes: list[Episode]
    wall: float
    cpu: float


Method = Callable[[Show], list[Span | None]]
METHODS: dict[str, Method] = {
    "intromark": lambda show: [episode.found for episode in show.episodes],
    "always [5, 15)": lambda show: [always(episode.duration) for episode in show.episodes],
    "show's median": lambda show: [
        median_span(other.truth for other in show.episodes if other is not episode)
        for episode in show.episodes
    ],
    "everything": lambda show: [everything(episode.duration) for episode in show.episodes],
}


def main() -> None:
    """Measure, print, and write what was asked for; status 1 when anything failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--label", choices=[str(label) for label in Label], default="intro")
    parser.add_argument("--encoder", default="lite")
    parser.add_argument("--encoder-weights", type=Path)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every figure here")
    parser.add_argument("--markdown", action="store_true", help="tables for the documents")
    options = parser.parse_args()
    shows = []
    for folder in find_shows(options.folders):
        print(f"{folder} ...", file=sys.stderr, flush=True)
        shows.append(measure(folder, Label(options.label), options.encoder, options.encoder_weights))
    print(report(shows, markdown=options.markdown))
    if options.json:
        options.json.write_text(json.dumps(figures(shows, options.encoder), indent=1) + "\n")
    sys.exit(any(episode.failure for show in shows for episode in show.episodes))


def find_shows(folders: Sequence[Path]) -> list[Path]:
    """The folders that hold a truth.json: these, or those right in them."""
    shows = [
        folder
        for top in folders
        for folder in [top, *sorted(top.iterdir())]
        if (folder / "truth.json").exists()
    ]
    if not shows:
        sys.exit(f"no truth.json in {', '.join(map(str, folders))}, or in a folder right in there")
    return shows


def measure(folder: Path, label: Label, encoder: str, weights: Path | None) -> Show:
    """Give one show to the product."""
    truths = json.loads((folder / "truth.json").read_text())
    failures: dict[str, str] = {}

    def on_problem(problem: Problem) -> None:
        if not problem.answered:
            failures[problem.path.name] = problem.error.message

    wall, cpu = time.perf_counter(), time.process_time()
    try:
        detections = detect([folder], encoder=encoder, encoder_weights=weights, on_problem=on_problem)
    except Exception as error:  # one broken show must not cost the figures of all others
        traceback.print_exc()
        detections, failures = [], dict.fromkeys(truths, f"{type(error).__name__}: {error}")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    answers = {detection.path.name: detection for detection in detections}
    episodes = []
    for name, truth in truths.items():
        answer = answers.get(name)
        segment = answer.first(label) if answer else None
        absence = answer.absence if answer and label is Label.INTRO else None
        episodes.append(
            Episode(
                name,
                truth["duration"],
                Span(*truth[label]) if truth[label] else None,
                Span(segment.start, segment.end) if segment else None,
                segment.confidence if segment else absence,
                "" if answer else failures.get(name, "no answer"),
            )
        )
    return Show(folder.name, episodes, wall, cpu)


def report(shows: list[Show], *, markdown: bool) -> str:
    """All tables, and the figures that need none."""
    heads = ["episode", "true", "found", "IoU", "start", "end", "confidence"]
    episodes = table(
        heads, [episode_row(show, e) for show in shows for e in show.episodes], markdown=markdown
    )
    heads = ["", "hits", "rate", "false", "median edge", "worst edge"]
    heads += [f"<= {tolerance:g} s" for tolerance in TOLERANCES] + ["skipped s", "worst", "missed s"]
    rows = [tally_row(show.name, counted(show, METHODS["intromark"])) for show in shows]
    for name, method in METHODS.items():
        tallies = [counted(show, method) for show in shows]
        rows.append(tally_row(name, sum(tallies, Tally())))
        rows.append(macro_row(f"{name}, mean of shows", tallies))
    failed = [
        f"failed: {show.name}/{e.name}: {e.failure}" for show in shows for e in show.episodes if e.failure
    ]
    return "\n\n".join([episodes, table(heads, rows, markdown=markdown), costs(shows), *failed])


def episode_row(show: Show, episode: Episode) -> list[str]:
    """What is said of one episode."""
    truth, found = episode.truth, episode.found
    both = truth is not None and found is not None
    return [
        f"{show.name}/{episode.name}",
        edges(truth),
        "failed" if episode.failure else edges(found),
        number(truth.iou(found)) if both and truth and found else "-",
        number(found.start - truth.start, signed=True) if both and truth and found else "-",
        number(found.end - truth.end, signed=True) if both and truth and found else "-",
        number(episode.confidence),
    ]


def edges(span: Span | None) -> str:
    """A span in seconds."""
    return f"{span.start:.2f} - {span.end:.2f}" if span else "none"


def counted(show: Show, method: Method) -> Tally:
    """The tally of a show's episodes."""
    pairs = zip(show.episodes, method(show), strict=True)
    return sum((episode.count(found) for episode, found in pairs), Tally())


def tally_row(name: str, t: Tally) -> list[str]:
    """Figures of counts."""
    return [
        name,
        f"{t.hits}/{t.intros}",
        share(t.hit_rate()),
        f"{t.false_intros}/{t.without}",
        number(t.median_edge()),
        number(t.worst_edge()),
        *(share(t.edges_within(tolerance)) for tolerance in TOLERANCES),
        number(t.skipped, 1),
        number(t.worst_skipped, 1),
        number(t.missed, 1),
    ]


def macro_row(name: str, shows: Sequence[Tally]) -> list[str]:
    """The same figures, averaged over shows; seconds are those of an average show."""
    figures: list[Callable[[Tally], float]] = [Tally.median_edge, Tally.worst_edge]
    return [
        name,
        "",
        share(macro(shows, Tally.hit_rate)),
        share(macro(shows, Tally.false_rate)),
        *(number(macro(shows, figure)) for figure in figures),
        *(share(macro(shows, partial(Tally.edges_within, tolerance=limit))) for limit in TOLERANCES),
        number(macro(shows, lambda t: t.skipped), 1),
        number(macro(shows, lambda t: t.worst_skipped), 1),
        number(macro(shows, lambda t: t.missed), 1),
    ]


def costs(shows: Sequence[Show]) -> str:
    """Time and calibration."""
    answered = [e for show in shows for e in show.episodes if e.confidence is not None]
    right = [is_right(e.truth, e.found) for e in answered]
    confidences = [e.confidence for e in answered if e.confidence is not None]
    bins = reliability(confidences, right)
    count = sum(len(show.episodes) for show in shows)
    sure = [c for c, r in zip(confidences, right, strict=True) if r]
    unsure = [c for c, r in zip(confidences, right, strict=True) if not r]
    lines = [
        f"an episode: wall {sum(s.wall for s in shows) / count:.1f} s, "
        f"CPU {sum(s.cpu for s in shows) / count:.1f} s",
        f"mean confidence {number(fmean(sure) if sure else None)} of {len(sure)} right answers, "
        f"{number(fmean(unsure) if unsure else None)} of {len(unsure)} wrong ones",
        f"expected calibration error {number(calibration_error(bins), 3)}: "
        + ", ".join(f"{b.confidence:.2f} -> {b.right:.2f} ({b.count})" for b in bins),
    ]
    return "\n".join(lines)


def figures(shows: Sequence[Show], encoder: str) -> dict[str, object]:
    """Everything that was measured."""
    return {
        "encoder": encoder,
        "shows": [asdict(show) for show in shows],
        "tallies": {
            name: {show.name: asdict(counted(show, method)) for show in shows}
            for name, method in METHODS.items()
        },
    }


if __name__ == "__main__":
    main()
