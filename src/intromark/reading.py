"""Pictures -> their embeddings, some at a time, while the next are being decoded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.encoders.base import Encoder, Picture
from intromark.light import light_of

BATCH = 16  # pictures encoded at a time
AHEAD = 2  # batches under way while pictures are decoded: bounds memory
FLAT = 5.0  # standard deviation, in grey levels of 255, below which a picture shows nothing
ALIKE = 0.3  # mean difference in grey levels below which the next frame is taken for the same picture

Check = Callable[[], None]
Embedded = Callable[[NDArray[np.uint8]], Floats]


def encoded(
    shown: Iterator[Picture],
    encoder: Encoder,
    check: Check = lambda: None,
    *,
    skip_alike: bool = False,
    look: bool = False,
) -> Generator[Floats, None, None]:
    """Pictures -> their embeddings, some rows at a time.

    Args:
        shown: The pictures.
        encoder: Turns them into embeddings.
        check: Called for every picture; what it raises ends the reading.
        skip_alike: Whether a picture that differs from the last one encoded by less than the eye sees gets the
            same row, as most do of all frames of a shot.
        look: Whether what the encoder sees of overlays, and how light it is, stand behind each embedding.
    """
    embedded = partial(embed, encoder=encoder, look=look)
    with ThreadPoolExecutor(1) as pool:
        under_way: deque[Future[Floats]] = deque()
        try:
            for batch, rows in _batches(shown, encoder, check, skip_alike):
                under_way.append(pool.submit(_rows, batch, rows, embedded))
                if len(under_way) > AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _batches(
    shown: Iterator[Picture], encoder: Encoder, check: Check, skip_alike: bool
) -> Iterator[tuple[list[NDArray[np.uint8]], list[int]]]:
    """Some prepared pictures that differ, and which of them each picture is."""
    batch: list[NDArray[np.uint8]] = []
    rows: list[int] = []
    for picture in shown:
        check()
        prepared = encoder.prepare(picture)
        if not (skip_alike and batch and _alike(prepared, batch[-1])):
            if len(batch) == BATCH:
                yield batch, rows
                batch, rows = [], []
            batch.append(prepared)
        rows.append(len(batch) - 1)
    if batch:
        yield batch, rows


def _alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    # The larger less the smaller: bytes cannot be negative.
    return float(np.mean(np.maximum(one, other) - np.minimum(one, other))) < ALIKE


def _rows(batch: list[NDArray[np.uint8]], rows: list[int], embedded: Embedded) -> Floats:
    return embedded(np.stack(batch))[rows]


def embed(prepared: NDArray[np.uint8], encoder: Encoder, *, look: bool = False) -> Floats:
    """(N, h, w, 3) prepared pictures -> (N, n) embeddings; rows of zeros for pictures that show nothing.

    With `look` what the encoder sees of overlays stands behind each embedding, and behind that how light the picture
    is, as `light_of` says, flat or not.
    """
    red, green, blue = np.moveaxis(prepared, 3, 0)
    # numpy's own mean of so short an axis takes three times as long
    grey = (red.astype(np.float32) + green + blue) / 3
    shows = grey.std(axis=(1, 2)) >= FLAT
    rows = encoder.encode_with_look(prepared) if look else encoder.encode(prepared)
    shown = np.where(shows[:, None], rows, 0).astype(np.float32)
    return np.concatenate([shown, light_of(grey)], axis=1) if look else shown
