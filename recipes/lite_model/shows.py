"""Episodes of shows that never were: a row of the stock for each second, and which seconds are the intro.

What an opening is made of, and what else looks like one: cold opens, recaps, studio logos, ratings, names over the
first scene, fast scenes, burnt-in captions, tickers, bumpers, credits. Lengths and places are spread wider than the
labelled episodes of real television, whose openings are 2 to 59 s long (median 10) and begin at second 0 to 708.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.soundprint import BANDS, STEP_RATE

from ..sound.corpus import SOURCES_HELD_OUT, Corpus
from .soundtrack import CREDITS, IDENT, NOTICE, OPENING, RECAP, STORY, Heard, Score
from .stock import VARIANTS, Stock

Chance = np.random.Generator
Rows = list[int]
BLACK = 0  # row of the stock

WITHOUT_INTRO = 0.15
MOST_SEARCHED = 900.0  # seconds
SILENT = 0.08  # share of episodes without any sound


@dataclass(frozen=True, eq=False)
class Material:
    """What shows are made of.

    Attributes:
        stock: Of what is seen.
        corpus: Of what is heard.
    """

    stock: Stock
    corpus: Corpus

    def part(self, *, held_out: bool) -> Material:
        """That of the training, or that which is held out of it."""
        return Material(self.stock.part(held_out=held_out), self.corpus.part(SOURCES_HELD_OUT, held=held_out))


@dataclass(frozen=True, eq=False)
class Shown:
    """A composed episode, as far as it is searched.

    Attributes:
        rows: (T,) numbers of rows of the stock, one a second.
        targets: (T,) True where it is the intro.
        duration: Seconds of the whole episode, >= T.
        power: (S, 32) mel power of its sound; S is 0 where it has none.
    """

    rows: NDArray[np.int32]
    targets: NDArray[np.bool_]
    duration: float
    power: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Part:
    """Seconds of an episode that belong together.

    Attributes:
        rows: Of the stock, one a second.
        heard: What kind of sound goes with them; `OPENING` is the intro.
    """

    rows: Rows
    heard: str


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

    def montage(self, seconds: int, pace: float, named: float, look: str = "plain") -> Rows:
        """Shots of many clips, with names over a share of them."""
        rows: Rows = []
        own = self.happens(0.5)
        while len(rows) < seconds:
            length = self.whole(max(1.0, pace / 1.7), pace * 1.7)
            clip = self.clip(of_the_show=own)
            first = int(self._chance.integers(len(self._stock.clips[clip])))
            bare = self.shot(clip, length, look, first)
            if self.happens(named):
                kind = "tinted credit" if look == "tinted" else "credit"
                late = int(self._chance.integers(0, 2)) if length > 2 else 0
                bare[late:] = self.shot(clip, length, kind, first)[late:]
            rows += bare
        return rows[:seconds]

    def names_over(self, seconds: int) -> Rows:
        """Long shots, over which a name comes and goes."""
        rows: Rows = []
        while len(rows) < seconds:
            clip, length = self.clip(of_the_show=True), self.whole(5, 18)
            first = self._place[clip]
            self._place[clip] = first + length
            bare, written = (
                self.shot(clip, length, self._usual, first),
                self.shot(clip, length, "credit", first),
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


def _named_montage(editor: Editor) -> Rows:
    look = "tinted" if editor.happens(0.25) else "plain"
    return editor.montage(editor.whole(9, 100), editor.about(1.2, 5), editor.about(0.45, 1.0), look)


def _bare_montage(editor: Editor) -> Rows:
    look = "tinted" if editor.happens(0.4) else "graded" if editor.happens(0.4) else "plain"
    return editor.montage(editor.whole(4, 60), editor.about(1, 3), 0.0, look) + editor.title()


def _named_scene(editor: Editor) -> Rows:
    return editor.names_over(editor.whole(10, 70)) + editor.title()


def _drawn(editor: Editor) -> Rows:
    return editor.graphics(editor.whole(4, 70))


def _card(editor: Editor) -> Rows:
    before = editor.montage(editor.whole(1, 6), 2.0, 0.0) if editor.happens(0.4) else []
    return before + editor.title()


OPENINGS: Mapping[str, tuple[Callable[[Editor], Rows], float]] = {
    "shots with names": (_named_montage, 0.38),
    "shots and a title": (_bare_montage, 0.2),
    "a scene with names": (_named_scene, 0.12),
    "drawn": (_drawn, 0.14),
    "a card": (_card, 0.16),
}
"""Kind of opening -> what cuts it, and its share."""


def opening(editor: Editor, chance: Chance) -> Rows:
    """An opening of any kind, now and then with the title before, behind, or both."""
    names = list(OPENINGS)
    kind = names[int(chance.choice(len(names), p=[share for _, share in OPENINGS.values()]))]
    rows = OPENINGS[kind][0](editor)
    if kind in {"shots with names", "drawn"}:
        rows = (editor.title() if editor.happens(0.25) else []) + rows
        rows += editor.title() if editor.happens(0.55) else []
    return rows


def compose(material: Material, chance: Chance) -> Shown:
    """An episode of a show of its own."""
    editor = Editor(material.stock, chance)
    parts = [*_before(editor)]
    if not editor.happens(WITHOUT_INTRO):
        parts += [
            Part(editor.faded([], 0.3), NOTICE),
            Part(opening(editor, chance), OPENING),
            Part(editor.faded([], 0.2), NOTICE),
        ]
        if editor.happens(0.12):
            parts.append(Part(editor.card("notice", editor.whole(2, 5)), NOTICE))
    parts += _story(editor, chance)
    ends = editor.happens(0.5)
    if ends:
        parts += _ending(editor, chance)
    rows = np.array([row for part in parts for row in part.rows], np.int32)
    searched = int(min(len(rows), MOST_SEARCHED))
    targets = np.array([part.heard == OPENING for part in parts for _ in part.rows], np.bool_)
    power = np.zeros((0, BANDS), np.float32)
    if not editor.happens(SILENT):
        power = Score(material.corpus, chance).of(
            [Heard(part.heard, len(part.rows) * STEP_RATE) for part in parts]
        )
    after = 0.0 if ends else editor.about(100, 3000)
    return Shown(rows[:searched], targets[:searched], len(rows) + after, power[: searched * STEP_RATE])


def _before(editor: Editor) -> Iterator[Part]:
    """A studio's logo, a rating, a recap, a cold open, or none of them."""
    if editor.happens(0.25):
        yield Part(editor.faded(editor.card("ident", editor.whole(2, 7)), 0.4), IDENT)
    if editor.happens(0.12):
        yield Part(editor.card("notice", editor.whole(2, 6)), NOTICE)
    if editor.happens(0.12):
        yield Part(editor.montage(editor.whole(10, 60), editor.about(2, 5), 0.0), RECAP)
    if editor.happens(0.6):
        yield Part(editor.scenes(editor.whole(4, 260)), STORY)


def _story(editor: Editor, chance: Chance) -> Iterator[Part]:
    """Names over its first scene now and then, and bumpers between its parts."""
    if editor.happens(0.15):
        yield Part(editor.names_over(editor.whole(12, 70)), STORY)
    for _ in range(int(chance.integers(1, 4))):
        yield Part(editor.scenes(editor.whole(25, 240)), STORY)
        if editor.happens(0.2):
            if editor.happens(0.5):
                yield Part(editor.card("ident", editor.whole(2, 6)), IDENT)
            else:
                yield Part(editor.montage(8, 2.0, 0.0), IDENT)


def _ending(editor: Editor, chance: Chance) -> Iterator[Part]:
    if editor.happens(0.6):
        yield Part(_credits(editor, chance), CREDITS)
    if editor.happens(0.15):
        yield Part(editor.montage(editor.whole(10, 30), 2.0, 0.1), RECAP)


def _credits(editor: Editor, chance: Chance) -> Rows:
    kind = chance.integers(3)
    if kind == 0:
        rows: Rows = []
        length = editor.whole(8, 60)
        while len(rows) < length:
            rows += editor.card("roll", 10)
        return rows[:length]
    if kind == 1:
        return editor.montage(editor.whole(10, 60), editor.about(2, 6), 0.8)
    return editor.names_over(editor.whole(10, 60))
