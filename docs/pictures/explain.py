"""Draw the pictures of the explanation: `python docs/pictures/explain.py [--season FOLDER] [--out docs/pictures]`.

The season is analysed as a scan does it; without --season it is the demo's, which is drawn first. What is drawn is what
the detector saw: cosines, nats and frames.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from style import BLUE, GREEN, GREY, INK, ORANGE, STYLE

from intromark.arrays import Floats
from intromark.closer import look_closer
from intromark.compose import demo_season, render
from intromark.edges import REACH, read_edge
from intromark.embedded import PICTURE_RATE
from intromark.encoders import Encoder, Picture, load_encoder
from intromark.encoders.base import EMBEDDING
from intromark.events import Listener
from intromark.footage import Footage
from intromark.intake import read_season
from intromark.library.analysing import Analysis
from intromark.library.catalog import Catalog
from intromark.library.queries import named
from intromark.library.rules import Rules
from intromark.library.scanning import analyse
from intromark.library.tasks import look
from intromark.media import frames
from intromark.review.evidence import FUSED, PICTURE, SOUND, Evidence, evidence_of
from intromark.review.known import known_of
from intromark.segment import Label
from intromark.span import Span
from intromark.store import Store

SILENT = Listener(lambda _: None, lambda _: None)
THUMBNAILS = 7  # frames that are shown of each episode at an edge
NAMES = ("similarity.png", "curves.png", "edge.png")


@dataclass(frozen=True)
class Seen:
    """Two episodes of a season with the same intro, and what speaks for it in the first."""

    footage: tuple[Footage, Footage]
    intros: tuple[Span, Span]
    evidence: Evidence


def main() -> None:
    """Analyse the season, and draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--season", type=Path, help="folder of its videos; without it the demo's is drawn")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the pictures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        season = options.season
        if season is None:
            season = work / "season"
            render(demo_season(), season)
        encoder = load_encoder()
        seen = analysed(season, work, encoder)
        options.out.mkdir(parents=True, exist_ok=True)
        with plt.rc_context(STYLE):
            for name, draw in zip(NAMES, (similarity, curves, edge), strict=True):
                figure = draw(seen, encoder)
                figure.savefig(options.out / name, metadata={"Software": None})
                plt.close(figure)


def analysed(season: Path, work: Path, encoder: Encoder) -> Seen:
    """Scan the season; its first two episodes that have an intro."""
    store = Store(work / "store")
    with Catalog(work / "catalog.db") as catalog:
        _, tasks = look(catalog, [season], Rules(), Analysis(), SILENT)
        analyse(catalog, tasks, SILENT, store)
        with catalog.reading() as connection:
            entries = [one for one in named(connection, []) if one.segment(Label.INTRO) is not None][:2]
    known = known_of(work / "catalog.db", store, entries[0])
    assert known is not None
    found = [one.segment(Label.INTRO) for one in entries]
    intros = [Span(one.start, one.end) for one in found if one is not None]
    footage = read_season([one.episode.path for one in entries], encoder, None, SILENT, store)
    everything = {number: [Span(0.0, one.duration)] for number, one in enumerate(footage)}
    look_closer(footage, everything, encoder, SILENT)
    return Seen((footage[0], footage[1]), (intros[0], intros[1]), evidence_of(known, store))


def similarity(seen: Seen, _encoder: Encoder) -> Figure:
    """Every picture of one episode with every picture of another; the intro is a diagonal."""
    # Behind the embedding stands what sees overlays.
    one, other = (footage.glimpses.held().expanded()[:, :EMBEDDING] for footage in seen.footage)
    cosine = np.maximum(one @ other.T, 0)
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(9.2, 4.1), width_ratios=(1.15, 1), layout="constrained"
    )
    own, theirs = seen.intros
    extent = (0, len(other) / PICTURE_RATE, len(one) / PICTURE_RATE, 0)
    image = left.imshow(cosine, cmap="magma", vmin=0, vmax=1, extent=extent, interpolation="nearest")
    left.set(
        title="pictures of two episodes: cosine",
        xlabel=f"second of {seen.footage[1].path.stem}",
        ylabel=f"second of {seen.footage[0].path.stem}",
    )
    corner, size = (theirs.start, own.start), (theirs.length, own.length)
    left.add_patch(Rectangle(corner, *size, fill=False, edgecolor="white", linestyle=":", linewidth=1.2))
    left.text(theirs.end + 0.8, own.start + 0.5, "the intro", color="white", va="top")
    figure.colorbar(image, ax=left, shrink=0.85)
    lags = np.arange(-len(one) + 1, len(other))
    sums = np.array([_excess(np.diagonal(cosine, lag)) for lag in lags])
    right.plot(lags / PICTURE_RATE, sums, color=BLUE, linewidth=1)
    best = theirs.start - own.start
    right.axvline(best, color=ORANGE, linestyle="--", linewidth=1)
    right.text(best + 1, sums.max(), f"{best:+.2f} s: the lag that was found", color=ORANGE, va="top")
    right.set(
        title="the best stretch of each diagonal",
        xlabel="lag between the two, seconds",
        ylabel="sum of (cosine - 0.4) along it",
        ylim=(0, None),
    )
    return figure


def _excess(diagonal: Floats) -> float:
    """The largest sum of a stretch of a diagonal, with a plain threshold; the detector learns it from the pair."""
    best = running = 0.0
    for value in diagonal - 0.4:
        running = max(0.0, running + float(value))
        best = max(best, running)
    return best


def curves(seen: Seen, _encoder: Encoder) -> Figure:
    """How much speaks for each moment of an episode: pictures, sound, and both."""
    figure, axes = plt.subplots(3, 1, figsize=(9.2, 3.9), sharex=True, layout="constrained")
    own = seen.intros[0]
    told = {PICTURE: "pictures", SOUND: "sound", FUSED: "both, of all siblings"}
    for axis, (name, title), colour in zip(axes, told.items(), (BLUE, ORANGE, INK), strict=True):
        values = seen.evidence.curves[name]
        times = np.arange(len(values)) / seen.evidence.rates[name]
        axis.fill_between(times, values, step="post", color=colour, alpha=0.3, linewidth=0)
        axis.step(times, values, where="post", color=colour, linewidth=1)
        axis.axvspan(own.start, own.end, color=GREEN, alpha=0.13, linewidth=0)
        axis.set(ylim=(0, 1.05), yticks=(0, 1), ylabel=title, xlim=(0, seen.footage[0].duration))
    axes[0].set_title(f"what speaks for each moment of {seen.footage[0].path.stem} (green: the answer)")
    axes[-1].set_xlabel("second")
    return figure


def edge(seen: Seen, encoder: Encoder) -> Figure:
    """The frames at the beginning of the intro in two episodes: where they begin to be the same."""
    figure = plt.figure(figsize=(9.2, 4.0), layout="constrained")
    grid = figure.add_gridspec(3, THUMBNAILS, height_ratios=(1, 1, 1.7))
    both = [
        read_edge(footage, intro.start, encoder, opens=True)
        for footage, intro in zip(seen.footage, seen.intros, strict=True)
    ]
    steps = [float(np.median(np.diff(one.times))) for one in both]
    for row, (footage, intro, step) in enumerate(zip(seen.footage, seen.intros, steps, strict=True)):
        first = intro.start - (THUMBNAILS // 2) * step
        shown = [
            picture
            for _, picture in frames(
                footage.path, first - step / 2, first + (THUMBNAILS - 0.5) * step, max_height=90
            )
        ]
        for place, picture in enumerate(shown[:THUMBNAILS]):
            axis = figure.add_subplot(grid[row, place])
            _thumbnail(axis, picture, (place - THUMBNAILS // 2) * step)
            if place == 0:
                axis.set_ylabel(footage.path.stem)
    axis = figure.add_subplot(grid[2, :])
    offset = seen.intros[1].start - seen.intros[0].start
    nearest = np.abs(both[1].times[None, :] - offset - both[0].times[:, None]).argmin(axis=1)
    cosine = np.einsum("kd,kd->k", both[0].embeddings, both[1].embeddings[nearest])
    times = both[0].times - seen.intros[0].start
    axis.plot(times, cosine, color=BLUE, marker="o", markersize=3, linewidth=1)
    axis.axvline(0, color=ORANGE, linestyle="--", linewidth=1)
    axis.set(
        title="cosine of the frames that stand at the same place of the two, one by one",
        xlabel="seconds from the edge that was found",
        ylabel="cosine",
        ylim=(0, 1.05),
        xlim=(-REACH, REACH),
    )
    return figure


def _thumbnail(axis: Axes, picture: Picture, seconds: float) -> None:
    axis.imshow(picture)
    inside = seconds >= 0
    axis.set(xticks=[], yticks=[])
    axis.set_title(f"{1000 * seconds:+.0f} ms", fontsize=8, color=GREEN if inside else GREY, loc="center")
    for spine in axis.spines.values():
        spine.set(visible=True, color=GREEN if inside else GREY, linewidth=2 if inside else 0.8)


if __name__ == "__main__":
    main()
