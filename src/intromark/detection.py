"""What is answered for one episode."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intromark.segment import Label, Segment


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an answer was made with, so that it can be made again.

    Attributes:
        intromark: Version of this package.
        encoder: Name of the picture encoder.
        encoder_fingerprint: Content hash of the encoder's weights.
        siblings: How many other episodes were compared.
        model: Content hash of the model that had its say; None where none had.
    """

    intromark: str
    encoder: str
    encoder_fingerprint: str
    siblings: int
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """The segments of one episode.

    Attributes:
        path: The video.
        duration: Seconds, from the first video frame to the end of the last.
        segments: In time order, disjoint; empty when the episode has none.
        absence: Calibrated probability that the episode has no intro; None where one is reported or none was sought.
        provenance: What the answer was made with.
        labels: What was sought, in the order of `Label`.
    """

    path: Path
    duration: float
    segments: tuple[Segment, ...]
    absence: float | None
    provenance: Provenance
    labels: tuple[Label, ...] = (Label.INTRO,)

    def __post_init__(self) -> None:
        if self.duration <= 0:
            raise ValueError(f"duration must be > 0, got {self.duration}")
        for before, after in zip(self.segments, self.segments[1:], strict=False):
            if after.start < before.end:
                raise ValueError(f"segments overlap: {before} and {after}")
        lacks_intro = Label.INTRO in self.labels and self.first(Label.INTRO) is None
        if (self.absence is not None) != lacks_intro:
            raise ValueError("absence is stated exactly where an intro was sought and none is there")

    def first(self, label: Label) -> Segment | None:
        """The first segment with this label, or None."""
        return next((segment for segment in self.segments if segment.label is label), None)
