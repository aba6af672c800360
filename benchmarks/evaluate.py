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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from intromark import Detection, Label, Problem, detect
from intromark.evaluation import Episode, Evaluation, Method, baselines, evaluate
from intromark.metrics import Tally, calibration_by_chance, calibration_error, is_right, macro, reliability
from intromark.span import Span
from reporting import number, share, table

OURS = "intromark"
TOLERANCES = (0.1, 0.5, 1.0, 3.0)  # seconds


@dataclass(frozen=True)
class Answer:
    """What was answered for one episode."""

    found: Span | None
    confidence: float | None
    failure: str


@dataclass(frozen=True)
class Show:
    """One show, by its name and its folder, and what it cost to answer, in seconds of all episodes together."""

    name: str
    key: str
    episodes: list[Episode]
    answers: list[Answer]
    wall: float
    cpu: float

    def rows(self) -> Iterator[tuple[Episode, Answer]]:
        """What is true of each episode, and what was answered."""
        return zip(self.episodes, self.answers, strict=True)


def main() -> None:
    """Measure, print, and write what was asked for; status 1 when anything failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--label", choices=[str(label) for label in Label], default="intro")
    parser.add_argument(
        "--alone", action="store_true", help="give each episode by itself, as if it had no others"
    )
    parser.add_argument("--model", default="auto", help="what looks at an episode alone, as for detect")
    parser.add_argument("--encoder", default="lite")
    parser.add_argument("--encoder-weights", type=Path)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every figure here")
    parser.add_argument("--markdown", action="store_true", help="tables for the documents")
    options = parser.parse_args()
    shows = []
    for folder in find_shows(options.folders):
        print(f"{folder} ...", file=sys.stderr, flush=True)
        answer = partial(
            detect,
            encoder=options.encoder,
            encoder_weights=options.encoder_weights,
            model=options.model,
            labels=[Label(options.label)],
        )
        shows.append(measure(folder, Label(options.label), answer, alone=options.alone))
    found = evaluation(shows)
    print(report(shows, found, markdown=options.markdown))
    if options.json:
        options.json.write_text(json.dumps(figures(shows, found, options.encoder), indent=1) + "\n")
    sys.exit(any(answer.failure for show in shows for answer in show.answers))


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


def measure(folder: Path, label: Label, answer: Callable[..., list[Detection]], *, alone: bool) -> Show:
    """Give one show to the product, as a whole or an episode at a time."""
    truths = json.loads((folder / "truth.json").read_text())
    failures: dict[str, str] = {}

    def on_problem(problem: Problem) -> None:
        if not problem.answered:
            failures[problem.path.name] = problem.error.message

    wall, cpu = time.perf_counter(), time.process_time()
    try:
        given = [[folder / name] for name in truths] if alone else [[folder]]
        detections = [one for paths in given for one in answer(paths, on_problem=on_problem)]
    except Exception as error:  # one broken show must not cost the figures of all others
        traceback.print_exc()
        detections, failures = [], dict.fromkeys(truths, f"{type(error).__name__}: {error}")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    known = {detection.path.name: detection for detection in detections}
    episodes, answers = [], []
    for name, truth in truths.items():
        span = Span(*truth[label]) if truth[label] else None
        episodes.append(Episode(name, str(folder), truth["duration"], span))
        said = known.get(name)
        segment = said.first(label) if said else None
        absence = said.absence if said and label is Label.INTRO else None
        answers.append(
            Answer(
                Span(segment.start, segment.end) if segment else None,
                segment.confidence if segment else absence,
                "" if said else failures.get(name, "no answer"),
            )
        )
    return Show(folder.name, str(folder), episodes, answers, wall, cpu)


def evaluation(shows: Sequence[Show]) -> Evaluation:
    """The answers beside those of the baselines."""
    episodes = [episode for show in shows for episode in show.episodes]
    own = Method([answer.found for show in shows for answer in show.answers])
    return evaluate(episodes, {OURS: own, **baselines(episodes)})


def report(shows: list[Show], found: Evaluation, *, markdown: bool) -> str:
    """All tables, and the figures that need none."""
    heads = ["episode", "true", "found", "IoU", "start", "end", "confidence"]
    episodes = table(
        heads, [episode_row(show, *row) for show in shows for row in show.rows()], markdown=markdown
    )
    heads = ["", "hits", "rate", "false", "median edge", "worst edge"]
    heads += [f"<= {tolerance:g} s" for tolerance in TOLERANCES] + ["skipped s", "worst", "missed s"]
    rows = [tally_row(show.name, found.tally(OURS, show.key)) for show in shows]
    for name in found.outcomes:
        rows.append(tally_row(name, found.tally(name)))
        rows.append(macro_row(f"{name}, mean of shows", [found.tally(name, show.key) for show in shows]))
    failed = [
        f"failed: {show.name}/{episode.name}: {answer.failure}"
        for show in shows
        for episode, answer in show.rows()
        if answer.failure
    ]
    return "\n\n".join([episodes, table(heads, rows, markdown=markdown), costs(shows), *failed])


def episode_row(show: Show, episode: Episode, answer: Answer) -> list[str]:
    """What is said of one episode."""
    truth, found = episode.intro, answer.found
    both = truth is not None and found is not None
    return [
        f"{show.name}/{episode.name}",
        edges(truth),
        "failed" if answer.failure else edges(found),
        number(truth.iou(found)) if both and truth and found else "-",
        number(found.start - truth.start, signed=True) if both and truth and found else "-",
        number(found.end - truth.end, signed=True) if both and truth and found else "-",
        number(answer.confidence),
    ]


def edges(span: Span | None) -> str:
    """A span in seconds."""
    return f"{span.start:.2f} - {span.end:.2f}" if span else "none"


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
    answered = [row for show in shows for row in show.rows() if row[1].confidence is not None]
    right = [is_right(episode.intro, answer.found) for episode, answer in answered]
    confidences = [answer.confidence for _, answer in answered if answer.confidence is not None]
    bins = reliability(confidences, right)
    count = sum(len(show.episodes) for show in shows)
    sure = [c for c, r in zip(confidences, right, strict=True) if r]
    unsure = [c for c, r in zip(confidences, right, strict=True) if not r]
    lines = [
        f"an episode: wall {sum(s.wall for s in shows) / count:.1f} s, "
        f"CPU {sum(s.cpu for s in shows) / count:.1f} s",
        f"mean confidence {number(fmean(sure) if sure else None)} of {len(sure)} right answers, "
        f"{number(fmean(unsure) if unsure else None)} of {len(unsure)} wrong ones",
        f"expected calibration error {number(calibration_error(bins), 3)}, where exact confidence has "
        f"{number(calibration_by_chance(bins), 3)} on so few answers: "
        + ", ".join(f"{b.confidence:.2f} -> {b.right:.2f} ({b.count})" for b in bins),
    ]
    return "\n".join(lines)


def figures(shows: Sequence[Show], found: Evaluation, encoder: str) -> dict[str, object]:
    """Everything that was measured."""
    return {
        "encoder": encoder,
        "shows": [asdict(show) for show in shows],
        "tallies": {
            name: {
                show.name: asdict(found.tally(name, key))
                for show, key in zip(shows, found.shows, strict=True)
            }
            for name in found.outcomes
        },
    }


if __name__ == "__main__":
    main()
