"""The episodes of a season -> footage of those that can be read, and a sentence on each that can't, or not in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from intromark.encoders.base import Encoder
from intromark.errors import FileError, IntromarkError, MediaError
from intromark.events import Listener, Problem, Progress
from intromark.footage import Footage, read_footage
from intromark.keeping import keep, known_footage
from intromark.media import CutOff, Decoder, shown_name
from intromark.parallel import cores, in_order
from intromark.store import Store

SHORTEST = 3.0  # seconds of video below which there is no room for an intro
AT_ONCE = 8  # episodes read at the same time, at most: each holds a decoder with its frames


def read_season(
    episodes: Sequence[Path],
    encoder: Encoder,
    search: float | None,
    listener: Listener,
    store: Store | None = None,
    *,
    decoder: Decoder | None = None,
) -> list[Footage]:
    """Read every episode that can be read, several at once; tell of the others, in order, and go on.

    Args:
        episodes: The videos.
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are read; None is all.
        listener: Told of what cannot be read, and of progress.
        store: Where what was read before is kept.
        decoder: Where pictures are decoded; None is in software.
    """
    season: list[Footage] = []
    workers = workers_for(episodes)
    threads = max(1, cores() // workers)

    def read(path: Path, check: Callable[[], None]) -> tuple[Footage | None, list[Problem]]:
        problems: list[Problem] = []
        own = Listener(problems.append, lambda _: None)
        try:
            footage = known_footage(path, encoder, search, store)
            footage = footage or read_footage(
                path, encoder, search, threads=threads, check=check, decoder=decoder
            )
            footage.decoder = decoder
            _look_it_over(footage, own, compared=len(episodes) > 1)
        except IntromarkError as error:
            own.fail(path, error)
            return None, problems
        return footage, problems

    results = in_order(read, episodes, workers)
    for done, (path, (footage, problems)) in enumerate(zip(episodes, results, strict=True), start=1):
        for problem in problems:
            listener.on_problem(problem)
        if footage is not None:
            season.append(footage)
        listener.on_progress(Progress("read", done, len(episodes), shown_name(path)))
    return season


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


def _not_kept(error: FileError) -> FileError:
    return FileError(f"what was read is not kept: {error.message}", error.hint)


def workers_for(episodes: Sequence[object]) -> int:
    """How many episodes are read at the same time."""
    return max(1, min(cores(), len(episodes), AT_ONCE))


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
