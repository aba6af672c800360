"""What recurs -> which of it is the intro, which the credits, or none of it.

Credits, idents, adverts, bumpers and rating cards recur as well as an intro does. What tells them apart is length,
place, how often and in how many episodes they stand, and whether sound and picture both return: each a trait of the
recurring element as a whole, weighed by a logistic model for each label. Its weights are set by hand and checked on
composed seasons, and on mixtures of shows that have nothing in common (docs/log.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median

from intromark.segment import Label
from intromark.span import Span

TYPICAL_LENGTH = 15.0  # seconds; half of all intros lie within a factor of two
AT_END = 6.0  # seconds before the end of a video within which credits end
STRONG = 12.0  # significance of an agreement beyond which more of it says nothing new
EARLY = 0.2  # share of the duration before which all starts are equally likely
AT_START = 0.5  # seconds after the start within which an ident begins
IDENT = 5.5  # seconds; idents and rating cards are shorter
LAST = 0.25  # share of the duration at the end, in which credits begin
SCENE = 15.0  # seconds of something after the credits; a scene is longer


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
        opinion: How much a model of one episode takes it for what is sought, in [-1, 1]; 0 without a model.
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
        early: By how much of the duration its start, by the median, is earlier than the last part.
        left: log of how many scenes fit between its end, by the median, and that of the video, and 1 more.
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
    early: float
    left: float
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
    start = median(place.span.start / place.duration for place in places)

    def mean(values: Sequence[bool]) -> float:
        return sum(values) / len(values)

    return Traits(
        short=max(0.0, -ratio),
        long=max(0.0, ratio),
        share=len(episodes) / season,
        alone=float(len(episodes) <= 2 < season),
        late=max(0.0, start - EARLY),
        early=max(0.0, 1 - LAST - start),
        left=math.log1p(
            max(0.0, median(place.duration - place.span.end for place in places) - AT_END) / SCENE
        ),
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
class ElementModel:
    """A logistic model of Traits.

    Attributes:
        bias: Log-odds when every trait is 0.
        weights: Log-odds a unit of each trait, by name.
        accept: Least probability of what is sought.
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
        """Probability in (0, 1) that the element is what is sought."""
        log_odds = self.bias + sum(weight * getattr(of, name) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


MODELS: Mapping[Label, ElementModel] = {
    Label.INTRO: ElementModel(
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
    ),
    Label.CREDITS: ElementModel(
        bias=-4.5,
        weights={
            "short": -1.3,
            "long": -0.3,
            "share": 2.0,
            "alone": -4.5,
            "early": -20.0,
            "left": -1.5,
            "at_end": 4.0,
            "at_start": -2.2,
            "repeats": -6.0,
            "pictures": 0.5,
            "sounds": 1.0,
            "strong": 5.0,
            "opinion": 2.5,
        },
    ),
}
"""What recurs in every episode alike; a recap does not, and has a detector of its own."""


def judge(elements: Sequence[Sequence[Place]], season: int, label: Label = Label.INTRO) -> list[float]:
    """Probability of each element that it is what is sought.

    Args:
        elements: The places of each.
        season: Number of episodes.
        label: What is sought: a key of `MODELS`.
    """
    return [MODELS[label].probability(traits(places, season)) for places in elements]


def choose(elements: Sequence[Sequence[Place]], season: int, label: Label = Label.INTRO) -> dict[int, float]:
    """Which elements are intros, or credits.

    A season has one intro, or several that take turns: a further element is one only where the ones before it do
    not stand in the same episodes.

    Args:
        elements: The places of each.
        season: Number of episodes.
        label: What is sought: a key of `MODELS`.

    Returns:
        Probability by number of the element; empty when the season has no such thing in common.
    """
    judged = sorted(
        ((probability, number) for number, probability in enumerate(judge(elements, season, label))),
        reverse=True,
    )
    chosen: dict[int, float] = {}
    taken: set[int] = set()
    for probability, number in judged:
        episodes = {place.episode for place in elements[number]}
        if probability >= MODELS[label].accept and not episodes & taken:
            chosen[number] = probability
            taken |= episodes
    return chosen
