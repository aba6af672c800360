"""The main path: videos -> features -> what recurs -> which of it is the intro -> edges to the frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from intromark.confidence import absence_confidence, intro_confidence
from intromark.detection import Detection, Provenance
from intromark.detectors.elements import Occurrence
from intromark.detectors.recurrence import compare, places, recurring, set_copies_apart
from intromark.encoders import load_encoder
from intromark.encoders.base import Encoder
from intromark.events import Listener, Problem, Progress
from intromark.intake import is_a_copy, read_season
from intromark.media import AnyPath
from intromark.refine import refine_season
from intromark.seasons import find_seasons
from intromark.segment import Evidence, Segment, Source
from intromark.segmentation import choose
from intromark.span import Span

SEARCH = 900.0
"""Seconds from the start that are searched: of 110 labelled episodes of 18 shows the latest intro begins at second
708 and the longest lasts 59 s (docs/results.md)."""


def detect(
    paths: Sequence[AnyPath],
    *,
    encoder: str = "lite",
    encoder_weights: str | Path | None = None,
    search: float | None = SEARCH,
    on_problem: Callable[[Problem], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> list[Detection]:
    """Find the intro of every episode.

    Args:
        paths: Videos and folders. The videos of one folder are compared with each other, as a season.
        encoder: Name of the picture encoder: "lite" or "clip-vit-b-32".
        encoder_weights: Where the encoder's weights are; None is its default.
        search: Seconds from the start that are searched; None is all.
        on_problem: Told of each file that cannot be read or not in full, while the others go on. Without it the
            first that is left without an answer is raised, and the rest is not said.
        progress: Told how far it is.

    Returns:
        One detection for each episode that could be read, in path order.

    Raises:
        IntromarkError: The encoder cannot be loaded; or, without on_problem, a path cannot be read.
    """
    listener = Listener(on_problem or _raise, progress or (lambda _: None))
    eyes = load_encoder(encoder, encoder_weights)
    found: list[Detection] = []
    for season in find_seasons(paths, listener.fail):
        found += detect_season(season.episodes, eyes, search, listener)
    return found


def detect_season(
    episodes: Sequence[Path], encoder: Encoder, search: float | None, listener: Listener
) -> list[Detection]:
    """Find the intros of episodes that belong together; those that cannot be read are told and left out."""
    season = read_season(episodes, encoder, search, listener)
    paths, features = list(season), list(season.values())
    total = len(paths) * (len(paths) - 1) // 2
    pairs = compare(features, lambda done: listener.on_progress(Progress("match", done, total, "")))
    for kept, copy in set_copies_apart(pairs):
        listener.warn(paths[copy], is_a_copy(paths[copy], paths[kept]))
    elements = recurring(pairs, features)
    chosen = choose([places(element, features) for element in elements], len(features))
    intros = {
        occurrence.episode: occurrence for number in chosen for occurrence in elements[number].strongest()
    }
    certain = {episode: chosen[number] for number in chosen for episode in elements[number].episodes()}
    spans = refine_season(paths, intros, encoder, listener)
    provenance = Provenance(version("intromark"), encoder.name, encoder.fingerprint, len(paths) - 1)
    return [
        Detection(
            path,
            features[number].duration,
            segments=(_segment(intros[number], span, certain[number]),)
            if (span := spans.get(number))
            else (),
            absence=None if span else absence_confidence(len(paths), len(intros)),
            provenance=provenance,
        )
        for number, path in enumerate(paths)
    ]


def _segment(intro: Occurrence, span: Span, probability: float) -> Segment:
    evidence = [
        Evidence(source, siblings) for source in Source if (siblings := len(intro.siblings_by(source)))
    ]
    evidence.sort(key=lambda one: -one.siblings)
    return Segment(
        span.start,
        span.end,
        confidence=intro_confidence(probability),
        evidence=tuple(evidence),
    )


def _raise(problem: Problem) -> None:
    if not problem.answered:
        raise problem.error
