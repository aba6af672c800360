"""A span that a person gave for one episode -> where the same stands in the other episodes of its season."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from intromark.closer import AROUND
from intromark.detectors.matching import Match, Pair
from intromark.edges import EdgeFrames, read_edge
from intromark.encoders.base import Encoder
from intromark.events import Listener
from intromark.features import Features
from intromark.footage import Footage
from intromark.intake import keep_season, read_season
from intromark.media import Decoder
from intromark.segment import Source
from intromark.soundprint import STEP_RATE
from intromark.span import Span
from intromark.store import Store

SHARED = 0.5  # share of the span that must stand in another episode
LAG_REACH = 0.4  # seconds by which the lag of pictures may be off
LAG_STEP = 1 / 48
LAG_COST = (
    0.01  # mean cosine by which a lag must be better, for each second it is farther from the coarse one
)
FEWEST = 3  # frames that tell a lag


def align_span(  # noqa: PLR0913 - as `read_season`
    span: Span,
    episodes: Sequence[Path],
    encoder: Encoder,
    search: float | None,
    listener: Listener,
    store: Store | None = None,
    *,
    decoder: Decoder | None = None,
) -> dict[Path, Span | None]:
    """Find what stands in a span of one episode in others.

    Args:
        span: Seconds of the first episode.
        episodes: That one, and those that are searched.
        encoder: Turns pictures into embeddings.
        search: Seconds from the start that are searched, if the span is within; None is all.
        listener: Told of what cannot be read, and of progress.
        store: Where what is read is kept, and what was read before is found.
        decoder: Where pictures are decoded; None is in software.

    Returns:
        A span for each other episode that could be read; None where it does not stand.

    Raises:
        MediaError: A file went away while it was read.
    """
    within = search if search is None or span.end <= search else None
    season = read_season(episodes, encoder, within, listener, store, decoder=decoder)
    known = {footage.path: footage for footage in season}
    own = known.pop(episodes[0], None)
    if own is None:
        return {}
    own.look([span.widen(AROUND)], encoder)
    found: dict[Path, Span | None] = {}
    for sibling, footage in known.items():
        coarse = _found_in(footage, own.features(), span, encoder)
        found[sibling] = coarse and _to_the_frame(own, span, footage, coarse, encoder)
    keep_season(season, encoder, within, listener, store)
    return found


def _found_in(sibling: Footage, own: Features, span: Span, encoder: Encoder) -> Span | None:
    """The span in another episode: by key frames and sound first, else by all of its pictures."""
    glimpsed = _in_sibling(own, sibling.features(), span)
    whole = Span(0.0, sibling.duration)
    sibling.look([glimpsed.widen(AROUND) if glimpsed else whole], encoder)
    return _in_sibling(own, sibling.features(), span)


def _in_sibling(own: Features, other: Features, span: Span) -> Span | None:
    """The span in another episode, to the step of its features."""
    pair = Pair(own, other)
    shares = [(_share(pair, match, span), match) for match in pair.matches]
    share, best = max(shares, key=lambda one: one[0], default=(0.0, None))
    if best is None or share < SHARED:
        return None
    there = pair.in_b(span, best.lag)
    inside = Span(0.0, other.duration).overlap(there)
    if inside < SHARED * there.length:
        return None
    return Span(max(0.0, there.start), min(other.duration, there.end))


def _share(pair: Pair, match: Match, span: Span) -> float:
    """Share of the span that stands in the other episode at the lag of a match, by pictures or by sound."""
    times = np.arange(span.start, span.end, 1 / STEP_RATE)
    return max(
        float(np.mean(pair.evidence(source, times, match.lag) > 0))
        for source in (Source.PICTURE, Source.SOUND)
    )


def _to_the_frame(own: Footage, span: Span, sibling: Footage, coarse: Span, encoder: Encoder) -> Span:
    """The span in the sibling with each edge at the frame that looks as the edited episode's does."""
    start, end = (
        there
        + _shift(read_edge(own, here, encoder, opens=opens), read_edge(sibling, there, encoder, opens=opens))
        for here, there, opens in ((span.start, coarse.start, True), (span.end, coarse.end, False))
    )
    return Span(max(0.0, start), end) if max(0.0, start) < end else coarse


def _shift(own: EdgeFrames, other: EdgeFrames) -> float:
    """Seconds by which the other's edge is later than thought, from the frames inside the span."""
    inside = own.times >= own.edge if own.opens else own.times < own.edge
    tells = inside & own.embeddings.any(axis=1)
    if tells.sum() < FEWEST or len(other.times) < FEWEST:
        return 0.0
    offsets, rows = own.times[tells] - own.edge, own.embeddings[tells]

    def likeness(shift: float) -> float:
        wanted = other.edge + shift + offsets
        nearest = np.abs(other.times[None, :] - wanted[:, None]).argmin(axis=1)
        cosine = np.einsum("kd,kd->k", rows, other.embeddings[nearest])
        return float(cosine.mean()) - LAG_COST * abs(shift)

    count = round(LAG_REACH / LAG_STEP)
    return max((index * LAG_STEP for index in range(-count, count + 1)), key=likeness)
