"""The evaluator: what is true of episodes and what was answered -> figures of every method, and how sure they are.

    Episode, Method      what is true; what was answered, by one method, of every episode
    evaluate             -> Evaluation: an outcome for each method and episode, baselines included
    FIGURES              what is read from outcomes: ratios of sums over episodes

A figure is a ratio of two sums over episodes. So it is read alike of a show, of everything, and of a draw of the
bootstrap, and an episode without an intro takes part in what it has a say in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from intromark.frame_counts import FrameCounts, count_frames, frames_in
from intromark.metrics import Tally, always, everything, median_span, tally
from intromark.span import Span

DRAWS = 2000  # of the bootstrap
LEVEL = 0.95  # of its intervals
SEED = 42
TOLERANCES = (0.5, 1.0, 3.0)  # seconds by which an edge may be off


@dataclass(frozen=True, slots=True)
class Episode:
    """What is true of an episode.

    Attributes:
        name: Of the episode.
        show: It belongs to.
        duration: Seconds of it that are looked at, > 0.
        intro: Where its intro is; None where it has none.
    """

    name: str
    show: str
    duration: float
    intro: Span | None


@dataclass(frozen=True, slots=True)
class Method:
    """What one method says of every episode, in the order of the episodes.

    Attributes:
        spans: Its answers; None is 'has no intro'.
        frames: Counts of frames, where it says more of them than its spans do; None counts the spans.
        balanced: Counts of frames on the seed's balanced protocol; None where they were not taken.
    """

    spans: Sequence[Span | None]
    frames: Sequence[FrameCounts] | None = None
    balanced: Sequence[FrameCounts] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of one answer for one episode: its tally, and its frames as they are and balanced."""

    tally: Tally
    frames: FrameCounts
    balanced: FrameCounts


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio of two sums over episodes: what counts for it, and out of what."""

    part: Callable[[Outcome], float]
    whole: Callable[[Outcome], float]


def _of_frames(counts: Callable[[Outcome], FrameCounts], prefix: str) -> dict[str, Figure]:
    """Accuracy, precision, recall and F1, as `FrameCounts` has them."""

    def figure(part: Callable[[FrameCounts], int], whole: Callable[[FrameCounts], int]) -> Figure:
        return Figure(lambda outcome: part(counts(outcome)), lambda outcome: whole(counts(outcome)))

    return {
        f"{prefix}accuracy": figure(lambda c: c.hits + c.rest, lambda c: c.frames),
        f"{prefix}precision": figure(lambda c: c.hits, lambda c: c.hits + c.false),
        f"{prefix}recall": figure(lambda c: c.hits, lambda c: c.hits + c.missed),
        f"{prefix}f1": figure(lambda c: 2 * c.hits, lambda c: 2 * c.hits + c.false + c.missed),
    }


def _met(outcome: Outcome, tolerance: float) -> float:
    return outcome.tally.edges_met(tolerance)


FIGURES: Mapping[str, Figure] = {
    "hit_rate": Figure(lambda o: o.tally.hits, lambda o: o.tally.intros),
    "mean_iou": Figure(lambda o: o.tally.iou, lambda o: o.tally.intros),
    **{
        f"edges_within_{tolerance:g}": Figure(
            partial(_met, tolerance=tolerance), lambda o: 2 * o.tally.intros
        )
        for tolerance in TOLERANCES
    },
    "false_intros": Figure(lambda o: o.tally.false_intros, lambda o: o.tally.without),
    "skipped": Figure(lambda o: o.tally.skipped, lambda o: o.tally.episodes),
    **_of_frames(lambda o: o.frames, ""),
    **_of_frames(lambda o: o.balanced, "balanced_"),
}
"""Name -> figure. `skipped` is content seconds skipped an episode, all others are shares in [0, 1]; `hit_rate` has an
overlap over union of at least `LEAST_IOU`. Those of frames say how rare an intro is, those that are `balanced_` not."""


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    Attributes:
        episodes: What is true.
        answers: Method -> the answer for each episode.
        outcomes: Method -> the outcome of each episode.
    """

    episodes: tuple[Episode, ...]
    answers: Mapping[str, tuple[Span | None, ...]]
    outcomes: Mapping[str, tuple[Outcome, ...]]

    @cached_property
    def shows(self) -> tuple[str, ...]:
        """In the order of the episodes."""
        return tuple(dict.fromkeys(episode.show for episode in self.episodes))

    def tally(self, method: str, show: str | None = None) -> Tally:
        """The counts of a show's episodes; None is of all."""
        return sum((outcome.tally for outcome in self._of(method, show)), Tally())

    def value(self, method: str, figure: str, show: str | None = None) -> float:
        """A figure of a show's episodes; None is of all, each counting the same. nan where it has nothing to say."""
        ratio, outcomes = FIGURES[figure], self._of(method, show)
        whole = sum(ratio.whole(outcome) for outcome in outcomes)
        return sum(ratio.part(outcome) for outcome in outcomes) / whole if whole else math.nan

    def macro(self, method: str, figure: str) -> float:
        """The mean of a figure over shows, each counting the same; those it says nothing of are left out."""
        values = [self.value(method, figure, show) for show in self.shows]
        known = [value for value in values if not math.isnan(value)]
        return fmean(known) if known else math.nan

    def interval(self, method: str, figure: str) -> tuple[float, float]:
        """Between what a figure lies in `LEVEL` of the draws of a bootstrap: shows are drawn, and episodes in each.

        Of one show only its episodes are drawn; of few shows the interval is a rough one. nan of one episode.

        Source:
            Davison & Hinkley, Bootstrap Methods and their Application, 1997, 3.8: resampling in two stages.
        """
        ratio, outcomes = FIGURES[figure], self.outcomes[method]
        sums = self._draws @ np.array([[ratio.part(o), ratio.whole(o)] for o in outcomes], float).reshape(
            -1, 2
        )
        values = sums[sums[:, 1] > 0]
        if len(self.episodes) < 2 or not len(values):
            return math.nan, math.nan
        low, high = np.quantile(values[:, 0] / values[:, 1], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return float(low), float(high)

    @cached_property
    def _draws(self) -> NDArray[np.float64]:
        """(DRAWS, N): how often each episode is drawn."""
        chance = np.random.default_rng(SEED)
        names = np.array([self.shows.index(episode.show) for episode in self.episodes], int)
        count = len(self.shows)
        chosen = chance.multinomial(count, np.full(count, 1 / max(1, count)), DRAWS)
        times = np.zeros((DRAWS, len(names)))
        for show in range(count):
            own = np.flatnonzero(names == show)
            times[:, own] = chance.multinomial(chosen[:, show] * len(own), np.full(len(own), 1 / len(own)))
        return times

    def _of(self, method: str, show: str | None) -> list[Outcome]:
        pairs = zip(self.episodes, self.outcomes[method], strict=True)
        return [outcome for episode, outcome in pairs if show in (None, episode.show)]


def evaluate(episodes: Sequence[Episode], methods: Mapping[str, Method], fps: float = 1.0) -> Evaluation:
    """Compare answers with what is true.

    Args:
        episodes: What is true.
        methods: Name -> what is answered; `baselines` gives what they must be better than.
        fps: Frames a second, of which those of spans are counted.

    Raises:
        ValueError: A method has not one answer for each episode.
    """
    return Evaluation(
        tuple(episodes),
        {name: tuple(method.spans) for name, method in methods.items()},
        {name: _outcomes(episodes, method, fps) for name, method in methods.items()},
    )


def baselines(episodes: Sequence[Episode]) -> dict[str, Method]:
    """Answers that look at no video: the same in each episode, the median of the show's others, all of it."""
    return {
        "always [5, 15)": Method([always(episode.duration) for episode in episodes]),
        "show's median": Method(
            [
                median_span(
                    other.intro for other in episodes if other.show == episode.show and other is not episode
                )
                for episode in episodes
            ]
        ),
        "everything": Method([everything(episode.duration) for episode in episodes]),
    }


def _outcomes(episodes: Sequence[Episode], method: Method, fps: float) -> tuple[Outcome, ...]:
    counts = method.frames or [
        count_of_span(episode, span, fps) for episode, span in zip(episodes, method.spans, strict=True)
    ]
    balanced = method.balanced or [FrameCounts()] * len(episodes)
    rows = zip(episodes, method.spans, counts, balanced, strict=True)
    return tuple(Outcome(tally(episode.intro, span), own, even) for episode, span, own, even in rows)


def count_of_span(episode: Episode, span: Span | None, fps: float) -> FrameCounts:
    """The frames of an episode, those of a span being marked."""
    frames = round(episode.duration * fps)
    return count_frames(frames_in(episode.intro, frames, fps), frames_in(span, frames, fps))
