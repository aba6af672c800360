"""The training pictures: stills of clips, the groups of clips that share a source, and the held-out split."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from ..clips import clips_in
from .backbone import HEIGHT, WIDTH, LiteNetwork

STILL_HEIGHT = 160  # pixels; a little above the network's, so that crops stay sharp
TALLEST = 4 / 3  # width / height below which a still is cropped to its middle: television is never upright
FLAT = 12.0  # standard deviation of 8-bit luma below which a still shows nothing
SAME_SOURCE = 0.75  # centred ImageNet cosine of two stills above which their clips share a group
THUMB = (32, 18)  # pixels (w, h) of the thumbnails that tell whether two stills look the same
LOOKS_SAME = 8.0  # mean absolute difference of 8-bit luma thumbnails below which two stills look the same
BATCH = 64
HELD_OUT_EVERY = 5  # groups

Stills = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Stills in the order of clips and seconds; flat ones (black, fades) left out.

    Attributes:
        pictures: (160, w, 3) RGB each.
        clips: (S,) number of the clip of each still.
        seconds: (S,) second of each still within its clip.
        groups: (S,) number of the group of each still; clips of one source are in one group.
    """

    pictures: list[Stills]
    clips: NDArray[np.int64]
    seconds: NDArray[np.int64]
    groups: NDArray[np.int64]

    def subset(self, rows: NDArray[np.int64]) -> Corpus:
        """The stills of `rows`, in that order."""
        pictures = [self.pictures[row] for row in rows]
        return Corpus(pictures, self.clips[rows], self.seconds[rows], self.groups[rows])


def load_corpus(folder: Path, network: LiteNetwork) -> Corpus:
    """Read `folder/CLIP/SECOND.jpg`; `network` (with ImageNet weights) tells which clips share a source."""
    pictures: list[Stills] = []
    clips, seconds = [], []
    for clip, files in enumerate(clips_in(folder)):
        for file in files:
            still = read_still(file)
            if still.mean(2).std() >= FLAT:
                pictures.append(still)
                clips.append(clip)
                seconds.append(int(file.stem))
    numbers = np.array(clips)
    groups = _groups(pooled(network, [squash(still) for still in pictures]), numbers)
    return Corpus(pictures, numbers, np.array(seconds), groups)


def split(corpus: Corpus) -> tuple[Corpus, Corpus]:
    """(training, held out): whole groups, every fifth of those sorted by size, the largest in training."""
    names, sizes = np.unique(corpus.groups, return_counts=True)
    by_size = names[np.lexsort((names, -sizes))]
    held_out = np.isin(corpus.groups, by_size[HELD_OUT_EVERY // 2 :: HELD_OUT_EVERY])
    return corpus.subset(np.flatnonzero(~held_out)), corpus.subset(np.flatnonzero(held_out))


def squash(still: Stills) -> Stills:
    """A still as the network sees it: (128, 224, 3)."""
    return np.asarray(Image.fromarray(still).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))


def pooled(network: LiteNetwork, squashed: list[Stills]) -> NDArray[np.float32]:
    """(S, 1280) features before the projection, of stills as the network sees them."""
    rows = []
    with torch.inference_mode():
        for start in range(0, len(squashed), BATCH):
            batch = torch.from_numpy(np.stack(squashed[start : start + BATCH]))
            rows.append(network.back(network.front(batch))[1].numpy())
    return np.concatenate(rows)


def look_alikes(corpus: Corpus) -> NDArray[np.bool_]:
    """(S, S) whether two stills look the same, whatever their clips: a static camera, a logo."""
    thumbs = np.stack([_thumb(still) for still in corpus.pictures])
    rows = [np.abs(thumbs - thumb).mean(1) < LOOKS_SAME for thumb in thumbs]
    return np.stack(rows)


def _thumb(still: Stills) -> NDArray[np.float32]:
    grey = Image.fromarray(still).convert("L").resize(THUMB, Image.Resampling.BOX)
    return np.asarray(grey, dtype=np.float32).ravel()


def read_still(file: Path) -> Stills:
    """(160, w, 3) RGB: a still from a file, no more upright than 4:3."""
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    if width < height * TALLEST:
        tall = round(width / TALLEST)
        picture = picture.crop((0, (height - tall) // 2, width, (height + tall) // 2))
    size = (round(STILL_HEIGHT * picture.width / picture.height), STILL_HEIGHT)
    return np.asarray(picture.resize(size, Image.Resampling.BOX))


def _groups(features: NDArray[np.float32], clips: NDArray[np.int64]) -> NDArray[np.int64]:
    """Join clips, transitively, when any two of their stills are nearly the same picture."""
    centred = features - features.mean(0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    parent = np.arange(clips.max() + 1)
    for row, others in enumerate(centred @ centred.T > SAME_SOURCE):
        for other in np.unique(clips[others]):
            mine, theirs = parent[clips[row]], parent[other]
            parent[parent == max(mine, theirs)] = min(mine, theirs)
    return parent[clips]
