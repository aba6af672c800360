"""What a model says of episodes, as pictures: the precision-recall curve, and every episode on its line of time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from intromark.frame_counts import average_precision, precision_recall
from intromark.span import Span
from intromark.train.evaluating import FRAMES, MODEL, Judgement

DPI = 100
WIDTH = 9.0  # inches
ROW = 0.75  # inches an episode
ROWS = 30  # episodes a picture
TRUE, FOUND, CURVE = "tab:green", "tab:orange", "tab:blue"


def draw_pictures(judgement: Judgement, fps: float) -> dict[str, bytes]:
    """File name -> PNG: `precision-recall.png`, and `timelines-01.png` and so on, by show."""
    pictures = {"precision-recall.png": draw_precision_recall(judgement)}
    for number, (title, rows) in enumerate(_pages(judgement), start=1):
        pictures[f"timelines-{number:02}.png"] = _draw_timelines(judgement, title, rows, fps)
    return pictures


def draw_precision_recall(judgement: Judgement) -> bytes:
    """The curve over all frames, with the answers of all methods as points."""
    figure = Figure((5.5, 5.0), DPI, layout="constrained")
    axes = figure.subplots()
    scores, targets = judgement.joined()
    curve = precision_recall(scores, targets)
    if len(curve.recall):
        area = average_precision(scores, targets)
        axes.step(curve.recall, curve.precision, where="pre", label=f"frames, area {area:.3f}")
    for method in judgement.evaluation.outcomes:
        at = [judgement.evaluation.value(method, name) for name in ("recall", "precision")]
        name = {MODEL: "model's answers", FRAMES: f"frames at {judgement.threshold:.2f}"}.get(method, method)
        axes.plot(*([value] for value in at), "o", label=name)
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel="recall of frames", ylabel="precision of frames")
    axes.set_title(
        f"{len(judgement.episodes)} episodes, {100 * targets.mean():.1f} % of the frames are intro"
    )
    axes.legend(fontsize="small")
    return _png(figure)


def _pages(judgement: Judgement) -> Iterator[tuple[str, list[int]]]:
    """A show, or a part of one, and the numbers of its episodes."""
    for show in judgement.evaluation.shows:
        own = [number for number, one in enumerate(judgement.episodes) if one.show == show]
        for first in range(0, len(own), ROWS):
            yield show, own[first : first + ROWS]


def _draw_timelines(judgement: Judgement, title: str, rows: Sequence[int], fps: float) -> bytes:
    figure = Figure((WIDTH, 0.9 + ROW * len(rows)), DPI, layout="constrained")
    lanes = figure.subplots(len(rows), squeeze=False)[:, 0]
    for axes, number in zip(lanes, rows, strict=True):
        one = judgement.episodes[number]
        answer = judgement.evaluation.answers[MODEL][number]
        _draw_lane(axes, judgement.scores[number], one.intro, answer, fps)
        axes.set_ylabel(one.id.rpartition("/")[2], rotation=0, ha="right", va="center", fontsize="small")
    handles, labels = lanes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, fontsize="small")
    figure.suptitle(title)
    lanes[-1].set_xlabel("seconds")
    return _png(figure)


def _draw_lane(
    axes: Axes, scores: NDArray[np.float64], truth: Span | None, answer: Span | None, fps: float
) -> None:
    """One episode: the curve, the true intro above it and the answer below."""
    axes.stairs(scores, np.arange(len(scores) + 1) / fps, color=CURVE, label="score")
    for span, low, colour, name in ((truth, 1.05, TRUE, "true intro"), (answer, -0.25, FOUND, "model")):
        drawn = [(span.start, span.length)] if span else []
        axes.broken_barh(drawn, (low, 0.2), color=colour, label=name)
    axes.set(xlim=(0, len(scores) / fps), ylim=(-0.3, 1.3), yticks=[0, 1])


def _png(figure: Figure) -> bytes:
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
