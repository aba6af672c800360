"""How episodes end: credits of many kinds or none, and what may follow them.

A studio's logo or black right behind the credits belongs to them: whoever skips the credits wants to be past it. A
scene behind them does not, nor does a preview of the next episode, nor what follows those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from intromark.segment import Label

from .editor import BLACK, Chance, Editor, Part, Rows
from .soundtrack import CREDITS, IDENT, RECAP, STORY

WITHOUT_CREDITS = 0.25
LENGTHS = (5, 120)  # seconds


def ending(editor: Editor, chance: Chance) -> Iterator[Part]:
    """What closes an episode, from the end of its story on."""
    if not editor.happens(WITHOUT_CREDITS):
        if editor.happens(0.3):
            yield Part([BLACK] * editor.whole(1, 2), STORY)
        yield Part(credits(editor, chance), CREDITS, Label.CREDITS)
        if editor.happens(0.25):
            logo = editor.faded(editor.card("ident", editor.whole(2, 5)), 0.3)
            yield Part(logo, IDENT if editor.happens(0.5) else CREDITS, Label.CREDITS)
    follows = chance.random()
    if follows < 0.2:
        yield Part(editor.faded(editor.scenes(editor.whole(5, 60)), 0.3), STORY)
    elif follows < 0.33:
        yield Part(editor.montage(editor.whole(8, 30), editor.about(1.2, 3), 0.1, own=True), RECAP)
    if follows < 0.33 and editor.happens(0.25):
        yield Part(editor.card("ident", editor.whole(2, 5)), IDENT)


def credits(editor: Editor, chance: Chance) -> Rows:
    """Credits of one kind, or of two one behind the other."""
    names = list(KINDS)
    shares = [share for _, share in KINDS.values()]
    chosen = chance.choice(len(names), 1 + editor.happens(0.2), replace=False, p=shares)
    length = editor.whole(*LENGTHS)
    rows: Rows = []
    for number in chosen:
        rows += KINDS[names[int(number)]][0](editor, max(2, length // len(chosen)))
    return rows


def _roll(editor: Editor, seconds: int) -> Rows:
    rows: Rows = []
    while len(rows) < seconds:
        rows += editor.card("roll", 10)
    return rows[:seconds]


def _cards(editor: Editor, seconds: int) -> Rows:
    """Names on cards that change, each as long as the others, with black between them or without."""
    rows: Rows = []
    each, dark = editor.whole(1, 5), editor.happens(0.2)
    kind = "names" if editor.happens(0.85) else "notice"
    while len(rows) < seconds:
        rows += editor.card(kind, each) + [BLACK] * dark
    return rows[:seconds]


def _pictures(editor: Editor, seconds: int) -> Rows:
    """Names over shots that are cut for them."""
    look = "tinted" if editor.happens(0.2) else "graded" if editor.happens(0.3) else "plain"
    kind = "cast" if editor.happens(0.6) else "credit"
    return editor.montage(seconds, editor.about(1.5, 8), editor.about(0.7, 1.0), look, kind=kind)


def _last_scene(editor: Editor, seconds: int) -> Rows:
    """Names over the scene with which the story ends."""
    return editor.names_over(seconds, "cast" if editor.happens(0.4) else "credit")


def _beside(editor: Editor, seconds: int) -> Rows:
    """Names beside a picture that has become small."""
    return editor.montage(seconds, editor.about(3, 15), 1.0, own=True, kind="split")


def _graphics(editor: Editor, seconds: int) -> Rows:
    return editor.graphics(seconds)


KINDS: Mapping[str, tuple[Callable[[Editor, int], Rows], float]] = {
    "roll": (_roll, 0.28),
    "cards": (_cards, 0.28),
    "pictures": (_pictures, 0.16),
    "last scene": (_last_scene, 0.14),
    "beside": (_beside, 0.09),
    "graphics": (_graphics, 0.05),
}
"""Kind of credits -> what cuts them, and its share."""
