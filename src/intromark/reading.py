"""One video -> its features."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.encoders.base import Encoder, Picture
from intromark.features import Features
from intromark.media import CutOff, pictures, probe, sound
from intromark.soundprint import SOUND_RATE, soundprint

PICTURE_RATE = (
    2.0  # pictures a second: at one a second, two copies of a quick montage can be half a second apart
)
BATCH = 32  # pictures encoded at a time
FLAT = 5.0  # standard deviation, in grey levels of 255, below which a picture shows nothing


def read_features(
    path: Path,
    encoder: Encoder,
    search: float | None = None,
    on_cut_off: Callable[[CutOff], None] | None = None,
    *,
    threads: int | None = None,
    check: Callable[[], None] = lambda: None,
) -> Features:
    """Read the pictures and the sound of a video.

    Args:
        path: The video.
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are read; None is all.
        on_cut_off: Called if the file ends before it should.
        threads: Of the decoder; None lets FFmpeg choose.
        check: Called for every picture; what it raises ends the reading.

    Raises:
        MediaError: The file cannot be read.
    """
    info = probe(path)
    shown = pictures(
        path,
        PICTURE_RATE,
        end=search,
        max_height=encoder.height,
        exact=False,  # edges are refined from exact frames
        threads=threads,
        on_cut_off=on_cut_off,
    )
    rows = list(_encoded((picture for _, picture in shown), encoder, check))
    heard = sound(path, SOUND_RATE, end=search) if info.has_sound else np.zeros(0, np.float32)
    return Features(np.concatenate(rows), PICTURE_RATE, soundprint(heard), info.duration)


def _encoded(shown: Iterator[Picture], encoder: Encoder, check: Callable[[], None]) -> Iterator[Floats]:
    batch: list[NDArray[np.uint8]] = []
    for picture in shown:
        check()
        batch.append(encoder.prepare(picture))
        if len(batch) == BATCH:
            yield embed(np.stack(batch), encoder)
            batch.clear()
    if batch:
        yield embed(np.stack(batch), encoder)


def embed(prepared: NDArray[np.uint8], encoder: Encoder) -> Floats:
    """(N, h, w, 3) prepared pictures -> (N, n) embeddings; rows of zeros for pictures that show nothing."""
    red, green, blue = np.moveaxis(prepared, 3, 0)
    # numpy's own mean of so short an axis takes three times as long
    grey = (red.astype(np.float32) + green + blue) / 3
    shows = grey.std(axis=(1, 2)) >= FLAT
    return np.where(shows[:, None], encoder.encode(prepared), 0).astype(np.float32)
