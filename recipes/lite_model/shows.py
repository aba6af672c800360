"""Episodes of shows that never were: a row of the stock for each second, and which seconds are intro, credits, recap.

What these are made of, and what else looks like them: cold opens, studio logos, ratings, names over the first scene,
fast scenes, burnt-in captions, tickers, bumpers, previews of the next episode, scenes after the credits. Lengths and
places are spread wider than the labelled episodes of real television, whose openings are 2 to 59 s long (median 10)
and begin at second 0 to 708.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intromark.segment import Label
from intromark.sought import TAIL
from intromark.soundprint import BANDS, STEP_RATE

from ..sound.corpus import SOURCES_HELD_OUT, Corpus
from .editor import Chance, Editor, Part, Rows
from .endings import ending
from .soundtrack import IDENT, NOTICE, OPENING, RECAP, STORY, Heard, Score
from .stock import Stock
from .transitions import joined

LABELS = tuple(Label)
"""Of the columns of targets."""

WITHOUT_INTRO = 0.15
MOST_SEARCHED = 900  # seconds at the beginning
AT_THE_END = round(TAIL)  # seconds that are searched as well
LONG = 0.4  # share of episodes between whose beginning and end more is than is searched
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
    """A composed episode, or its beginning or its end.

    Attributes:
        rows: (T,) numbers of rows of the stock, one a second.
        lights: (T, 32) how light each picture is.
        targets: (T, 3) True where it is of each of `LABELS`.
        duration: Seconds of the whole episode, >= began + T.
        power: (S, 32) mel power of its sound; S is 0 where it has none.
        began: Second of the episode with which it begins.
    """

    rows: NDArray[np.int32]
    lights: NDArray[np.float32]
    targets: NDArray[np.bool_]
    duration: float
    power: NDArray[np.float32]
    began: float = 0.0


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


def compose(material: Material, chance: Chance) -> list[Shown]:
    """An episode of a show of its own: its beginning, and its end where that is a part of its own."""
    editor = Editor(material.stock, chance)
    parts = [*_before(editor)]
    if not editor.happens(WITHOUT_INTRO):
        parts += [
            Part(editor.faded([], 0.3), NOTICE),
            Part(opening(editor, chance), OPENING, Label.INTRO),
            Part(editor.faded([], 0.2), NOTICE),
        ]
        if editor.happens(0.12):
            parts.append(Part(editor.card("notice", editor.whole(2, 5)), NOTICE))
    if editor.happens(0.06) and not any(part.label is Label.RECAP for part in parts):
        parts += recap(editor)
    parts += _story(editor, chance)
    left_out = editor.about(100, 3000) if editor.happens(LONG) else 0.0
    met = sum(len(part.rows) for part in parts)
    if left_out:
        parts.append(Part(editor.scenes(editor.whole(60, AT_THE_END)), STORY))
    return _searched([*parts, *ending(editor, chance)], met, left_out, material, chance)


def _searched(
    parts: Sequence[Part], met: int, left_out: float, material: Material, chance: Chance
) -> list[Shown]:
    """What is searched of an episode of which some seconds after the first `met` were never made."""
    rows = np.array([row for part in parts for row in part.rows], np.int32)
    labels = np.array([str(part.label) for part in parts for _ in part.rows])
    targets = np.stack([labels == str(label) for label in LABELS], axis=1)
    power = np.zeros((0, BANDS), np.float32)
    if chance.random() >= SILENT:
        power = Score(material.corpus, chance).of(
            [Heard(part.heard, len(part.rows) * STEP_RATE) for part in parts]
        )
    begins = np.zeros(len(rows), np.bool_)
    begins[np.cumsum([0, *(len(part.rows) for part in parts)][:-1]).clip(max=max(0, len(rows) - 1))] = True
    shots = joined(rows, begins, material.stock, chance)
    duration = len(rows) + left_out

    def shown(first: int, last: int, began: float) -> Shown:
        steps = slice(first * STEP_RATE, last * STEP_RATE)
        seen = slice(first, last)
        return Shown(shots.rows[seen], shots.lights[seen], targets[seen], duration, power[steps], began)

    beginning = min(met if left_out else len(rows), MOST_SEARCHED)
    if beginning == len(rows):
        return [shown(0, beginning, 0.0)]
    last = max(met if left_out else 0, len(rows) - AT_THE_END)
    return [shown(0, beginning, 0.0), shown(last, len(rows), last + left_out)]


def _before(editor: Editor) -> Iterator[Part]:
    """A studio's logo, a rating, a recap, a cold open, or none of them."""
    if editor.happens(0.25):
        yield Part(editor.faded(editor.card("ident", editor.whole(2, 7)), 0.4), IDENT)
    if editor.happens(0.12):
        yield Part(editor.card("notice", editor.whole(2, 6)), NOTICE)
    recaps = editor.happens(0.15)
    if recaps:
        yield from recap(editor)
    if editor.happens(0.6):
        yield Part(editor.scenes(editor.whole(4, 260)), STORY)
        if not recaps and editor.happens(0.06):
            yield from recap(editor)


def recap(editor: Editor) -> Iterator[Part]:
    """What was before: shots of many scenes, announced now and then by a card or by words over the first of them."""
    rows: Rows = []
    if editor.happens(0.2):
        rows += editor.card("recap", editor.whole(2, 4))
    look = "graded" if editor.happens(0.25) else "tinted" if editor.happens(0.08) else "plain"
    seconds, own = editor.whole(8, 90), editor.happens(0.75)
    if editor.happens(0.15):
        rows += editor.shot(editor.clip(of_the_show=own), editor.whole(2, 5), "before")
    announced = float(editor.happens(0.1))  # all over it
    rows += editor.montage(seconds, editor.about(1.5, 5), announced, look, own=own, kind="before")
    yield Part(rows, RECAP, Label.RECAP)
    yield Part(editor.faded([], 0.3), NOTICE)


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
