"""The episodes of a season -> features of those that can be read, and a sentence on each that can't, or not in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from intromark.encoders.base import Encoder
from intromark.errors import IntromarkError, MediaError
from intromark.events import Listener, Problem, Progress
from intromark.features import Features
from intromark.media import CutOff, shown_name
from intromark.parallel import cores, in_order
from intromark.reading import read_features

SHORTEST = 3.0  # seconds of video below which there is no room for an intro
AT_ONCE = 8  # episodes read at the same time, at most: each holds a decoder with its frames


def read_season(
    episodes: Sequence[Path], encoder: Encoder, search: float | None, listener: Listener
) -> dict[Path, Features]:
    """Read every episode that can be read, several at once; tell of the others, in order, and go on."""
    season: dict[Path, Features] = {}
    workers = max(1, min(cores(), len(episodes), AT_ONCE))
    threads = max(1, cores() // workers)

    def read(path: Path, check: Callable[[], None]) -> tuple[Features | None, list[Problem]]:
        problems: list[Problem] = []
        own = Listener(problems.append, lambda _: None)
        try:
            return _read(path, encoder, search, own, threads, check), problems
        except IntromarkError as error:
            own.fail(path, error)
            return None, problems

    results = in_order(read, episodes, workers)
    for done, (path, (features, problems)) in enumerate(zip(episodes, results, strict=True), start=1):
        for problem in problems:
            listener.on_problem(problem)
        if features is not None:
            season[path] = features
        listener.on_progress(Progress("read", done, len(episodes), shown_name(path)))
    if len(season) == 1:
        listener.warn(next(iter(season)), _alone(next(iter(season))))
    return season


def _read(
    path: Path,
    encoder: Encoder,
    search: float | None,
    listener: Listener,
    threads: int,
    check: Callable[[], None],
) -> Features:
    def cut_off(cut: CutOff) -> None:
        listener.warn(path, _cut_off(path, cut))

    features = read_features(path, encoder, search, cut_off, threads=threads, check=check)
    if features.duration < SHORTEST:
        raise MediaError(
            f"`{shown_name(path)}` is too short ({features.duration:.1f} s) to hold an intro",
            "leave it out, or check that it was copied in full",
        )
    if not len(features.sound):
        listener.warn(path, _silent(path))
    if not _is_utf8(path):
        listener.warn(path, _odd_name(path))
    return features


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


def _alone(path: Path) -> MediaError:
    return MediaError(
        f"`{shown_name(path)}` has no other episode to be compared with",
        "give it together with other episodes of its season, or the folder that holds them",
    )


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True
