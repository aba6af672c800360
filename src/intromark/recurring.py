"""What recurs in a season -> the segments of one label in each of its episodes, to the frame."""

from __future__ import annotations

from collections.abc import Sequence

from intromark.comparing import all_places, eligible
from intromark.confidence import recurring_confidence
from intromark.detectors.elements import Element, Occurrence
from intromark.encoders.base import Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.model import Model
from intromark.opinion import with_opinion
from intromark.refine import refine_season
from intromark.segment import Evidence, Label, Segment, Source
from intromark.segmentation import choose
from intromark.sought import Sought
from intromark.span import Span

TO_THE_END = 1.0  # seconds between the end of credits and that of the video, which belong to the credits


def recurring_segments(  # noqa: PLR0913 - what, how, where
    label: Label,
    elements: Sequence[Element],
    season: list[Footage],
    sought: Sought,
    encoder: Encoder,
    listener: Listener,
    *,
    model: Model | None = None,
    executor: Executor = LOCAL,
) -> dict[int, Segment]:
    """The segments of a label, by number of the episode.

    Args:
        label: One that recurs.
        elements: What recurs in the season.
        season: The episodes; those with such a segment are replaced by what is known of them then.
        sought: What is sought.
        encoder: Turns pictures into embeddings.
        listener: Told of progress.
        model: Has its say; None is nothing.
        executor: What runs it.

    Raises:
        MediaError: A file cannot be read any more.
        PoisonError: A file kills the process that reads it.
    """
    stands = standing(label, elements, season, sought, model)
    occurrences = {episode: occurrence for episode, (occurrence, _) in stands.items()}
    spans = refine_season(season, occurrences, encoder, listener, executor)
    if label is Label.CREDITS:
        spans = {episode: _to_the_end(span, season[episode].duration) for episode, span in spans.items()}
    return {episode: _segment(label, span, *stands[episode]) for episode, span in spans.items()}


def standing(
    label: Label,
    elements: Sequence[Element],
    season: Sequence[Footage],
    sought: Sought,
    model: Model | None = None,
) -> dict[int, tuple[Occurrence, float]]:
    """Where a label stands by number of the episode, not yet to the frame, and how likely its element is that."""
    numbers = eligible(elements, label, sought)
    places = all_places([elements[number] for number in numbers], season)
    chosen = choose(with_opinion(places, season, model, label, sought), len(season), label)
    return {
        occurrence.episode: (occurrence, probability)
        for index, probability in chosen.items()
        for occurrence in elements[numbers[index]].strongest()
    }


def _to_the_end(span: Span, duration: float) -> Span:
    return Span(span.start, duration) if duration - span.end <= TO_THE_END and span.start < duration else span


def _segment(label: Label, span: Span, stands: Occurrence, probability: float) -> Segment:
    evidence = [
        Evidence(source, siblings)
        for source in (Source.PICTURE, Source.SOUND)
        if (siblings := len(stands.siblings_by(source)))
    ]
    evidence.sort(key=lambda one: -one.siblings)
    return Segment(
        span.start,
        span.end,
        label,
        confidence=recurring_confidence(probability),
        evidence=tuple(evidence),
    )
