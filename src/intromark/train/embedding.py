"""One video -> its embeddings, read once and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from intromark.arrays import Floats
from intromark.encoders.base import Encoder
from intromark.fingerprint import fingerprint
from intromark.media import CutOff, Decoder, pictures
from intromark.reading import encoded
from intromark.store import Store, key
from intromark.train.dataset_card import FPS

ROWS = "pictures"


def embeddings_of(
    path: Path,
    encoder: Encoder,
    until: float | None,
    store: Store,
    on_cut_off: Callable[[CutOff], None] | None = None,
    decoder: Decoder | None = None,
) -> Floats:
    """Embed the pictures of a video, FPS a second; what was read before is taken from the store.

    Args:
        path: The video.
        encoder: Turns pictures into embeddings.
        until: Seconds from the start that are read; None is all.
        store: Where embeddings are kept.
        on_cut_off: Called if the file ends before it should; not when it is taken from the store.
        decoder: Where it is decoded; None is in software.

    Returns:
        (T, n) float32.

    Raises:
        MediaError: The video cannot be read.
        FileError: The store cannot be written to.
    """
    place = key("embeddings", fingerprint(path), encoder.fingerprint, FPS, until)
    kept = store.load(place)
    if kept is not None and ROWS in kept:
        return kept[ROWS]
    shown = pictures(
        path,
        FPS,
        end=until,
        max_height=encoder.height,
        exact=False,  # as detection reads them
        decoder=decoder,
        on_cut_off=on_cut_off,
    )
    rows = np.concatenate(list(encoded((picture for _, picture in shown), encoder)))
    store.save(place, {ROWS: rows})
    return rows
