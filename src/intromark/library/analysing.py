"""One season's videos -> their detections, as the rules of its show want it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from intromark.confidence import absence_confidence
from intromark.detection import Detection
from intromark.encoders import DEFAULT_ENCODER, Encoder
from intromark.errors import MediaError
from intromark.events import Listener
from intromark.executors import LOCAL, Executor
from intromark.library.rules import ALL, HALF, Search, ShowRule
from intromark.media import Decoder, probe
from intromark.model import Model
from intromark.pipeline import SEARCH, detect_season
from intromark.segment import Label
from intromark.sought import Sought
from intromark.store import Store

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """How a season is analysed: all that its answers depend on besides the videos.

    Attributes:
        encoder: Name of the picture encoder.
        weights: Where its weights are; None is its default.
        search: How much of each episode is searched from its start.
        longest: Seconds that an intro lasts at most; None is any length.
        labels: What is sought, in the order of `Label`.
    """

    encoder: str = DEFAULT_ENCODER
    weights: str | None = None
    search: Search = SEARCH
    longest: float | None = None
    labels: tuple[Label, ...] = (Label.INTRO,)

    def of_show(self, rule: ShowRule) -> Analysis:
        """The same, as the rule of a show wants it."""
        search = self.search if rule.search is None else rule.search
        return replace(self, search=search, longest=rule.longest)

    def to_text(self) -> str:
        """As the catalog holds it: where that differs, an answer is out of date."""
        told = asdict(self)
        if self.labels == (Label.INTRO,):  # as it was said when there was nothing else to be sought
            del told["labels"]
        return json.dumps(told, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Analysis:
        """What `to_text` gave."""
        told = json.loads(text)
        labels = tuple(Label(label) for label in told.pop("labels", (Label.INTRO,)))
        return cls(**told, labels=labels)


def analyse_season(  # noqa: PLR0913 - as `detect_season`
    paths: Sequence[Path],
    encoder: Encoder,
    analysis: Analysis,
    listener: Listener,
    store: Store | None = None,
    model: Model | None = None,
    *,
    decoder: Decoder | None = None,
    executor: Executor = LOCAL,
) -> list[Detection]:
    """Find the intros of a season; those that cannot be read are told and left out."""
    sought = sought_of(paths, analysis)
    found = detect_season(paths, encoder, sought, listener, store, model, decoder=decoder, executor=executor)
    return found if analysis.longest is None else no_longer_than(found, analysis.longest)


def sought_of(paths: Sequence[Path], analysis: Analysis) -> Sought:
    """What is sought in a season."""
    return Sought(analysis.labels, seconds_searched(paths, analysis.search))


def seconds_searched(paths: Sequence[Path], search: Search) -> float | None:
    """How much of a season is searched, in seconds; None is all. Half is that of its longest episode."""
    if search == ALL:
        return None
    if search == HALF:
        # To the minute, so that another episode seldom changes what was read of all the others.
        return math.ceil(max(_duration(path) for path in paths) / 2 / MINUTE) * MINUTE
    return float(search)


def no_longer_than(found: Sequence[Detection], longest: float) -> list[Detection]:
    """The same, where an intro that lasts longer is none."""

    def is_too_long(detection: Detection) -> bool:
        intro = detection.first(Label.INTRO)
        return intro is not None and intro.length > longest

    left = sum(one.first(Label.INTRO) is not None and not is_too_long(one) for one in found)
    absence = absence_confidence(len(found), left) if found else None
    return [
        replace(
            one,
            segments=tuple(part for part in one.segments if part.label is not Label.INTRO),
            absence=absence,
        )
        if is_too_long(one)
        else one
        for one in found
    ]


def _duration(path: Path) -> float:
    try:
        return probe(path).duration
    except MediaError:
        return 0.0  # it is told when it is read
