"""Two episodes -> the spans that stand in both, by picture and by sound.

Pictures and sound are aligned apart, by the same aligner, and what lies on the same lag is one match. A film that
was sped up for PAL is found by trying its speed where the two already agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np

from intromark.align import AlignmentRule, Run, align
from intromark.arrays import Floats
from intromark.cells import CellScores
from intromark.features import Features
from intromark.held import Held
from intromark.segment import Source
from intromark.soundprint import STEP_RATE
from intromark.span import Span

SPEEDS = (25 / 24, 24 / 25)
SPEED_GAIN = 1.25  # another speed is believed when its best run is this many times as good
SPEED_MARGIN = 6.0  # seconds round a match in which another speed is tried
SPEED_SPAN = 3.0  # seconds that a match must last for a speed to be told
SPEED_LEFT = 20.0  # seconds of one lag in sound that no other speed would give: it is off by 0.8 s then
SAME_LAG = 0.75  # seconds by which the lags of two runs of one match may differ
LONGEST_GAP = 8.0  # seconds between two runs of one match
COPIED = 0.85  # share of an episode that stands in another when the two are copies
SOUND_RULE = AlignmentRule(surprise=0.5)
PICTURE_RULE = AlignmentRule(surprise=0.5, cap=10.0)  # an equal picture says more than an equal step of sound


@dataclass(frozen=True, slots=True)
class Match:
    """A span of one episode that stands in another.

    Attributes:
        a: Where it stands in the first.
        lag: Seconds from the first episode's clock to the second's at the first's speed.
        picture: Significance of the agreement of pictures, -log10 of what chance gives; 0 when there is none.
        sound: The same of sound.
    """

    a: Span
    lag: float
    picture: float
    sound: float

    @property
    def surprise(self) -> float:
        """Significance of both together."""
        return self.picture + self.sound

    def by(self, source: Source) -> float:
        """Significance of one kind of agreement."""
        return self.picture if source is Source.PICTURE else self.sound


class Pair:
    """Two episodes, and what stands in both.

    Attributes:
        speed: Seconds of the second for each second of the first, where they agree.
        matches: Most significant first.
    """

    def __init__(self, a: Features, b: Features) -> None:
        """Compare two episodes; both must have been read at the same picture rate."""
        self.speed = 1.0
        self._hear(a, b)
        self._see(a, b)
        self.speed = _speed(a, b, self._runs())
        if self.speed != 1:
            self._hear(a, b.at_speed(self.speed))
            self._see(a, b.at_speed(self.speed))
        self.matches = _joined(self._runs())

    def seen_closer(self, a: Features, b: Features) -> Pair:
        """The same pair when more is known of its pictures; sound and speed stay what they are."""
        closer = copy(self)
        closer._see(a, b.at_speed(self.speed))
        closer.matches = _joined(closer._runs())
        return closer

    def attach(self, a: Features, b: Features) -> None:
        """Give the pair its episodes back, which it loses on its way from another process."""
        if self._pictures.is_attached and self._sound.is_attached:
            return
        b = b.at_speed(self.speed)
        self._pictures.attach(a.shown, b.shown)
        self._sound.attach(a.heard, b.heard)

    def evidence(self, source: Source, times: Floats, lag: float) -> Floats:
        """Nats for or against the first at `times`, (k,) seconds, being the second `lag` later."""
        channel = self._pictures if source is Source.PICTURE else self._sound
        return channel.evidence(times, lag)

    def is_copy(self) -> bool:
        """Whether the two are the same episode: nearly all of one stands in the other."""
        if not self.matches or self.matches[0].a.length < COPIED * self._shorter:
            return False
        best = self.matches[0]
        times = np.arange(best.a.start, best.a.end, 1 / STEP_RATE)
        source = Source.SOUND if best.sound else Source.PICTURE
        return bool(np.mean(self.evidence(source, times, best.lag) > 0) >= COPIED)

    def _see(self, a: Features, b: Features) -> None:
        self._shorter = min(len(a.shown), len(b.shown)) / a.picture_rate
        self._pictures = Channel(a.shown, b.shown, a.picture_rate, PICTURE_RULE)

    def _hear(self, a: Features, b: Features) -> None:
        self._sound = Channel(a.heard, b.heard, STEP_RATE, SOUND_RULE, (a.heard_from, b.heard_from))

    def _runs(self) -> list[Match]:
        seen = [Match(span, lag, surprise, 0) for span, lag, surprise in self._pictures.runs]
        return seen + [Match(span, lag, 0, surprise) for span, lag, surprise in self._sound.runs]

    def in_b(self, span: Span, lag: float) -> Span:
        """Where a span of the first stands in the second."""
        return Span((span.start + lag) * self.speed, (span.end + lag) * self.speed)


class Channel:
    """One kind of feature of two episodes, on the clock of the first.

    Attributes:
        runs: What both hold: span in the first, lag in seconds, significance; best first.
    """

    def __init__(
        self, a: Held, b: Held, rate: float, rule: AlignmentRule, begin: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        """Align Ta and Tb steps, `rate` a second, of which the first of each is at second `begin`."""
        self._lengths, self._rate, self._rule, self._begin = (len(a), len(b)), rate, rule, begin
        later = begin[1] - begin[0]
        self._scores = CellScores(a, b, rule) if len(a) and len(b) else None
        self.runs = [
            (_span(run, rate).shift(begin[0]), run.lag / rate + later, run.surprise)
            for run in align(a, b, rule, scores=self._scores)
        ]

    @property
    def is_attached(self) -> bool:
        """Whether it has the sequences that it is about, or needs none."""
        return self._scores is None or self._scores.is_attached

    def attach(self, a: Held, b: Held) -> None:
        """Give it the sequences back."""
        if self._scores is not None:
            self._scores.attach(a, b)

    def evidence(self, times: Floats, lag: float) -> Floats:
        """Nats for or against the first at `times`, (k,) seconds, being the second `lag` later.

        Times outside of either are against, as much as a chance cell is.
        """
        against = np.full(len(times), 1 - self._rule.cost, np.float32)
        if self._scores is None:
            return against
        begin_a, begin_b = self._begin
        rows = np.floor((times - begin_a) * self._rate + 1e-6).astype(np.intp)
        columns = np.floor((times + lag - begin_b) * self._rate + 1e-6).astype(np.intp)
        inside = (rows >= 0) & (rows < self._lengths[0]) & (columns >= 0) & (columns < self._lengths[1])
        against[inside] = self._scores.along(rows[inside], columns[inside])
        return against


def _span(run: Run, rate: float) -> Span:
    return Span(run.a_start / rate, (run.a_start + run.length) / rate)


def _speed(a: Features, b: Features, runs: Sequence[Match]) -> float:
    """The speed of b against a: 1, unless their best match is clearly better at another."""
    best = max(runs, key=lambda run: run.surprise, default=None)
    if best is None or best.a.length < SPEED_SPAN or (best.sound and best.a.length > SPEED_LEFT):
        return 1.0
    near = best.a.widen(SPEED_MARGIN)
    near_a, near_b = a.cut(near), b.cut(near.shift(best.lag))

    def score(speed: float) -> float:
        faster = near_b.at_speed(speed)
        if best.sound:
            return max((run.score for run in align(near_a.heard, faster.heard)), default=0.0)
        return max((run.score for run in align(near_a.shown, faster.shown)), default=0.0)

    fastest, speed = max((score(speed), speed) for speed in SPEEDS)
    return speed if fastest > SPEED_GAIN * score(1.0) else 1.0


def _joined(matches: Sequence[Match]) -> list[Match]:
    """Runs on one lag, over each other or close by, become one match; most significant first."""
    joined: list[Match] = []
    for match in sorted(matches, key=lambda match: -match.surprise):
        for index, other in enumerate(joined):
            if abs(match.lag - other.lag) <= SAME_LAG and match.a.gap(other.a) <= LONGEST_GAP:
                # Sound tells the lag eight times a second, pictures less often.
                finer = other if other.sound >= match.sound else match
                joined[index] = Match(
                    match.a.join(other.a), finer.lag, match.picture + other.picture, match.sound + other.sound
                )
                break
        else:
            joined.append(match)
    return sorted(joined, key=lambda match: -match.surprise)
