"""The main path: videos -> features -> what recurs -> which of it is the intro -> edges to the frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from intromark.alone import find_alone
from intromark.comparing import all_places, what_recurs
from intromark.confidence import absence_confidence, intro_confidence
from intromark.detection import Detection, Provenance
from intromark.detectors.elements import Occurrence
from intromark.encoders import CPU
from intromark.encoders.base import Encoder
from intromark.errors import PoisonError
from intromark.events import Fetched, Listener, Problem, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.intake import is_alone, keep_season, kills, read_season, tell_fetched
from intromark.machine import Machine
from intromark.media import AnyPath, Decoder
from intromark.media.hardware import SOFTWARE
from intromark.model import Model, load_model, shipped_model
from intromark.opinion import with_opinion
from intromark.refine import refine_season
from intromark.seasons import Season, find_seasons
from intromark.segment import Evidence, Segment, Source
from intromark.segmentation import choose
from intromark.span import Span
from intromark.store import Store

SEARCH = 900.0
"""Seconds from the start that are searched: of 110 labelled episodes of 18 shows the latest intro begins at second
708 and the longest lasts 59 s (docs/results.md)."""


AUTO, NO_MODEL = "auto", "none"  # in place of a folder: the model that comes with the encoder; and no model


def detect(  # noqa: PLR0913 - the front door
    paths: Sequence[AnyPath],
    *,
    encoder: str = "lite",
    encoder_weights: str | Path | None = None,
    model: str | Path = AUTO,
    search: float | None = SEARCH,
    device: str = CPU,
    hwaccel: str = SOFTWARE,
    store: Store | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    on_fetched: Callable[[Fetched], None] | None = None,
    executor: Executor = LOCAL,
) -> list[Detection]:
    """Find the intro of every episode.

    Args:
        paths: Videos and folders. The videos of one folder are compared with each other, as a season.
        encoder: Name of the picture encoder: "lite" or "clip-vit-b-32".
        encoder_weights: Where the encoder's weights are; None is its default.
        model: Folder of the model that looks at an episode which has no others; "auto" is the one that comes with
            the encoder, if there is one, and "none" is no model.
        search: Seconds from the start that are searched; None is all.
        device: What the encoder computes on: "cpu", "cuda", "openvino" or "coreml".
        hwaccel: What videos are decoded on, as FFmpeg calls it: "cuda", "vaapi" ...; "auto" is the first that works,
            "none" is in software. Where a device or this does not work, on_problem is told, and all goes on without.
        store: Where what is read of the videos is kept, so that it is read once; None keeps nothing.
        on_problem: Told of each file that cannot be read or not in full, while the others go on. Without it the
            first that is left without an answer is raised, and the rest is not said.
        progress: Told how far it is.
        on_fetched: Told of each file that lies elsewhere how much of it was fetched.
        executor: What runs it; see `open_executor`.

    Returns:
        One detection for each episode that could be read, in path order.

    Raises:
        IntromarkError: The encoder or the model cannot be loaded, or the model was trained on another encoder;
            onnxruntime or FFmpeg has no such device; or, without on_problem, a path cannot be read.
    """
    listener = Listener(on_problem or _raise, progress or (lambda _: None), on_fetched or (lambda _: None))
    place = Path(paths[0]) if paths else Path()  # what does not work is no file's fault
    tell = partial(listener.warn, place)
    machine = Machine(device, hwaccel)
    eyes = machine.encoder(encoder, encoder_weights, tell)
    stage = partial(
        answered,
        encoder=eyes,
        search=search,
        store=store,
        model=find_model(model, eyes),
        decoder=machine.decoder(tell),
    )
    seasons = find_seasons(paths, listener.fail)

    def lost(season: Season, reason: str) -> list[Detection]:
        listener.fail(season.folder, kills(season.folder, reason))
        return []

    found = dict(executor.each(stage, seasons, lambda _: listener, lost=lost))
    return [detection for season in seasons for detection in found[season]]


def answered(season: Season, executor: Executor, listener: Listener, **how: Any) -> list[Detection]:
    """The stage of a whole season."""
    return detect_season(season.episodes, listener=listener, executor=executor, **how)


def find_model(name: str | Path, encoder: Encoder) -> Model | None:
    """Open the model that is wanted with an encoder.

    Args:
        name: A folder, "auto" or "none", as for `detect`.
        encoder: What it will be given embeddings of.

    Raises:
        ModelError: The folder holds no model, or one that was trained on another encoder.
    """
    if name == NO_MODEL:
        return None
    if name == AUTO:
        shipped = shipped_model(encoder.name)
        fits = shipped is not None and shipped.card.encoder.fingerprint == encoder.fingerprint
        return shipped if fits else None
    model = load_model(Path(name))
    model.require_encoder(encoder.name, encoder.fingerprint)
    return model


def detect_season(  # noqa: PLR0913 - as `detect`
    episodes: Sequence[Path],
    encoder: Encoder,
    search: float | None,
    listener: Listener,
    store: Store | None = None,
    model: Model | None = None,
    *,
    decoder: Decoder | None = None,
    executor: Executor = LOCAL,
) -> list[Detection]:
    """Find the intros of episodes that belong together; those that cannot be read are told and left out.

    Args:
        episodes: The videos.
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are searched; None is all.
        listener: Told of what is wrong, and of progress.
        store: Where what is read is kept, and what was read before is found.
        model: What looks at an episode that has no others, and has its say where there are; None is nothing.
        decoder: Where pictures are decoded; None is in software.
        executor: What runs its stages.

    Raises:
        MediaError: A file went away while it was read.
    """
    season = read_season(episodes, encoder, search, listener, store, decoder=decoder, executor=executor)
    while True:
        try:
            return answer_season(season, encoder, search, listener, store, model, executor=executor)
        except PoisonError as poison:
            listener.fail(poison.path, kills(poison.path, poison.reason))
            season = [footage for footage in season if footage.path != poison.path]


def answer_season(  # noqa: PLR0913 - as `detect_season`
    season: list[Footage],
    encoder: Encoder,
    search: float | None,
    listener: Listener,
    store: Store | None = None,
    model: Model | None = None,
    *,
    executor: Executor = LOCAL,
) -> list[Detection]:
    """Find the intros of episodes that were read; see `detect_season`.

    Raises:
        MediaError: A file went away while it was read.
        PoisonError: A file kills the process that looks at it.
    """
    if len(season) == 1 and model is not None:
        found = detect_alone(season, encoder, model, listener, executor)
        tell_fetched(season, listener)
        keep_season(season, encoder, search, listener, store)
        return [found]
    if len(season) == 1:
        listener.warn(season[0].path, is_alone(season[0].path))
    elements = what_recurs(season, encoder, listener, executor)
    chosen = choose(with_opinion(all_places(elements, season), season, model), len(season))
    intros = {
        occurrence.episode: occurrence for number in chosen for occurrence in elements[number].strongest()
    }
    certain = {episode: chosen[number] for number in chosen for episode in elements[number].episodes()}
    spans = refine_season(season, intros, encoder, listener, executor)
    tell_fetched(season, listener)
    keep_season(season, encoder, search, listener, store)
    provenance = Provenance(
        version("intromark"),
        encoder.name,
        encoder.fingerprint,
        len(season) - 1,
        model.fingerprint if model else None,
    )
    return [
        Detection(
            footage.path,
            footage.duration,
            segments=(_segment(intros[number], span, certain[number]),)
            if (span := spans.get(number))
            else (),
            absence=None if span else absence_confidence(len(season), len(intros)),
            provenance=provenance,
        )
        for number, footage in enumerate(season)
    ]


def detect_alone(
    season: list[Footage], encoder: Encoder, model: Model, listener: Listener, executor: Executor = LOCAL
) -> Detection:
    """Find the intro of the one episode of a season, by what it looks like.

    Raises:
        MediaError: The file went away while it was read.
        PoisonError: It kills the process that looks at it.
    """
    answer = find_alone(season, encoder, model, listener, executor)
    (footage,) = season
    evidence = (Evidence.of_model(),)
    return Detection(
        footage.path,
        footage.duration,
        segments=(
            Segment(answer.span.start, answer.span.end, confidence=answer.confidence, evidence=evidence),
        )
        if answer.span
        else (),
        absence=None if answer.span else answer.confidence,
        provenance=Provenance(
            version("intromark"), encoder.name, encoder.fingerprint, 0, model=model.fingerprint
        ),
    )


def _segment(intro: Occurrence, span: Span, probability: float) -> Segment:
    evidence = [
        Evidence(source, siblings)
        for source in (Source.PICTURE, Source.SOUND)
        if (siblings := len(intro.siblings_by(source)))
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
