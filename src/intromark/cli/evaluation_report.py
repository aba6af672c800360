"""What `intromark evaluate` prints for people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from intromark.cli.talk import printable
from intromark.evaluation import FIGURES, TOLERANCES, Evaluation
from intromark.frame_counts import average_precision
from intromark.train.evaluating import FRAMES, MODEL, Judgement

MEAN = "  mean of shows"
EDGES = [f"edges_within_{tolerance:g}" for tolerance in TOLERANCES]
OF_FRAMES = ("accuracy", "precision", "recall", "f1")


def report(judgement: Judgement) -> Iterator[RenderableType]:
    """What it was judged on; episodes, frames as rare as they are, frames balanced; and each show."""
    found, (scores, targets) = judgement.evaluation, judgement.joined()
    yield Text(
        f"{_many(len(found.episodes), 'episode')} of {_many(len(found.shows), 'show')}, "
        f"{sum(one.duration for one in found.episodes):g} s, {_share(targets.mean())} of it intro"
    )
    yield from _headed("episodes", _episodes(found))
    yield from _headed("frames, as rare as they are", _frames(found, ""))
    yield Text(
        f"the model's area under precision and recall: {_number(average_precision(scores, targets), 3)}"
    )
    if math.isnan(found.value(MODEL, "balanced_accuracy")):
        yield from _headed("frames, balanced", Text("less than one window of intros, and as much after each"))
    else:
        yield from _headed("frames, balanced", _frames(found, "balanced_"))
    if len(found.shows) > 1:
        yield from _headed("shows, the model's answers", _shows(found))


def _headed(title: str, *things: RenderableType) -> Iterator[RenderableType]:
    yield Text(f"\n{title}", "bold")
    yield from things


def _episodes(found: Evaluation) -> Table:
    table = _table(
        "", "hits", "rate", "", "IoU", "", *(f"<= {one:g} s" for one in TOLERANCES), "false", "skipped s"
    )
    for method in found.outcomes:
        if method == FRAMES:
            continue
        table.add_row(method, *_of_episodes(found, method, None, intervals=True))
        if len(found.shows) > 1:
            macro = {name: found.macro(method, name) for name in FIGURES}
            rates = [_share(macro["hit_rate"]), "", _number(macro["mean_iou"]), ""]
            edges = [_share(macro[name]) for name in EDGES]
            table.add_row(MEAN, "", *rates, *edges, "", _number(macro["skipped"], 1), style="dim")
    return table


def _of_episodes(found: Evaluation, method: str, show: str | None, *, intervals: bool) -> list[str]:
    tally = found.tally(method, show)
    rate, iou = _share(tally.hit_rate()), _number(tally.mean_iou())
    hits = [f"{tally.hits}/{tally.intros}", rate, iou]
    if intervals:
        hits = [
            f"{tally.hits}/{tally.intros}",
            rate,
            _interval(found, method, "hit_rate", per_cent=True),
            iou,
            _interval(found, method, "mean_iou"),
        ]
    edges = [_share(found.value(method, name, show)) for name in EDGES]
    false = f"{tally.false_intros}/{tally.without}"
    return [*hits, *edges, false, _number(found.value(method, "skipped", show), 1)]


def _frames(found: Evaluation, prefix: str) -> Table:
    table = _table("", *("F1" if name == "f1" else name for name in OF_FRAMES), "")
    for method in found.outcomes:
        if prefix and method == FRAMES:
            continue  # balanced, the model is judged frame by frame anyhow
        values = [_number(found.value(method, prefix + name), 3) for name in OF_FRAMES]
        table.add_row(method, *values, _interval(found, method, f"{prefix}f1"))
        if len(found.shows) > 1:
            means = [_number(found.macro(method, prefix + name), 3) for name in OF_FRAMES]
            table.add_row(MEAN, *means, "", style="dim")
    return table


def _shows(found: Evaluation) -> Table:
    table = _table(
        "", "hits", "rate", "IoU", *(f"<= {one:g} s" for one in TOLERANCES), "false", "skipped s", "F1"
    )
    for show in found.shows:
        row = _of_episodes(found, MODEL, show, intervals=False)
        table.add_row(Text(printable(show)), *row, _number(found.value(MODEL, "f1", show), 3))
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, header_style="dim")
    for number, heading in enumerate(headings):
        table.add_column(heading, no_wrap=True, justify="right" if number else "left")
    return table


def _interval(found: Evaluation, method: str, figure: str, *, per_cent: bool = False) -> str:
    ends: Sequence[float] = found.interval(method, figure)
    if math.isnan(ends[0]):
        return ""
    shown = [f"{100 * end:.0f}" if per_cent else _number(end) for end in ends]
    return f"[{shown[0]}, {shown[1]}]"


def _number(value: float, digits: int = 2) -> str:
    return "-" if math.isnan(value) else f"{value:.{digits}f}"


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.0f} %"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
