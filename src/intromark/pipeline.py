"""The main path: videos -> features -> what recurs -> which of it is the intro, the credits -> edges to the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from intromark.alone import alone_segments, find_alone
from intromark.confidence import absence_confidence
from intromark.detection import Detection, Provenance
from intromark.earshot import listen_to, worth_hearing
from intromark.encoders import CPU
from intromark.encoders.base import Encoder
from intromark.errors import PoisonError
from intromark.events import Fetched, Listener, Problem, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.intake import is_alone, keep_season, kills, read_season, tell_fetched
from intromark.labelling import season_segments
from intromark.machine import Machine
from intromark.media import AnyPath, Decoder
from intromark.media.hardware import SOFTWARE
from intromark.model import Model, load_model, shipped_model
from intromark.opinion import lack_of_intro
from intromark.pairs_kept import PairsKept
from intromark.seasons import Season, find_seasons
from intromark.segment import Label, Segment
from intromark.sought import Sought
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
    labels: Iterable[Label] = (Label.INTRO,),
    search: float | None = SEARCH,
    device: str = CPU,
    hwaccel: str = SOFTWARE,
    store: Store | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    on_fetched: Callable[[Fetched], None] | None = None,
    executor: Executor = LOCAL,
) -> list[Detection]:
    """Find the intro of every episode; its credits and its recap where they are wanted.

    Args:
        paths: Videos and folders. The videos of one folder are compared with each other, as a season.
        encoder: Name of the picture encoder: "lite" or "clip-vit-b-32".
        encoder_weights: Where the encoder's weights are; None is its default.
        model: Folder of the model that looks at an episode which has no others; "auto" is the one that comes with
            the encoder, if there is one, and "none" is no model.
        labels: What is sought. Credits are at the end and a recap tells of anything: with them all of each video is
            read.
        search: Seconds from the start that are searched for an intro; None is all.
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
        sought=Sought.of(labels, search),
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
    sought: Sought,
    listener: Listener,
    store: Store | None = None,
    model: Model | None = None,
    *,
    decoder: Decoder | None = None,
    executor: Executor = LOCAL,
) -> list[Detection]:
    """Find what is sought in episodes that belong together; those that cannot be read are told and left out.

    Args:
        episodes: The videos.
        encoder: Turns pictures into embeddings.
        sought: What is sought.
        listener: Told of what is wrong, and of progress.
        store: Where what is read is kept, and what was read before is found.
        model: What looks at an episode that has no others, and has its say where there are; None is nothing.
        decoder: Where pictures are decoded; None is in software.
        executor: What runs its stages.

    Raises:
        MediaError: A file went away while it was read.
    """
    season = read_season(
        episodes,
        encoder,
        sought.read,
        listener,
        store,
        decoder=decoder,
        executor=executor,
        sparing=sought.labels == (Label.INTRO,),
    )
    while True:
        try:
            return answer_season(season, encoder, sought, listener, store, model, executor=executor)
        except PoisonError as poison:
            listener.fail(poison.path, kills(poison.path, poison.reason))
            season = [footage for footage in season if footage.path != poison.path]


def answer_season(  # noqa: PLR0913 - as `detect_season`
    season: list[Footage],
    encoder: Encoder,
    sought: Sought,
    listener: Listener,
    store: Store | None = None,
    model: Model | None = None,
    *,
    executor: Executor = LOCAL,
) -> list[Detection]:
    """Find what is sought in episodes that were read; see `detect_season`.

    Raises:
        MediaError: A file went away while it was read.
        PoisonError: A file kills the process that looks at it.
    """
    if len(season) == 1:
        listen_to(season, worth_hearing(season, {}), listener, executor)
    if len(season) == 1 and model is not None:
        found = detect_alone(season, encoder, sought, model, listener, executor)
        tell_fetched(season, listener)
        keep_season(season, encoder, sought.read, listener, store)
        return [found]
    if len(season) == 1:
        listener.warn(season[0].path, is_alone(season[0].path))
    kept = PairsKept(store)
    segments = season_segments(season, sought, encoder, listener, model, executor, kept=kept)
    tell_fetched(season, listener)
    keep_season(season, encoder, sought.read, listener, store)
    kept.save()
    has_intro = [any(one.label is Label.INTRO for one in found) for found in segments]
    provenance = Provenance(
        version("intromark"),
        encoder.name,
        encoder.fingerprint,
        len(season) - 1,
        model.fingerprint if model else None,
    )
    asked = model if Label.INTRO in sought.labels else None
    absences = [
        absence_confidence(
            len(season), sum(has_intro), None if has else lack_of_intro(footage, asked, sought)
        )
        for footage, has in zip(season, has_intro, strict=True)
    ]
    return [
        detection_of(footage, found, sought, absence, provenance)
        for footage, found, absence in zip(season, segments, absences, strict=True)
    ]


def detection_of(
    footage: Footage,
    segments: Sequence[Segment],
    sought: Sought,
    absence: float,
    provenance: Provenance,
) -> Detection:
    """The answer for one episode.

    Args:
        footage: The episode.
        segments: What was found: those that matter most first, of which none gives way to a later one.
        sought: What was sought.
        absence: Probability that it has no intro, if none was found.
        provenance: What the answer was made with.
    """
    kept: list[Segment] = []
    for segment in segments:
        if all(segment.end <= other.start or other.end <= segment.start for other in kept):
            kept.append(segment)
    lacks_intro = Label.INTRO in sought.labels and all(one.label is not Label.INTRO for one in kept)
    return Detection(
        footage.path,
        footage.duration,
        tuple(sorted(kept, key=lambda one: one.start)),
        absence if lacks_intro else None,
        provenance,
        sought.labels,
    )


def detect_alone(
    season: list[Footage],
    encoder: Encoder,
    sought: Sought,
    model: Model,
    listener: Listener,
    executor: Executor = LOCAL,
) -> Detection:
    """Find what is sought in the one episode of a season, by what it looks and sounds like.

    Raises:
        MediaError: The file went away while it was read.
        PoisonError: It kills the process that looks at it.
    """
    (answers,) = find_alone(season, encoder, model, sought, listener, executor)
    (footage,) = season
    segments = alone_segments(answers)
    provenance = Provenance(
        version("intromark"), encoder.name, encoder.fingerprint, 0, model=model.fingerprint
    )
    absence = answers[Label.INTRO].confidence if Label.INTRO in answers else 1.0
    return detection_of(footage, segments, sought, absence, provenance)


def _raise(problem: Problem) -> None:
    if not problem.answered:
        raise problem.error
