"""Cuts seconds of clips and cards into scenes and sequences: a row of the stock for each second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intromark.segment import Label

from .stock import VARIANTS, Stock

Chance = np.random.Generator
Rows = list[int]
BLACK = 0  # row of the stock


@dataclass(frozen=True, eq=False)
class Part:
    """Seconds of an episode that belong together.

    Attributes:
        rows: Of the stock, one a second.
        heard: What kind of sound goes with them.
        label: What they are; None is the story, or what is nothing of itself.
    """

    rows: Rows
    heard: str
    label: Label | None = None


class Editor:
    """Cuts one episode out of a stock."""

    def __init__(self, stock: Stock, chance: Chance) -> None:
        self._stock, self._chance = stock, chance
        # Some shows come back to a few places, others never show one twice.
        count = int(chance.integers(4, 24)) if chance.random() < 0.4 else len(stock.clips)
        self._world = chance.choice(len(stock.clips), min(count, len(stock.clips)), replace=False).tolist()
        self._place = {clip: int(chance.integers(len(stock.clips[clip]))) for clip in self._world}
        self._usual = "graded" if chance.random() < 0.2 else "plain"
        if chance.random() < 0.2:
            self._usual = "logo"
        self._captions = float(chance.choice([0.0, 0.3, 0.6], p=[0.86, 0.07, 0.07]))
        self._thirds = float(chance.choice([0.0, 0.15], p=[0.85, 0.15]))
        self._boards = bool(chance.random() < 0.08)
        self._pace = float(chance.choice([1.5, 3.0, 5.0, 8.0, 14.0], p=[0.1, 0.2, 0.3, 0.25, 0.15]))

    def happens(self, likelihood: float) -> bool:
        """Draw."""
        return bool(self._chance.random() < likelihood)

    def about(self, least: float, most: float) -> float:
        """A number, by its logarithm."""
        return float(np.exp(self._chance.uniform(np.log(least), np.log(most))))

    def whole(self, least: float, most: float) -> int:
        """A whole number of seconds, by its logarithm."""
        return max(1, round(self.about(least, most)))

    def clip(self, *, of_the_show: bool) -> int:
        """Number of a clip."""
        if of_the_show:
            return int(self._world[self._chance.integers(len(self._world))])
        return int(self._chance.integers(len(self._stock.clips)))

    def shot(self, clip: int, seconds: int, kind: str, first: int | None = None) -> Rows:
        """Some seconds of a clip in a row, in one treatment."""
        numbers = self._stock.clips[clip]
        variant = int(self._chance.choice(VARIANTS[kind]))
        first = int(self._chance.integers(len(numbers))) if first is None else first
        # A still stands for a little longer now and then, so that clips last.
        steps = (first + np.arange(seconds)) % len(numbers)
        return [int(number) for number in numbers[steps, variant]]

    def card(self, kind: str, seconds: int, *, backwards: bool = False) -> Rows:
        """Some seconds of a card; its last second stands as long as is wanted."""
        numbers = self._stock.cards[kind]
        own = numbers[self._chance.integers(len(numbers))]
        steps = np.minimum(np.arange(seconds), len(own) - 1)
        return [int(number) for number in own[steps[::-1] if backwards else steps]]

    def graphics(self, seconds: int) -> Rows:
        """Drawn shapes that go on, changing now and then."""
        rows: Rows = []
        while len(rows) < seconds:
            rows += self.card("graphics", self.whole(3, 10))
        return rows[:seconds]

    def scenes(self, seconds: int) -> Rows:
        """The story: scenes of one or some clips, between which it goes to and fro."""
        rows: Rows = []
        while len(rows) < seconds:
            taking_turns = [self.clip(of_the_show=True) for _ in range(int(self._chance.integers(1, 4)))]
            pace = self._pace * self.about(0.6, 1.6)
            for _ in range(self.whole(1, 10)):
                clip = taking_turns[int(self._chance.integers(len(taking_turns)))]
                length = self.whole(max(1.0, pace / 2), 2 * pace)
                first = self._place[clip]
                self._place[clip] = first + length
                shot = self.shot(clip, length, self._usual, first)
                if self._boards:
                    shot = self.shot(clip, length, "board", first)
                elif self.happens(self._captions):
                    shot = self.shot(clip, length, "subtitle", first)
                elif self.happens(self._thirds):
                    shot = self.shot(clip, length, "lower third", first)
                rows += shot
            if self.happens(0.1):
                rows += [BLACK] * int(self._chance.integers(1, 3))
            if self.happens(0.03):
                rows += self.card("notice", self.whole(2, 4))
        return rows[:seconds]

    def montage(
        self,
        seconds: int,
        pace: float,
        named: float,
        look: str = "plain",
        *,
        own: bool | None = None,
        kind: str = "credit",
    ) -> Rows:
        """Shots of many clips, with names over a share of them.

        Args:
            seconds: Length.
            pace: Seconds a shot.
            named: Share of shots with names.
            look: Treatment of the others.
            own: Whether they are clips of the show's story; None is by chance.
            kind: Treatment that writes the names.
        """
        rows: Rows = []
        own = self.happens(0.5) if own is None else own
        while len(rows) < seconds:
            length = self.whole(max(1.0, pace / 1.7), pace * 1.7)
            clip = self.clip(of_the_show=own)
            first = int(self._chance.integers(len(self._stock.clips[clip])))
            bare = self.shot(clip, length, look, first)
            if self.happens(named):
                over = "tinted credit" if (look, kind) == ("tinted", "credit") else kind
                late = int(self._chance.integers(0, 2)) if length > 2 else 0
                bare[late:] = self.shot(clip, length, over, first)[late:]
            rows += bare
        return rows[:seconds]

    def names_over(self, seconds: int, kind: str = "credit") -> Rows:
        """Long shots, over which a name comes and goes."""
        rows: Rows = []
        while len(rows) < seconds:
            clip, length = self.clip(of_the_show=True), self.whole(5, 18)
            first = self._place[clip]
            self._place[clip] = first + length
            bare, written = (
                self.shot(clip, length, self._usual, first),
                self.shot(clip, length, kind, first),
            )
            at = int(self._chance.integers(0, 3))
            while at < length:
                end = at + int(self._chance.integers(2, 5))
                bare[at:end] = written[at:end]
                at = end + int(self._chance.integers(1, 4))
            rows += bare
        return rows[:seconds]

    def title(self) -> Rows:
        """The show's name, over a picture or on a card."""
        seconds = self.whole(2, 6)
        if self.happens(0.5):
            return self.card("title card", seconds)
        return self.shot(self.clip(of_the_show=True), seconds, "title")

    def faded(self, rows: Rows, likelihood: float) -> Rows:
        """With black at its beginning and its end now and then."""
        before = [BLACK] * int(self.happens(likelihood)) * int(self._chance.integers(1, 3))
        return before + rows + [BLACK] * int(self.happens(likelihood))
