"""From whole seconds to the frame: the aligned episodes compared at full rate around each edge.

Two episodes that share an intro are equal frame by frame inside it and differ outside. So the frames around both
edges of every intro are embedded, and for each two episodes the lag and the split are sought together at which the
agreement on one side and the disagreement on the other are largest. An episode's edge is the weighted median of
what its siblings say. Where no pictures are shared, the edge goes to the nearest hard cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.elements import Occurrence
from intromark.edges import REACH, EdgeFrames, Edges, read_edge, read_edges
from intromark.embedded import DENSEST
from intromark.encoders.base import Encoder
from intromark.errors import PoisonError
from intromark.events import Listener, Progress
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.media import shown_name
from intromark.parallel import check
from intromark.span import Span

FARTHER = 1.5 * REACH  # seconds by which frames are sought farther inside, when the edge is not among these
FEWEST = 4  # frames on an edge, below which it is left alone
FADE_IN = 0.2  # seconds of black before the first picture that still belong to the span
FADE_OUT = 0.8  # seconds of black after its last picture: to skip black costs nothing
AT_START = 0.25  # seconds within which a coarse edge is the beginning of the video
LAG_COST = (
    0.001  # mean cosine by which a lag must be better, for each second it is farther from the coarse one
)
LAG_REACH = 0.4  # seconds by which the coarse lag may be off
EQUAL = 0.7  # cosine of frames that are the same
CONTRAST = 0.25  # difference of cosines inside and outside that makes an edge
CUT = 0.35  # cosine distance of two neighbouring frames that makes a cut
SOUND_REACH = 0.4  # seconds within which an edge that sound alone tells goes to a cut


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another episode that has the same edge: its second t * speed + offset is this episode's second t."""

    frames: EdgeFrames
    speed: float
    offset: float


class Throughout(Enum):
    """What two episodes are to each other in all frames on an edge."""

    EQUAL = auto()
    DIFFERENT = auto()


def refine_season(
    season: list[Footage],
    intros: Mapping[int, Occurrence],
    encoder: Encoder,
    listener: Listener,
    executor: Executor = LOCAL,
) -> dict[int, Span]:
    """Refine both edges of every intro; one that cannot be refined is left as it was.

    Args:
        season: The episodes; those with an intro are replaced by what is known of them then.
        intros: Occurrences by number of the episode.
        encoder: Turns pictures into embeddings.
        listener: Told of each episode that is read.
        executor: What runs it.

    Raises:
        MediaError: A file cannot be read any more.
        PoisonError: A file kills the process that reads it.
    """
    numbers = sorted(intros)

    def lost(number: int, reason: str) -> tuple[Footage, Edges]:
        raise PoisonError(season[numbers[number]].path, reason)

    read = executor.map(
        partial(read_edges, encoder=encoder),
        [season[number] for number in numbers],
        [intros[number].span for number in numbers],
        lost=lost,
        reads=True,
    )
    edges: dict[int, Edges] = {}
    for number, (footage, both) in zip(numbers, read, strict=True):
        season[number], edges[number] = footage, both
        listener.on_progress(Progress("refine", len(edges), len(numbers), shown_name(footage.path)))
    # Here, since nearly all of it is arithmetic with what was read; now and then some frames farther in.
    refined = LOCAL.map(
        partial(_refined, intros=intros, edges=edges, season=season, encoder=encoder), numbers
    )
    return dict(zip(numbers, refined, strict=True))


def _refined(
    episode: int,
    intros: Mapping[int, Occurrence],
    edges: Mapping[int, Edges],
    season: Sequence[Footage],
    encoder: Encoder,
) -> Span:
    check()
    intro = intros[episode]
    links = [link for link in intro.links if link.sibling in edges and link.match.picture]

    def refined(side: int) -> float:
        own = edges[episode][side]
        siblings = [Sibling(edges[link.sibling][side], link.speed, link.offset) for link in links]
        if not is_farther_in(own, siblings):
            return refine_edge(own, siblings)
        inner = own.edge + (FARTHER if own.opens else -FARTHER)
        own_inner = read_edge(season[episode], inner, encoder, opens=own.opens)
        inner_siblings = [
            Sibling(
                read_edge(season[link.sibling], link.speed * inner + link.offset, encoder, opens=own.opens),
                link.speed,
                link.offset,
            )
            for link in links
        ]
        if partings(own_inner, inner_siblings):
            return refine_edge(own_inner, inner_siblings)
        return refine_edge(own, siblings)

    start, end = refined(0), refined(1)
    return Span(start, end) if start < end else intro.span


def refine_edge(own: EdgeFrames, siblings: Sequence[Sibling]) -> float:
    """The edge to the frame: the first frame of the span where it opens, the first after it where it closes.

    Returns:
        Seconds; the coarse edge where neither siblings nor a cut say better.
    """
    if len(own.times) < FEWEST:
        return own.edge
    told = partings(own, siblings)
    return _from_the_first_frame(own, _weighted_median(told) if told else _nearest_cut(own, SOUND_REACH))


def nearest_cut(own: EdgeFrames) -> float:
    """The edge moved to the hardest cut among its frames; where there is none it is left as it was."""
    if len(own.times) < FEWEST:
        return own.edge
    return _from_the_first_frame(own, _nearest_cut(own, REACH))


def cut_edges(footage: Footage, span: Span, encoder: Encoder) -> tuple[float, float]:
    """Both edges of a span that no sibling shares, each at the hardest cut near it.

    Raises:
        MediaError: The file cannot be read any more.
    """
    start, end = (
        nearest_cut(read_edge(footage, edge, encoder, opens=opens))
        for edge, opens in ((span.start, True), (span.end, False))
    )
    return start, end


def is_farther_in(own: EdgeFrames, siblings: Sequence[Sibling]) -> bool:
    """Whether the edge is to be sought farther inside: no more siblings part from this episode here than differ.

    What comes after may be shared with some of them as well, as an establishing shot is.
    """
    if len(own.times) < FEWEST:
        return False
    told = [_shared_edge(own, sibling) for sibling in siblings]
    parting = sum(isinstance(one, tuple) for one in told)
    return any(told) and parting <= sum(one is Throughout.DIFFERENT for one in told)


def partings(own: EdgeFrames, siblings: Sequence[Sibling]) -> list[tuple[float, float]]:
    """How clearly each sibling parts from this episode, and at which of its seconds; those that do."""
    told = [_shared_edge(own, sibling) for sibling in siblings]
    return [one for one in told if isinstance(one, tuple)]


def _weighted_median(told: Sequence[tuple[float, float]]) -> float:
    """The median of (weight, value): always one of the values, so that two siblings are not averaged."""
    half = sum(weight for weight, _ in told) / 2
    passed = 0.0
    for weight, value in sorted(told, key=lambda one: one[1]):
        passed += weight
        if passed > half:
            return value
    return max(told)[1]


def _shared_edge(own: EdgeFrames, sibling: Sibling) -> tuple[float, float] | Throughout | None:
    """How clearly these two part, and where; or that they do not part here; None where nothing is known."""
    begins = own.opens and sibling.frames.edge < AT_START  # nothing is before it that could differ
    if begins or len(sibling.frames.times) < FEWEST:
        return None
    # Unrelated is unrelated: a pair that is less than that must not weigh more.
    cosine = np.maximum(own.embeddings @ sibling.frames.embeddings.T, 0)
    cosine[~own.embeddings.any(axis=1)] = np.nan
    cosine[:, ~sibling.frames.embeddings.any(axis=1)] = np.nan
    fade = round((FADE_IN if own.opens else FADE_OUT) / float(np.median(np.diff(own.times))))
    best: tuple[float, float] | None = None
    for shift in _shifts(own):
        rows, values = _along(cosine, own, sibling, shift)
        if _equal_throughout(values):
            return Throughout.EQUAL
        found = _split(values, fade) if own.opens else _split(values[::-1], fade)
        # Of equal lags the nearest to the coarse one: a still picture tells none.
        if found is not None and (best is None or found[0] - LAG_COST * abs(shift) > best[0]):
            first = rows[found[1]] if own.opens else rows[len(rows) - found[1] - 1] + 1
            best = (found[0] - LAG_COST * abs(shift), _time(own, first))
    return best or Throughout.DIFFERENT


def _time(own: EdgeFrames, frame: int) -> float:
    """When a frame begins; one past the last is where the last ends."""
    if frame < len(own.times):
        return float(own.times[frame])
    return float(2 * own.times[-1] - own.times[-2])


def _shifts(own: EdgeFrames) -> list[float]:
    step = float(np.median(np.diff(own.times)))
    count = round(LAG_REACH / step)
    return sorted((index * step for index in range(-count, count + 1)), key=abs)


def _along(cosine: Floats, own: EdgeFrames, sibling: Sibling, shift: float) -> tuple[list[int], Floats]:
    """This episode's frames that have a partner at a lag, and the cosine to it."""
    wanted = (own.times + shift) * sibling.speed + sibling.offset
    theirs = sibling.frames.times
    right = np.clip(np.searchsorted(theirs, wanted), 1, len(theirs) - 1)
    nearest = np.where(wanted - theirs[right - 1] <= theirs[right] - wanted, right - 1, right)
    step = float(np.median(np.diff(theirs)))
    rows = np.flatnonzero(np.abs(theirs[nearest] - wanted) <= 0.75 * step)
    return [int(row) for row in rows], cosine[rows, nearest[rows]]


def _equal_throughout(values: Floats) -> bool:
    return np.isfinite(values).sum() >= FEWEST and bool(np.nanquantile(values, 0.1) >= EQUAL)


def _split(values: Floats, fade: int) -> tuple[float, int] | None:
    """How well "low, then high" describes the values, and the first high one; None where it does not.

    NaN is a flat frame, which says nothing; up to `fade` of them just before the first high value are counted
    with it, as the frames of its fade.
    """
    if np.isfinite(values).sum() < FEWEST:
        return None
    quarter = max(2, len(values) // 4)
    ends = values[:quarter], values[-quarter:]
    low, high = (float(np.nanmedian(end)) if np.isfinite(end).any() else np.nan for end in ends)
    if not high - np.nan_to_num(low) >= CONTRAST:
        return None
    centred = np.nan_to_num(values - (np.nan_to_num(low) + high) / 2)
    total = np.concatenate([[0.0], np.cumsum(centred, dtype=np.float64)])
    scores = total[-1] - 2 * total[:-1]  # what is after, less what is before
    last = int(np.flatnonzero(scores >= scores.max() - 1e-9)[-1])
    flat = 0
    while flat < fade and last - flat > 0 and np.isnan(values[last - flat - 1]):
        flat += 1
    return float(scores[last]) / len(values), last - flat


def _nearest_cut(own: EdgeFrames, reach: float) -> float:
    """The hardest cut within seconds of the edge; of two with black between them, the outer one."""
    distance = 1 - np.einsum("kd,kd->k", own.embeddings[1:], own.embeddings[:-1])
    distance = np.where(np.abs(own.times[1:] - own.edge) <= reach, distance, 0)
    if distance.max() < CUT:
        return own.edge
    cuts = np.flatnonzero(distance >= 0.9 * distance.max())
    return float(own.times[1 + int(cuts[0] if own.opens else cuts[-1])])


def _from_the_first_frame(own: EdgeFrames, edge: float) -> float:
    """0 where nothing but flat frames lies between the beginning of the video and the edge, or nothing did before."""
    fades_in = own.times[0] < DENSEST and not own.embeddings[own.times < edge].any()
    return 0.0 if own.opens and (fades_in or own.edge < AT_START) else edge
