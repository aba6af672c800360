"""An occurrence -> the edges that most of its siblings say, on the soundprint's grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.elements import Link, Occurrence, Pairs
from intromark.features import Features
from intromark.fuse import AGAINST, best_span, fuse
from intromark.segment import Source
from intromark.soundprint import STEP_RATE
from intromark.span import Span

MARGIN = 4.0  # seconds beyond its links that an occurrence may reach
APART = 2.0  # seconds from an occurrence at which its own pictures no longer belong to it
STILL = 0.04  # cosine distance of successive pictures below which nothing moves
STILL_SHARE = 0.1  # what a picture tells that is the one before it, against one that is new
REUSED = 0.8  # cosine at which a picture stands elsewhere in its own episode
STORY = 0.85  # share of an episode before its credits, which may show the intro's pictures again
PICTURES_LEAST = 0.5  # siblings that share pictures, for each that shares sound, for pictures to decide


def settle(occurrence: Occurrence, pairs: Pairs, features: Features) -> Occurrence:
    """Set the span of an occurrence by all of its siblings together; `features` are its episode's own."""
    links = _one_a_sibling(occurrence.links)
    reach = occurrence.span
    for link in links:
        reach = reach.join(link.span)
    first, last = (round(edge * STEP_RATE) for edge in (reach.start - MARGIN, reach.end + MARGIN))
    times = np.arange(max(0, first), last) / STEP_RATE
    by_picture = [link for link in links if link.match.picture]
    by_sound = [link for link in links if link.match.sound]
    if len(by_picture) < PICTURES_LEAST * len(by_sound):
        by_picture = []
    seen = [_evidence(occurrence.episode, link, pairs, times, Source.PICTURE) for link in by_picture]
    heard = [_evidence(occurrence.episode, link, pairs, times, Source.SOUND) for link in by_sound]
    tells, reused = _own_pictures(features, times, reach)
    seen = [np.where(reused, AGAINST, nats) for nats in seen]
    return replace(occurrence, span=best_span(times, fuse(seen, heard, tells)) or occurrence.span)


def _one_a_sibling(links: Sequence[Link]) -> list[Link]:
    best: dict[int, Link] = {}
    for link in links:
        best.setdefault(link.sibling, link)
    return list(best.values())


def _evidence(episode: int, link: Link, pairs: Pairs, times: Floats, source: Source) -> Floats:
    """(T,) nats that this episode at these seconds is its sibling where the link says."""
    first = episode < link.sibling
    pair = pairs[(episode, link.sibling) if first else (link.sibling, episode)]
    return pair.evidence(source, times if first else link.in_sibling(times), link.match.lag)


def _own_pictures(features: Features, times: Floats, reach: Span) -> tuple[Floats, Floats]:
    """How much the pictures tell at these seconds, and whether they stand elsewhere in its story.

    A logo that stays on the screen agrees for as long as it stays, whatever goes on behind it; an establishing shot
    that returns is the story's, even where it follows the intro every time.

    Returns:
        (T,) shares in (0, 1], and (T,) booleans.
    """
    rows = features.pictures / np.maximum(np.linalg.norm(features.pictures, axis=1, keepdims=True), 1e-6)
    shown = np.clip((times * features.picture_rate).astype(np.intp), 0, len(rows) - 1)
    moved = np.concatenate([[1.0], 1 - np.einsum("td,td->t", rows[1:], rows[:-1])])[shown]
    tells = np.clip(moved / STILL, STILL_SHARE, 1)
    seconds = np.arange(len(rows)) / features.picture_rate
    outside = (seconds < reach.start - APART) | (seconds > reach.end + APART)
    elsewhere = rows[outside & (seconds < STORY * features.duration)]
    reused = (rows[shown] @ elsewhere.T).max(axis=1, initial=0) >= REUSED
    return tells, reused
