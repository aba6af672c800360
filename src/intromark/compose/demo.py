"""One small season, always the same: for a first look, without any file of one's own."""

from __future__ import annotations

from intromark.compose.noise import generator
from intromark.compose.plan import (
    Block,
    BlockKind,
    Caption,
    CaptionStyle,
    Cue,
    CueKind,
    EpisodePlan,
    SeasonPlan,
    Shot,
)
from intromark.compose.show import Show, air, seed_from, story
from intromark.compose.words import credit_roll, episode_title, person_name

LOOK = 17
SHOW = Show(
    title="Harbour Lights",
    look=LOOK,
    sets=(("kitchen", 1), ("room", 34), ("room", 10)),
    families=("street", "harbour", "closeup", "mountains", "forest", "city", "outlines", "table"),
    voices=(3, 90, 211, 1500),
    on_set=0.5,
    pace=3.2,
    scored=0.3,
)
THEME, ENDING = 7, 19
INTRO_SECONDS, CREDITS_SECONDS = 9.0, 6.0
MONTAGE = (("harbour", 4, 1.8), ("street", 15, 1.6), ("outlines", 4, 1.8), ("crowd", 5, 1.4))
COLD_OPENS: tuple[float | None, ...] = (
    6.4,
    10.96,
    0.0,
    14.2,
    None,
)  # seconds; None is an episode without the intro
BODIES = (24.0, 20.0, 28.0, 18.0, 34.0)


def demo_season() -> SeasonPlan:
    """Five episodes of about 45 seconds; the last has no intro."""
    episodes = []
    for number, (cold, body) in enumerate(zip(COLD_OPENS, BODIES, strict=True), start=1):
        rng = generator(number, 71)
        blocks = []
        if cold:
            blocks.append(story(rng, SHOW, cold, BlockKind.COLD_OPEN))
        if cold is not None:
            blocks.append(_intro(number))
        blocks += [story(rng, SHOW, body), _credits(number)]
        episodes.append(EpisodePlan(f"S01E{number:02d}", tuple(blocks)))
    return SeasonPlan(SHOW.title, tuple(episodes))


def _intro(number: int) -> Block:
    """A montage and the title: the same pictures and music, other names in every episode."""
    rng = generator(number, 72)
    shots = [Shot(family, place, place, LOOK, seconds) for family, place, seconds in MONTAGE]
    shown = sum(shot.seconds for shot in shots)
    shots.append(Shot("emblem", 5, 5, LOOK, INTRO_SECONDS - shown))
    captions = [
        Caption(person_name(rng), CaptionStyle.NAME, 0.4 + 1.7 * turn, 1.5, seed_from(rng))
        for turn in range(3)
    ]
    captions.append(Caption(SHOW.title, CaptionStyle.TITLE, shown + 0.3, INTRO_SECONDS - shown - 0.3, 44))
    captions.append(
        Caption(episode_title(rng), CaptionStyle.EPISODE, shown + 0.7, INTRO_SECONDS - shown - 0.7, 2)
    )
    theme = Cue(CueKind.MUSIC, THEME, 0.0, INTRO_SECONDS, 1.2)
    return Block(BlockKind.INTRO, INTRO_SECONDS, tuple(shots), (theme,), tuple(captions))


def _credits(number: int) -> Block:
    rng = generator(number, 73)
    roll = Caption(credit_roll(rng, SHOW.title, 16), CaptionStyle.ROLL, 0.0, CREDITS_SECONDS, 2)
    music = Cue(CueKind.MUSIC, ENDING, 0.0, CREDITS_SECONDS)
    return Block(
        BlockKind.CREDITS, CREDITS_SECONDS, (), (music, *air(rng, CREDITS_SECONDS)), (roll,), fade_out=0.4
    )
