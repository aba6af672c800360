"""Two episodes -> the spans that stand in both, by picture and by sound.

Pictures and sound are aligned apart, by the same aligner, and what lies on the same lag is one match. A film that
was sped up for PAL is found by trying its speed where the two already agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np

from intromark.align import AlignmentRule, align
from intromark.arrays import Floats
from intromark.detectors.channel import Agreement, Channel
from intromark.features import Features
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


@dataclass(frozen=True, slots=True)
class Alignment:
    """What was found when two episodes were aligned: with their features it makes their Pair again.

    Attributes:
        speed: Seconds of the second for each second of the first, where they agree.
        pictures: At that speed, best first.
        sound: At that speed, best first.
    """

    speed: float
    pictures: tuple[Agreement, ...]
    sound: tuple[Agreement, ...]


class Pair:
    """Two episodes, and what stands in both: all of it depends on their features alone.

    Attributes:
        speed: Seconds of the second for each second of the first, where they agree.
        matches: Most significant first.
    """

    def __init__(self, a: Features, b: Features, known: Alignment | None = None) -> None:
        """Compare two episodes; both must have been read at the same picture rate.

        Args:
            a: The first.
            b: The second.
            known: What was found when these were aligned before.
        """
        self._heard: Channel | None = None  # sound as it is, whatever the speed
        self._told: Match | None = None  # the match that told the speed
        self.speed = 1.0 if known is None else known.speed
        if known is None:
            self._align(a, b)
            return
        b = b.at_speed(self.speed)
        self._sound, self._pictures = _sound(a, b, known.sound), _pictures(a, b, known.pictures)
        self._heard = self._sound if self.speed == 1 else None
        self._join(a, b)

    @property
    def alignment(self) -> Alignment:
        """What was found."""
        return Alignment(self.speed, tuple(self._pictures.runs), tuple(self._sound.runs))

    def seen_closer(self, a: Features, b: Features) -> Pair:
        """The same pair when more is known of its pictures, and no more of its sound."""
        closer = copy(self)
        closer._align(a, b)
        return closer

    def attach(self, a: Features, b: Features) -> None:
        """Give the pair its episodes back, which it loses on its way from another process."""
        if self._pictures.is_attached and self._sound.is_attached:
            return
        if self._heard is not None:
            self._heard.attach(a.heard, b.heard)
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

    def _align(self, a: Features, b: Features) -> None:
        """Find what stands in both. What was found of their sound before holds."""
        heard = _sound(a, b) if self._heard is None else self._heard
        seen = _pictures(a, b)
        speed = self._speed_by(_best(_runs(seen, heard)), a, b)
        b = b.at_speed(speed)
        if speed == 1:
            self._sound, self._pictures = heard, seen
        else:
            if self._heard is None or speed != self.speed:
                self._sound = _sound(a, b)
            self._pictures = _pictures(a, b)
        self._heard, self.speed = heard, speed
        self._join(a, b)

    def _speed_by(self, best: Match | None, a: Features, b: Features) -> float:
        """The speed of b against a, by their best match; one of sound that told it before tells the same."""
        if best is not None and best.sound and best == self._told:
            return self.speed
        self._told = best
        return _speed(a, b, best)

    def _join(self, a: Features, b: Features) -> None:
        self._shorter = min(len(a.shown), len(b.shown)) / a.picture_rate
        self.matches = _joined(_runs(self._pictures, self._sound))

    def in_b(self, span: Span, lag: float) -> Span:
        """Where a span of the first stands in the second."""
        return Span((span.start + lag) * self.speed, (span.end + lag) * self.speed)


def _pictures(a: Features, b: Features, runs: Sequence[Agreement] | None = None) -> Channel:
    return Channel(a.shown, b.shown, a.picture_rate, PICTURE_RULE, runs=runs)


def _sound(a: Features, b: Features, runs: Sequence[Agreement] | None = None) -> Channel:
    return Channel(a.heard, b.heard, STEP_RATE, SOUND_RULE, (a.heard_from, b.heard_from), runs)


def _runs(pictures: Channel, sound: Channel) -> list[Match]:
    seen = [Match(span, lag, surprise, 0) for span, lag, surprise in pictures.runs]
    return seen + [Match(span, lag, 0, surprise) for span, lag, surprise in sound.runs]


def _best(runs: Sequence[Match]) -> Match | None:
    return max(runs, key=lambda run: run.surprise, default=None)


def _speed(a: Features, b: Features, best: Match | None) -> float:
    """The speed of b against a: 1, unless their best match is clearly better at another."""
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
