"""Labels and videos -> a dataset.

What is read of a video is kept at once, so that a build which was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from intromark.arrays import Floats
from intromark.encoders.base import Encoder
from intromark.errors import DatasetError, MediaError
from intromark.events import Listener, Problem, Progress
from intromark.executors import LOCAL, Executor
from intromark.intake import kills
from intromark.labels.videos import find_videos
from intromark.media import CutOff, Decoder, shown_name
from intromark.model_card import EncoderStamp
from intromark.store import Store
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import FPS, DatasetCard, EpisodeEntry
from intromark.train.embedding import embeddings_of
from intromark.train.labelled import LabelledEpisode, LabelPlan, labelled_episodes
from intromark.train.layouts import DEFAULT_LAYOUT, LAYOUTS

SEARCH = 900.0  # seconds, as detection's own


@dataclass(frozen=True, slots=True)
class DatasetPlan:
    """What a dataset is made of.

    Attributes:
        labels: Which episodes, and in which split.
        layout: Key of `LAYOUTS`.
        search: Seconds from the start that are read of each video; None is all. `paired` reads farther where an
            intro stands later.
        precision: `float32` or `float16`, which takes half the room.
    """

    labels: LabelPlan
    layout: str = DEFAULT_LAYOUT
    search: float | None = SEARCH
    precision: str = "float32"

    def __post_init__(self) -> None:
        """Check the layout and the span."""
        if self.layout not in LAYOUTS:
            raise ValueError(f"layout is one of {tuple(LAYOUTS)}, not {self.layout!r}")
        if self.search is not None and self.search <= 0:
            raise ValueError(f"search must be > 0 seconds, got {self.search}")


def build_dataset(
    plan: DatasetPlan,
    encoder: Encoder,
    store: Store,
    listener: Listener,
    decoder: Decoder | None = None,
    executor: Executor = LOCAL,
) -> Dataset:
    """Read the labelled videos, several at once.

    Args:
        plan: What it is made of.
        encoder: Turns pictures into embeddings.
        store: Where embeddings are kept.
        listener: Told of each video that is read, and of each that cannot be; the others go on.
        decoder: Where videos are decoded; None is in software.
        executor: What runs it.

    Raises:
        LabelError: The labels cannot be read.
        DatasetError: No video can be used, or the splits cannot be made.
        FileError: A file cannot be read, or the store not be written to.
    """
    labelled = labelled_episodes(plan.labels, listener)
    videos = find_videos({one.id: one.folder for one in labelled.episodes}, listener)
    own_of = {id: [one for one in labelled.episodes if one.id == id] for id in videos}
    paths = list(videos.values())

    def lost(number: int, reason: str) -> tuple[None, list[Problem]]:
        return None, [Problem(paths[number], kills(paths[number], reason), answered=False)]

    read = executor.map(
        partial(read_video, encoder=encoder, store=store, decoder=decoder),
        paths,
        [_until(plan, own) for own in own_of.values()],
        lost=lost,
        reads=True,
    )
    embeddings: dict[str, Floats] = {}
    for done, ((id, path), (rows, problems)) in enumerate(zip(videos.items(), read, strict=True), start=1):
        own = own_of[id]
        for problem in problems:
            listener.on_problem(problem)
        if rows is not None and all(_fits(one, path, rows, listener) for one in own):
            embeddings[id] = rows
        listener.on_progress(Progress("read", done, len(videos), shown_name(path)))
    if not embeddings:
        raise DatasetError(
            "not one labelled video can be used", "see above why, and give their folder with --videos"
        )
    card = DatasetCard(
        plan.layout,
        EncoderStamp(encoder.name, encoder.fingerprint, next(iter(embeddings.values())).shape[1]),
        tuple(_entry(one, embeddings[one.id]) for one in labelled.episodes if one.id in embeddings),
        labelled.files,
        plan.labels.repair,
        plan.search,
        plan.precision,
    )
    return Dataset(card, embeddings)


def _until(plan: DatasetPlan, episodes: Sequence[LabelledEpisode]) -> float | None:
    """Seconds to read of a video: a pair ends as long after the intro as that is."""
    if plan.search is None or plan.layout != "paired":
        return plan.search
    pairs = [2 * one.intro.end - one.intro.start for one in episodes if one.intro is not None]
    return max([plan.search, *pairs])


def read_video(
    path: Path, until: float | None, encoder: Encoder, store: Store, decoder: Decoder | None
) -> tuple[Floats | None, list[Problem]]:
    """The embeddings of a video, and what is wrong with it; None where it cannot be read."""
    problems: list[Problem] = []
    own = Listener(problems.append, lambda _: None)

    def cut_off(cut: CutOff) -> None:
        problem = MediaError(
            f"`{shown_name(path)}` is cut off at {cut.decoded:.1f} s of {cut.declared:.1f} s",
            "what is there was read; copy the file again for the rest",
        )
        own.warn(path, problem)

    try:
        return embeddings_of(path, encoder, until, store, cut_off, decoder), problems
    except MediaError as error:
        own.fail(path, error)
        return None, problems


def _fits(episode: LabelledEpisode, path: Path, rows: Floats, listener: Listener) -> bool:
    """Whether the intro stands in what was read; a label that lies behind the end of its video is told."""
    seconds = len(rows) / FPS
    if episode.intro is None or episode.intro.end <= seconds + 1:
        return True
    problem = DatasetError(
        f"the intro of `{shown_name(path)}` ends at {episode.intro.end:g} s, and {seconds:g} s of it were read",
        "it is left out: mend its label, give its whole video, or a longer --search",
    )
    listener.fail(path, problem)
    return False


def _entry(episode: LabelledEpisode, rows: Floats) -> EpisodeEntry:
    return EpisodeEntry(episode.id, episode.show, episode.split, len(rows) / FPS, episode.intro)
