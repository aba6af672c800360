"""What recurs -> which of it is the intro, or none of it.

Credits, idents, adverts, bumpers and rating cards recur as well as an intro does. What tells them apart is length,
place, how often and in how many episodes they stand, and whether sound and picture both return: each a trait of the
recurring element as a whole, weighed by a logistic model. Its weights are set by hand and checked on composed
seasons, and on mixtures of shows that have nothing in common (docs/log.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median

from intromark.span import Span

TYPICAL_LENGTH = 15.0  # seconds; half of all intros lie within a factor of two
AT_END = 6.0  # seconds before the end of a video within which credits end
STRONG = 12.0  # significance of an agreement beyond which more of it says nothing new
EARLY = 0.2  # share of the duration before which all starts are equally likely
AT_START = 0.5  # seconds after the start within which an ident begins
IDENT = 5.5  # seconds; idents and rating cards are shorter


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands in one episode, and how well its siblings agree.

    Attributes:
        episode: Number of the episode.
        span: Where it stands.
        duration: Seconds of the episode.
        pictures: Siblings that share its pictures.
        sounds: Siblings that share its sound.
        surprise: Significance of its best agreement, -log10 of what chance gives, >= 0.
        opinion: How much a model of one episode takes it for an intro, in [-1, 1]; 0 without a model.
    """

    episode: int
    span: Span
    duration: float
    pictures: int
    sounds: int
    surprise: float
    opinion: float = 0.0


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of an element when it is judged; each about 0 to 1 unless said otherwise.

    Attributes:
        short: log of how many times it is shorter than typical; 0 when longer.
        long: log of how many times it is longer than typical; 0 when shorter.
        share: Share of the season's episodes that have it.
        alone: 1 when no more than two episodes have it, though the season has more.
        late: By how much of the duration its start, by the median, is later than early.
        at_end: Share of its places that end where the video ends.
        at_start: Share of its places that begin where the video begins.
        ident: Share of its places that begin there and are over in a few seconds, as a network's ident is.
        repeats: 1 when a third or more of its episodes have it more than once.
        pictures: Share of its places whose pictures return.
        sounds: Share of its places whose sound returns.
        strong: 1 where agreements are far beyond chance.
        opinion: Mean of what a model of one episode says of its places, in [-1, 1]; 0 without a model.
    """

    short: float
    long: float
    share: float
    alone: float
    late: float
    at_end: float
    at_start: float
    ident: float
    repeats: float
    pictures: float
    sounds: float
    strong: float
    opinion: float


def traits(places: Sequence[Place], season: int) -> Traits:
    """Describe an element by its places, at least one; `season` is the number of episodes."""
    episodes = {place.episode for place in places}
    ratio = math.log(median(place.span.length for place in places) / TYPICAL_LENGTH)

    def mean(values: Sequence[bool]) -> float:
        return sum(values) / len(values)

    return Traits(
        short=max(0.0, -ratio),
        long=max(0.0, ratio),
        share=len(episodes) / season,
        alone=float(len(episodes) <= 2 < season),
        late=max(0.0, median(place.span.start / place.duration for place in places) - EARLY),
        at_end=mean([place.duration - place.span.end < AT_END for place in places]),
        at_start=mean([place.span.start < AT_START for place in places]),
        ident=mean([place.span.start < AT_START and place.span.length < IDENT for place in places]),
        repeats=min(
            1.0, 3 * mean([sum(place.episode == episode for place in places) > 1 for episode in episodes])
        ),
        pictures=mean([place.pictures > 0 for place in places]),
        sounds=mean([place.sounds > 0 for place in places]),
        strong=min(1.0, median(place.surprise for place in places) / STRONG),
        opinion=sum(place.opinion for place in places) / len(places),
    )


@dataclass(frozen=True, slots=True)
class IntroModel:
    """A logistic model of Traits.

    Attributes:
        bias: Log-odds when every trait is 0.
        weights: Log-odds a unit of each trait, by name.
        accept: Least probability of an intro.
    """

    bias: float
    weights: Mapping[str, float]
    accept: float = 0.5

    def __post_init__(self) -> None:
        """Check the names."""
        unknown = set(self.weights) - {field.name for field in fields(Traits)}
        if unknown:
            raise ValueError(f"no such traits: {sorted(unknown)}")

    def probability(self, of: Traits) -> float:
        """Probability in (0, 1) that the element is an intro."""
        log_odds = self.bias + sum(weight * getattr(of, name) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


DEFAULT_MODEL = IntroModel(
    bias=-3.5,
    weights={
        "short": -1.2,
        "long": -1.0,
        "share": 2.0,
        "alone": -4.5,
        "late": -6.0,
        "at_end": -6.0,
        "at_start": -2.2,
        "ident": -3.0,
        "repeats": -6.0,
        "pictures": 1.5,
        "sounds": 0.5,
        "strong": 6.0,
        "opinion": 1.5,
    },
)


def judge(elements: Sequence[Sequence[Place]], season: int, model: IntroModel = DEFAULT_MODEL) -> list[float]:
    """Probability of each element that it is an intro.

    Args:
        elements: The places of each.
        season: Number of episodes.
        model: How traits are weighed.
    """
    return [model.probability(traits(places, season)) for places in elements]


def choose(
    elements: Sequence[Sequence[Place]], season: int, model: IntroModel = DEFAULT_MODEL
) -> dict[int, float]:
    """Which elements are intros.

    A season has one intro, or several that take turns: a further element is one only where the ones before it do
    not stand in the same episodes.

    Args:
        elements: The places of each.
        season: Number of episodes.
        model: How traits are weighed.

    Returns:
        Probability by number of the element; empty when the season has no intro in common.
    """
    judged = sorted(
        ((probability, number) for number, probability in enumerate(judge(elements, season, model))),
        reverse=True,
    )
    chosen: dict[int, float] = {}
    taken: set[int] = set()
    for probability, number in judged:
        episodes = {place.episode for place in elements[number]}
        if probability >= model.accept and not episodes & taken:
            chosen[number] = probability
            taken |= episodes
    return chosen
