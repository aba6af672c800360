"""The episodes of a season -> footage of those that can be read, and a sentence on each that can't, or not in full."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from intromark.addresses import is_address
from intromark.encoders.base import Encoder
from intromark.errors import FileError, IntromarkError, MediaError
from intromark.events import Fetched, Listener, Problem, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage, read_footage
from intromark.keeping import keep, known_footage
from intromark.media import CutOff, Decoder, shown_name
from intromark.parallel import check
from intromark.storage.reading import size_of
from intromark.store import Store

SHORTEST = 3.0  # seconds of video below which there is no room for an intro


@dataclass(frozen=True, slots=True)
class Manner:
    """How the episodes of a season are read.

    Attributes:
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are read; None is all.
        store: Where what was read before is kept, and what is read is.
        decoder: Where pictures are decoded; None is in software.
        threads: Of the decoder, >= 1.
        compared: Whether the episode has others that it is compared with.
        sparing: Whether no sound is read yet of a file that lies elsewhere, see `earshot`.
    """

    encoder: Encoder
    search: float | None
    store: Store | None
    decoder: Decoder | None
    threads: int
    compared: bool
    sparing: bool


def read_season(  # noqa: PLR0913 - what, how, where
    episodes: Sequence[Path],
    encoder: Encoder,
    search: float | None,
    listener: Listener,
    store: Store | None = None,
    *,
    decoder: Decoder | None = None,
    executor: Executor = LOCAL,
    sparing: bool = False,
) -> list[Footage]:
    """Read every episode that can be read, several at once; tell of the others, in order, and go on.

    Args:
        episodes: The videos.
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are read; None is all.
        listener: Told of what cannot be read, and of progress.
        store: Where what was read before is kept.
        decoder: Where pictures are decoded; None is in software.
        executor: What runs it.
        sparing: Whether no sound is read yet of files that lie elsewhere, if there are several.
    """
    season: list[Footage] = []
    threads = executor.threads(len(episodes))
    several = len(episodes) > 1
    manner = Manner(encoder, search, store, decoder, threads, compared=several, sparing=sparing and several)

    def lost(number: int, reason: str) -> tuple[None, list[Problem]]:
        path = episodes[number]
        return None, [Problem(path, kills(path, reason), answered=False)]

    results = executor.map(partial(read_episode, manner=manner), episodes, lost=lost, reads=True)
    for done, (path, (footage, problems)) in enumerate(zip(episodes, results, strict=True), start=1):
        for problem in problems:
            listener.on_problem(problem)
        if footage is not None:
            season.append(footage)
        listener.on_progress(Progress("read", done, len(episodes), shown_name(path)))
    return season


def read_episode(path: Path, manner: Manner) -> tuple[Footage | None, list[Problem]]:
    """Read one episode, or take what is kept of it; None, and a problem that says why, where it cannot be read.

    What was read is kept at once, so that whatever happens to the rest of its season it is not read again.
    """
    problems: list[Problem] = []
    own = Listener(problems.append, lambda _: None)
    encoder, search = manner.encoder, manner.search
    try:
        sparing = manner.sparing and is_address(path)
        footage = known_footage(path, encoder, search, manner.store)
        footage = footage or read_footage(
            path,
            encoder,
            search,
            threads=manner.threads,
            check=check,
            decoder=manner.decoder,
            sparing=sparing,
        )
        if not sparing:
            footage.listen()
        footage.decoder = manner.decoder
        _look_it_over(footage, own, compared=manner.compared)
    except IntromarkError as error:
        own.fail(path, error)
        return None, problems
    if manner.store is not None:
        with suppress(FileError):  # the season is kept as well, and says it
            keep(footage, encoder, search, manner.store)
    return footage, problems


def kills(path: Path, reason: str) -> MediaError:
    """What is said of a file that no process survives."""
    return MediaError(
        f"cannot read `{shown_name(path)}`: {reason}",
        "it is left out until it changes; look into it with ffprobe, or copy it again",
    )


def keep_season(
    season: Sequence[Footage],
    encoder: Encoder,
    search: float | None,
    listener: Listener,
    store: Store | None,
) -> None:
    """Keep what was read of a season; that it cannot be kept is told once."""
    if store is None:
        return
    for footage in season:
        try:
            keep(footage, encoder, search, store)
        except FileError as error:
            listener.warn(footage.path, _not_kept(error))
            return


def tell_fetched(season: Sequence[Footage], listener: Listener) -> None:
    """Tell how much was fetched of the episodes that lie elsewhere."""
    for footage in season:
        if is_address(footage.path):
            listener.on_fetched(Fetched(footage.path, footage.fetched, size_of(footage.path)))


def _not_kept(error: FileError) -> FileError:
    return FileError(f"what was read is not kept: {error.message}", error.hint)


def _look_it_over(footage: Footage, listener: Listener, *, compared: bool) -> None:
    path = footage.path
    if footage.cut_off is not None:
        listener.warn(path, _cut_off(path, footage.cut_off))
    if footage.duration < SHORTEST:
        raise MediaError(
            f"`{shown_name(path)}` is too short ({footage.duration:.1f} s) to hold an intro",
            "leave it out, or check that it was copied in full",
        )
    if compared and not len(footage.sound):
        listener.warn(path, _silent(path))
    if not _is_utf8(path):
        listener.warn(path, _odd_name(path))


def is_a_copy(copy: Path, kept: Path) -> MediaError:
    """What is said of a second copy of an episode."""
    return MediaError(
        f"`{shown_name(copy)}` is a copy of `{shown_name(kept)}`",
        "the two were not compared with each other; remove one of them",
    )


def _cut_off(path: Path, cut: CutOff) -> MediaError:
    return MediaError(
        f"`{shown_name(path)}` is cut off at {cut.decoded:.1f} s of {cut.declared:.1f} s",
        "what is there was searched; copy the file again for the rest",
    )


def _silent(path: Path) -> MediaError:
    return MediaError(
        f"`{shown_name(path)}` has no sound", "it was compared by its pictures alone, which is less certain"
    )


def _odd_name(path: Path) -> MediaError:
    return MediaError(
        f"the name of `{shown_name(path)}` is not UTF-8",
        "it was searched all the same; rename it so that players can read what is written for it",
    )


def is_alone(path: Path) -> MediaError:
    """What is said of an episode that is neither compared with others nor shown to a model."""
    return MediaError(
        f"`{shown_name(path)}` has no other episode to be compared with",
        "give it together with other episodes of its season, or a model with `--model`",
    )


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True
