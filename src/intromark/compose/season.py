"""A random season: what it has, and then its episodes one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intromark.compose.extras import (
    advert,
    black,
    bumper,
    credits_for,
    end_credits,
    establishing,
    ident,
    rating_card,
    recap,
)
from intromark.compose.mastering import any_master, master_of_episode
from intromark.compose.noise import Rng, generator
from intromark.compose.opening import Change, Opening, any_opening, opening_block
from intromark.compose.plan import Block, BlockKind, EpisodePlan, Master, SeasonPlan
from intromark.compose.show import Show, air, any_show, seed_from, story

LONGEST_SHARE = 0.35  # of an episode that the intro may take
EPISODES = (1, 2, 3, 4, 5, 6, 7, 8)
EPISODES_ODDS = (0.04, 0.14, 0.18, 0.22, 0.20, 0.12, 0.06, 0.04)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a season has; None and empty are what it lacks.

    Attributes:
        openings: None at all, one, or two that take turns.
        changes: Chances of a `Change` in an episode, by the name of its field.
        cold: Share of an episode before the intro, at most.
        late: Chance of an intro after a much longer cold open.
        recapped: Chance of a recap in an episode.
        trouble: How often an episode's master is unlike the others.
        typography: Seed of the credits' letters.
    """

    openings: tuple[Opening, ...]
    changes: dict[str, float]
    cold: float
    late: float
    ident: Block | None
    rating: Block | None
    bumper: Block | None
    advert: Block | None
    view: Block | None
    ending: Block | None
    recapped: float
    trouble: float
    typography: int
    master: Master


def plan_season(seed: int, minutes: float = 2.0) -> SeasonPlan:
    """A season that a seed draws.

    Args:
        seed: Equal seeds draw equal seasons.
        minutes: Length of an episode, give or take a quarter.
    """
    rng = generator(seed, 81)
    show = any_show(rng)
    traits = _traits(rng, show, minutes * 60)
    count = int(rng.choice(EPISODES, p=EPISODES_ODDS))
    without = _episodes_without_intro(rng, count)
    episodes: list[EpisodePlan] = []
    for number in range(1, count + 1):
        seconds = minutes * 60 * float(rng.uniform(0.75, 1.25))
        earlier = episodes[-1].blocks if episodes and rng.random() < traits.recapped else ()
        blocks = _before(rng, show, traits, (seconds, earlier))
        if traits.openings and number not in without:
            opening = traits.openings[number % len(traits.openings) if count > 3 else 0]
            blocks.append(opening_block(rng, show, opening, _change(rng, traits)))
        body = _body(rng, show, traits, max(15.0, seconds - sum(block.seconds for block in blocks)))
        master = master_of_episode(rng, traits.master, traits.trouble)
        episodes.append(EpisodePlan(f"S01E{number:02d}", (*blocks, *body), master))
    return SeasonPlan(show.title, tuple(episodes))


def _traits(rng: Rng, show: Show, seconds: float) -> Traits:
    count = int(rng.choice([0, 1, 2], p=[0.12, 0.78, 0.10]))
    hard = float(rng.choice([0.0, 0.5, 1.0]))  # some seasons leave their opening alone

    def sometimes(block: Block, chance: float) -> Block | None:
        return block if rng.random() < chance else None

    return Traits(
        openings=tuple(any_opening(rng, show, seconds * LONGEST_SHARE) for _ in range(count)),
        changes={
            "voices": float(rng.choice([0.0, 0.0, 0.3, 1.0])),
            "dubbed": 0.4 * hard * float(rng.random() < 0.3),
            "other_shot": 0.3 * hard,
            "all_other": float(rng.random() < 0.04),
            "shortened": 0.2 * hard,
        },
        cold=float(rng.choice([0.0, 0.0, 0.15, 0.33])),
        late=0.1 * float(rng.random() < 0.5),
        ident=sometimes(ident(rng), 0.35),
        rating=sometimes(rating_card(rng), 0.15),
        bumper=sometimes(bumper(rng, show), 0.3),
        advert=sometimes(advert(rng), 0.25),
        view=sometimes(establishing(rng, show), 0.4),
        ending=sometimes(end_credits(rng, show), 0.75),
        recapped=float(rng.choice([0.0, 0.0, 0.6, 1.0])),
        trouble=float(rng.choice([0.0, 0.3, 0.7, 1.0])),
        typography=seed_from(rng),
        master=any_master(rng),
    )


def _episodes_without_intro(rng: Rng, count: int) -> set[int]:
    """One or two, when enough others keep it."""
    if count < 3 or rng.random() < 0.7:
        return set()
    lacking = 2 if count > 4 and rng.random() < 0.3 else 1
    return {int(number) for number in rng.permutation(count)[:lacking] + 1}


def _change(rng: Rng, traits: Traits) -> Change:
    return Change(**{name: bool(rng.random() < chance) for name, chance in traits.changes.items()})


def _before(rng: Rng, show: Show, traits: Traits, told: tuple[float, tuple[Block, ...]]) -> list[Block]:
    """All that comes ahead of the intro; `told` is its seconds, and the blocks a recap is cut from."""
    seconds, earlier = told
    blocks = [block for block in (traits.ident, traits.rating) if block is not None]
    if earlier:
        blocks.append(recap(rng, show, earlier))
    share = (
        float(rng.uniform(0.4, 0.6))
        if rng.random() < traits.late
        else traits.cold * float(rng.uniform(0.1, 1))
    )
    if share * seconds > 2:
        blocks.append(story(rng, show, share * seconds, BlockKind.COLD_OPEN))
    if blocks and rng.random() < 0.2:
        blocks.append(black(rng))
    return blocks


def _body(rng: Rng, show: Show, traits: Traits, seconds: float) -> list[Block]:
    """The story in its acts, and the credits."""
    between: list[Block] = []
    if traits.bumper is not None:
        between += [traits.bumper] * int(rng.integers(2, 5))
    if traits.advert is not None:
        between += [traits.advert] * int(rng.choice([0, 1, 1, 2]))
    if traits.view is not None:
        for _ in range(int(rng.choice([0, 1, 1, 2]))):
            between.append(replace(traits.view, cues=tuple(air(rng, traits.view.seconds))))
    ending = [] if traits.ending is None else [credits_for(rng, show, traits.ending, traits.typography)]
    taken = sum(block.seconds for block in (*between, *ending))
    acts = len(between) + 1
    shares = rng.dirichlet([3.0] * acts) * max(4.0 * acts, seconds - taken)
    blocks = [story(rng, show, max(2.0, float(shares[0])))]
    for turn, share in zip(rng.permutation(len(between)), shares[1:], strict=True):
        if rng.random() < 0.2:
            blocks.append(black(rng))
        blocks += [between[turn], story(rng, show, max(2.0, float(share)))]
    if rng.random() < 0.3:
        blocks[-1] = replace(blocks[-1], fade_out=0.6)
    return blocks + ending
