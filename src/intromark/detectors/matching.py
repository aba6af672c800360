"""Two episodes -> the spans that stand in both, by picture and by sound.

Pictures and sound are aligned apart, by the same aligner, and what lies on the same lag is one match. A film that
was sped up for PAL is found by trying its speed where the two already agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intromark.align import AlignmentRule, CellScores, Run, align
from intromark.arrays import Floats
from intromark.features import Features
from intromark.segment import Source
from intromark.soundprint import STEP_RATE
from intromark.span import Span

SPEEDS = (25 / 24, 24 / 25)
SPEED_GAIN = 1.25  # another speed is believed when its best run is this many times as good
SPEED_MARGIN = 6.0  # seconds round a match in which another speed is tried
SPEED_SPAN = 3.0  # seconds that a match must last for a speed to be told
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
        self._compare(a, b)
        self.speed = _speed(a, b, self._runs)
        if self.speed != 1:
            self._compare(a, b.at_speed(self.speed))
        self.matches = _joined(self._runs)

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

    def _compare(self, a: Features, b: Features) -> None:
        self._shorter = min(len(a.pictures), len(b.pictures)) / a.picture_rate
        self._pictures = Channel(a.pictures, b.pictures, a.picture_rate, PICTURE_RULE)
        self._sound = Channel(a.sound, b.sound, STEP_RATE, SOUND_RULE)
        self._runs = [Match(span, lag, surprise, 0) for span, lag, surprise in self._pictures.runs()]
        self._runs += [Match(span, lag, 0, surprise) for span, lag, surprise in self._sound.runs()]

    def in_b(self, span: Span, lag: float) -> Span:
        """Where a span of the first stands in the second."""
        return Span((span.start + lag) * self.speed, (span.end + lag) * self.speed)


class Channel:
    """One kind of feature of two episodes, on the clock of the first."""

    def __init__(self, a: Floats, b: Floats, rate: float, rule: AlignmentRule) -> None:
        """Hold (Ta, n) and (Tb, n) rows, `rate` a second, and what counts as a run."""
        self._a, self._b, self._rate, self._rule = a, b, rate, rule
        self._scores: CellScores | None = None

    def runs(self) -> list[tuple[Span, float, float]]:
        """What both hold: span in the first, lag in seconds, significance; best first."""
        return [
            (_span(run, self._rate), run.lag / self._rate, run.surprise)
            for run in align(self._a, self._b, self._rule)
        ]

    def evidence(self, times: Floats, lag: float) -> Floats:
        """Nats for or against the first at `times`, (k,) seconds, being the second `lag` later.

        Times outside of either are against, as much as a chance cell is.
        """
        against = np.full(len(times), 1 - self._rule.cost, np.float32)
        if not len(self._a) or not len(self._b):
            return against
        self._scores = self._scores or CellScores(self._a, self._b, self._rule)
        rows = np.floor(times * self._rate + 1e-6).astype(np.intp)
        columns = np.floor((times + lag) * self._rate + 1e-6).astype(np.intp)
        inside = (rows >= 0) & (rows < len(self._a)) & (columns >= 0) & (columns < len(self._b))
        against[inside] = self._scores.along(rows[inside], columns[inside])
        return against


def _span(run: Run, rate: float) -> Span:
    return Span(run.a_start / rate, (run.a_start + run.length) / rate)


def _speed(a: Features, b: Features, runs: Sequence[Match]) -> float:
    """The speed of b against a: 1, unless their best match is clearly better at another."""
    best = max(runs, key=lambda run: run.surprise, default=None)
    if best is None or best.a.length < SPEED_SPAN:
        return 1.0
    near = best.a.widen(SPEED_MARGIN)
    near_a, near_b = a.cut(near), b.cut(near.shift(best.lag))

    def score(speed: float) -> float:
        faster = near_b.at_speed(speed)
        if best.sound:
            return max((run.score for run in align(near_a.sound, faster.sound)), default=0.0)
        return max((run.score for run in align(near_a.pictures, faster.pictures)), default=0.0)

    fastest = max(SPEEDS, key=score)
    return fastest if score(fastest) > SPEED_GAIN * score(1.0) else 1.0


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
