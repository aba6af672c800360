"""How good answers are: counts of single episodes, which add up to shows, and figures read from the counts.

    tally(reference, prediction)     one episode
    sum(tallies, Tally())            a show, or everything: a micro-average
    macro(shows, Tally.hit_rate)     every show counts the same

A reference is what people or a composer say, a prediction what is measured; None is 'has no intro'. A
figure that has nothing to be read from is nan. Shortening an intro costs its viewer little, skipping story
costs much: the two are counted apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from intromark.span import Span

LEAST_IOU = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted over episodes.

    Attributes:
        intros: Episodes that have an intro.
        hits: Those whose intro is hit: overlap over union at least LEAST_IOU.
        without: Episodes that have none.
        false_intros: Those in which one is predicted.
        skipped: Content seconds wrongly skipped: predicted, and outside the reference.
        worst_skipped: The most in one episode; of two tallies the larger.
        missed: Intro seconds that are not predicted.
        start_errors: Predicted less true start of each hit, in seconds: above 0 is late.
        end_errors: The same for the end: above 0 skips story.
        iou: Overlap over union with the reference, summed over the episodes that have an intro.
    """

    intros: int = 0
    hits: int = 0
    without: int = 0
    false_intros: int = 0
    skipped: float = 0.0
    worst_skipped: float = 0.0
    missed: float = 0.0
    start_errors: tuple[float, ...] = ()
    end_errors: tuple[float, ...] = ()
    iou: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        """The counts of both."""
        return Tally(
            self.intros + other.intros,
            self.hits + other.hits,
            self.without + other.without,
            self.false_intros + other.false_intros,
            self.skipped + other.skipped,
            max(self.worst_skipped, other.worst_skipped),
            self.missed + other.missed,
            self.start_errors + other.start_errors,
            self.end_errors + other.end_errors,
            self.iou + other.iou,
        )

    @property
    def episodes(self) -> int:
        """Episodes counted."""
        return self.intros + self.without

    def edge_errors(self) -> list[float]:
        """Distance of both edges of every hit from the truth, in seconds."""
        return [abs(error) for error in self.start_errors + self.end_errors]

    def hit_rate(self) -> float:
        """Hits among the episodes that have an intro, in [0, 1]."""
        return self.hits / self.intros if self.intros else math.nan

    def false_rate(self) -> float:
        """False intros among the episodes that have none, in [0, 1]."""
        return self.false_intros / self.without if self.without else math.nan

    def median_edge(self) -> float:
        """Median distance of an edge from the truth, in seconds, over the hits."""
        return median(self.edge_errors()) if self.hits else math.nan

    def worst_edge(self) -> float:
        """Largest distance of an edge from the truth, in seconds, over the hits."""
        return max(self.edge_errors(), default=math.nan)

    def edges_met(self, tolerance: float) -> int:
        """Edges of hits that are met within seconds."""
        # Truths are written to the microsecond.
        return sum(error <= tolerance + 1e-6 for error in self.edge_errors())

    def edges_within(self, tolerance: float) -> float:
        """Share of the edges of all true intros that are met within seconds, in [0, 1]; a miss meets none."""
        return self.edges_met(tolerance) / (2 * self.intros) if self.intros else math.nan

    def mean_iou(self) -> float:
        """Mean overlap over union of the episodes that have an intro, in [0, 1]; nothing found counts 0."""
        return self.iou / self.intros if self.intros else math.nan


def tally(reference: Span | None, prediction: Span | None) -> Tally:
    """Count one episode.

    Args:
        reference: The true span; None where there is none.
        prediction: The span that is answered; None where none is.
    """
    if reference is None:
        false = 0.0 if prediction is None else prediction.length
        return Tally(without=1, false_intros=int(prediction is not None), skipped=false, worst_skipped=false)
    if prediction is None:
        return Tally(intros=1, missed=reference.length)
    shared = reference.overlap(prediction)
    hit = is_hit(reference, prediction)
    return Tally(
        intros=1,
        hits=int(hit),
        skipped=prediction.length - shared,
        worst_skipped=prediction.length - shared,
        missed=reference.length - shared,
        start_errors=(prediction.start - reference.start,) if hit else (),
        end_errors=(prediction.end - reference.end,) if hit else (),
        iou=reference.iou(prediction),
    )


def is_hit(reference: Span, prediction: Span, least_iou: float = LEAST_IOU) -> bool:
    """Whether a prediction is the reference: overlap over union at least this."""
    return reference.iou(prediction) >= least_iou


def is_right(reference: Span | None, prediction: Span | None) -> bool:
    """Whether an answer is right: a hit, or no span where there is none."""
    if reference is None or prediction is None:
        return reference is prediction
    return is_hit(reference, prediction)


def macro(shows: Iterable[Tally], figure: Callable[[Tally], float]) -> float:
    """The mean of a figure over shows, each counting the same; shows in which it is nan are left out.

    Args:
        shows: One tally for each show.
        figure: For example Tally.hit_rate.
    """
    figures = [value for show in shows if not math.isnan(value := figure(show))]
    return fmean(figures) if figures else math.nan


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence.

    Attributes:
        count: Answers, >= 1.
        confidence: Their mean confidence, in [0, 1].
        right: Share that is right, in [0, 1].
    """

    count: int
    confidence: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Gather answers by confidence, in bins of equal width; empty bins are left out.

    Args:
        confidences: In [0, 1]; that of a segment, or that there is none.
        right: Whether each answer is right.
        bins: >= 1.

    Raises:
        ValueError: The two differ in length, a confidence is outside [0, 1], or bins is less than 1.
    """
    if bins < 1 or not all(0 <= confidence <= 1 for confidence in confidences):
        raise ValueError("need bins >= 1 and confidences in [0, 1]")
    gathered: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for answer in zip(confidences, right, strict=True):
        gathered[min(int(answer[0] * bins), bins - 1)].append(answer)
    return [
        Bin(len(answers), fmean(c for c, _ in answers), fmean(r for _, r in answers))
        for answers in gathered
        if answers
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error, in [0, 1]: how far confidence is from the share that is right, by answers.

    Source:
        Naeini, Cooper & Hauskrecht, AAAI 2015.
    """
    count = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / count if count else math.nan


def calibration_by_chance(bins: Sequence[Bin]) -> float:
    """The calibration error that is expected where every confidence is exactly right: few answers vary by chance.

    Source:
        De Moivre, Miscellanea analytica, 1730: the mean absolute deviation of a binomial.
    """
    count = sum(b.count for b in bins)
    return sum(_mean_deviation(b.count, b.confidence) for b in bins) / count if count else math.nan


def _mean_deviation(count: int, share: float) -> float:
    """Of how many of `count` are right, when each is with this probability."""
    if not 0 < share < 1:
        return 0.0
    above = math.floor(count * share) + 1
    logarithm = math.log(math.comb(count, above)) + above * math.log(share)
    return 2 * above * math.exp(logarithm + (count - above + 1) * math.log1p(-share))


def always(duration: float, span: Span = Span(5.0, 15.0)) -> Span | None:  # noqa: B008
    """The baseline that answers the same in every episode; None where the episode ends before it."""
    return Span(span.start, min(span.end, duration)) if span.start < duration else None


def everything(duration: float) -> Span:
    """The baseline that answers the whole episode: every intro is in it, and all the story."""
    return Span(0.0, duration)


def median_span(others: Iterable[Span | None]) -> Span | None:
    """The baseline that knows the truth of a show's other episodes: their median start and median end.

    Returns:
        None when at least half of the others have no intro.
    """
    known = list(others)
    spans = [span for span in known if span is not None]
    if 2 * len(spans) <= len(known):
        return None
    start, end = median(span.start for span in spans), median(span.end for span in spans)
    return Span(start, end) if start < end else None
