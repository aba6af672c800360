"""What is known of a dataset: card.json in its folder.

{"format": 1, "layout": "windows", "encoder": {"name", "fingerprint", "width"}, "fps": 1.0, "window": 60, "stride": 5,
 "search": 900.0, "precision": "float32", "labels": [{"name", "sha256"}], "repair": "minute-rounding",
 "episodes": [{"id", "show", "split", "seconds", "intro": [42.0, 47.0]}], "counts": {"train": {...}, "test": {...}}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from intromark.atomic import explained
from intromark.errors import DatasetError
from intromark.labels.fields import SPLITS
from intromark.model_card import EncoderStamp
from intromark.span import Span
from intromark.train.layouts import LAYOUTS
from intromark.windows import STRIDE, WINDOW

FORMAT = 1
CARD = "card.json"
FPS = 1.0  # embeddings a second, the paper's
PRECISIONS = ("float32", "float16")
REBUILD = "build it again with `intromark dataset build`: what was read of the videos is kept"


@dataclass(frozen=True, slots=True)
class LabelSource:
    """A label file that a dataset was built from.

    Attributes:
        name: Of the file, or of the folder of shows.
        sha256: Of its content.
    """

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EpisodeEntry:
    """An episode in a split; the same one may be in two, where the labels say so.

    Attributes:
        id: Of the episode, as in the labels.
        show: It belongs to.
        split: `train`, `val` or `test`.
        seconds: Of video that were read from its start.
        intro: Where its intro is; None where it has none.
    """

    id: str
    show: str
    split: str
    seconds: float
    intro: Span | None

    def __post_init__(self) -> None:
        """Check the split and the length."""
        if self.split not in SPLITS:
            raise ValueError(f"split must be one of {SPLITS}, got {self.split!r}")
        if not self.seconds > 0:
            raise ValueError(f"seconds must be > 0, got {self.seconds}")


@dataclass(frozen=True, slots=True)
class DatasetCard:
    """The card of a dataset.

    Attributes:
        layout: Key of `LAYOUTS`: how windows are cut.
        encoder: Whose embeddings they are.
        episodes: In the order of the labels.
        labels: The files that they come from.
        repair: Of the labels, by its name.
        search: Seconds from the start that were read of each video at least; None is all.
        precision: The embeddings are kept in: float32 or float16.
        fps: Embeddings a second.
        window: Frames a window.
        stride: Frames between the starts of two windows.
        counts: What each split holds, for people: nothing is read from it.
    """

    layout: str
    encoder: EncoderStamp
    episodes: tuple[EpisodeEntry, ...]
    labels: tuple[LabelSource, ...] = ()
    repair: str = "none"
    search: float | None = None
    precision: str = "float32"
    fps: float = FPS
    window: int = WINDOW
    stride: int = STRIDE
    counts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check what windows are cut by."""
        if self.layout not in LAYOUTS or self.precision not in PRECISIONS:
            raise ValueError(f"layout is one of {tuple(LAYOUTS)}, precision one of {PRECISIONS}")
        if not (self.fps > 0 and self.encoder.width > 0 and 0 < self.stride <= self.window):
            raise ValueError("need fps > 0, width > 0 and 0 < stride <= window")

    def text(self) -> str:
        """What stands in card.json."""
        values = asdict(self)
        for entry, shown in zip(self.episodes, values["episodes"], strict=True):
            shown["intro"] = None if entry.intro is None else [entry.intro.start, entry.intro.end]
        return json.dumps({"format": FORMAT, **values}, indent=1, ensure_ascii=False) + "\n"


def read_dataset_card(folder: Path) -> DatasetCard:
    """The card of the dataset in a folder.

    Raises:
        DatasetError: There is no card, it is damaged, or of another format.
        FileError: It cannot be read.
    """
    path = folder / CARD
    if not path.is_file():
        raise DatasetError(
            f"`{folder}` is not a dataset: there is no `{CARD}` in it",
            "give the folder that `intromark dataset build` made",
        )
    with explained("read", path):
        content = path.read_bytes()
    try:
        values = json.loads(content)
        version = values.pop("format")
        # The card of a model has another format, and that is not what is wrong with it.
        if version == FORMAT or "episodes" not in values:
            return _parsed(values)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise DatasetError(f"`{path}` is not the card of a dataset: it is damaged", REBUILD) from error
    raise DatasetError(f"`{path}` has format {version!r}, and this intromark knows {FORMAT}", REBUILD)


def _parsed(values: dict[str, Any]) -> DatasetCard:
    return DatasetCard(
        encoder=EncoderStamp(**values.pop("encoder")),
        episodes=tuple(_entry(**one) for one in values.pop("episodes")),
        labels=tuple(LabelSource(**one) for one in values.pop("labels")),
        **values,
    )


def _entry(intro: list[float] | None, **values: Any) -> EpisodeEntry:
    return EpisodeEntry(intro=None if intro is None else Span(*intro), **values)
