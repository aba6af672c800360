"""What `intromark evaluate` prints for people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from intromark.cli.lines import headed, line, table_of
from intromark.cli.shelf import count
from intromark.cli.talk import printable
from intromark.cli.tongue import told
from intromark.evaluation import FIGURES, TOLERANCES, Evaluation
from intromark.frame_counts import average_precision
from intromark.train.evaluating import FRAMES, MODEL, Judgement

MEAN = "mean of shows"
WITHIN = [f"<= {tolerance:g} s" for tolerance in TOLERANCES]
EDGES = [f"edges_within_{tolerance:g}" for tolerance in TOLERANCES]
OF_FRAMES = ("accuracy", "precision", "recall", "f1")


def report(judgement: Judgement) -> Iterator[RenderableType]:
    """What it was judged on; episodes, frames as rare as they are, frames balanced; and each show."""
    found, (scores, targets) = judgement.evaluation, judgement.joined()
    yield line(
        f"{count(len(found.episodes), 'episode')} of {count(len(found.shows), 'show')}, "
        f"{sum(one.duration for one in found.episodes):g} s, {_share(targets.mean())} of it intro"
    )
    yield from headed("episodes", _episodes(found))
    yield from headed("frames, as rare as they are", _frames(found, ""))
    yield line(
        f"the model's area under precision and recall: {_number(average_precision(scores, targets), 3)}"
    )
    if math.isnan(found.value(MODEL, "balanced_accuracy")):
        yield from headed("frames, balanced", line("less than one window of intros, and as much after each"))
    else:
        yield from headed("frames, balanced", _frames(found, "balanced_"))
    if len(found.shows) > 1:
        yield from headed("shows, the model's answers", _shows(found))


def _episodes(found: Evaluation) -> Table:
    table = table_of("", "hits", "rate", "", "IoU", "", *WITHIN, "false", "skipped s", numbers_from=1)
    for method in found.outcomes:
        if method == FRAMES:
            continue
        table.add_row(line(method), *_of_episodes(found, method, None, intervals=True))
        if len(found.shows) > 1:
            macro = {name: found.macro(method, name) for name in FIGURES}
            rates = [_share(macro["hit_rate"]), "", _number(macro["mean_iou"]), ""]
            edges = [_share(macro[name]) for name in EDGES]
            table.add_row(
                f"  {told(MEAN)}", "", *rates, *edges, "", _number(macro["skipped"], 1), style="dim"
            )
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
    table = table_of("", "accuracy", "precision", "recall", "F1", "", numbers_from=1)
    for method in found.outcomes:
        if prefix and method == FRAMES:
            continue  # balanced, the model is judged frame by frame anyhow
        values = [_number(found.value(method, prefix + name), 3) for name in OF_FRAMES]
        table.add_row(line(method), *values, _interval(found, method, f"{prefix}f1"))
        if len(found.shows) > 1:
            means = [_number(found.macro(method, prefix + name), 3) for name in OF_FRAMES]
            table.add_row(f"  {told(MEAN)}", *means, "", style="dim")
    return table


def _shows(found: Evaluation) -> Table:
    table = table_of("", "hits", "rate", "IoU", *WITHIN, "false", "skipped s", "F1", numbers_from=1)
    for show in found.shows:
        row = _of_episodes(found, MODEL, show, intervals=False)
        table.add_row(Text(printable(show)), *row, _number(found.value(MODEL, "f1", show), 3))
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
