"""The training pictures: a folder a clip, in it a still a second, named by its second; and which clips are held out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

HELD_OUT_EVERY = 5  # runs of neighbours
NEIGHBOURS = 5  # clips in a row, which are often of one source


def clips_in(pictures: Path) -> list[list[Path]]:
    """The stills of each clip, in order of clips and seconds.

    Raises:
        SystemExit: There are none.
    """
    folders = sorted(path for path in pictures.iterdir() if path.is_dir())
    clips = [stills for folder in folders if (stills := sorted(folder.glob("*.jpg")))]
    if not clips:
        raise SystemExit(f"there are no clips in `{pictures}`")
    return clips


def is_held_out(number: int) -> bool:
    """Whether a clip is for judging, by its place among all."""
    return number // NEIGHBOURS % HELD_OUT_EVERY == HELD_OUT_EVERY - 1


def neighbour(clips: Sequence[Sequence[Path]], number: int) -> Sequence[Path]:
    """Another clip that is held out exactly if this one is; this one where there is none."""
    group = range(number // NEIGHBOURS * NEIGHBOURS, min((number // NEIGHBOURS + 1) * NEIGHBOURS, len(clips)))
    return clips[group[(number - group.start + 1) % len(group)]]
