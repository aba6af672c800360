"""An occurrence -> the edges that most of its siblings say, on the soundprint's grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median_high, median_low

import numpy as np

from intromark.arrays import Floats
from intromark.detectors.elements import SAME_PLACE, Element, Link, Occurrence, Pairs
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
A_LITTLE = 2.0  # seconds by which an edge is moved to where its siblings have it; a longer version is more
AT_START = 0.25  # seconds within which a span begins with the video
PICTURES_LEAST = 0.5  # siblings that share pictures, for each that shares sound, for pictures to decide


def settle(occurrence: Occurrence, pairs: Pairs, features: Features) -> Occurrence:
    """Set the span of an occurrence by all of its siblings together; `features` are its episode's own."""
    reach = reach_of(occurrence)
    first, last = (round(edge * STEP_RATE) for edge in (reach.start - MARGIN, reach.end + MARGIN))
    times = np.arange(max(0, first), last) / STEP_RATE
    seen, heard, tells = weighed(occurrence, pairs, features, times)
    return replace(occurrence, span=best_span(times, fuse(seen, heard, tells)) or occurrence.span)


def reach_of(occurrence: Occurrence) -> Span:
    """All that one of its siblings has of it."""
    reach = occurrence.span
    for link in _one_a_sibling(occurrence.links):
        reach = reach.join(link.span)
    return reach


def weighed(
    occurrence: Occurrence, pairs: Pairs, features: Features, times: Floats
) -> tuple[list[Floats], list[Floats], Floats]:
    """What speaks for and against an occurrence at these seconds, as `fuse` takes it.

    Returns:
        (T,) nats of each sibling by picture, the same by sound, and (T,) shares of what pictures tell. Pictures are
        left out where few siblings share them.
    """
    links = _one_a_sibling(occurrence.links)
    by_picture = [link for link in links if link.match.picture]
    by_sound = [link for link in links if link.match.sound]
    if len(by_picture) < PICTURES_LEAST * len(by_sound):
        by_picture = []
    seen = [_evidence(occurrence.episode, link, pairs, times, Source.PICTURE) for link in by_picture]
    heard = [_evidence(occurrence.episode, link, pairs, times, Source.SOUND) for link in by_sound]
    tells, reused = _own_pictures(features, times, reach_of(occurrence))
    return [np.where(reused, AGAINST, nats) for nats in seen], heard, tells


def agree(element: Element) -> Element:
    """Set edges that are a little off to where most of the siblings have theirs; of two, the one farther inside."""
    return Element(tuple(_agreed(one, element.occurrences) for one in element.occurrences))


def _agreed(occurrence: Occurrence, others: Sequence[Occurrence]) -> Occurrence:
    own = occurrence.span
    starts, ends = [own.start], [own.end]
    for link in _one_a_sibling(occurrence.links):
        for other in others:
            here = link.from_sibling(other.span)
            if other.episode == link.sibling and here.iou(own) >= SAME_PLACE:
                ends.append(here.end)
                if other.span.start >= AT_START:  # else its own may be cut off
                    starts.append(here.start)
    start, end = median_high(starts), median_low(ends)
    return replace(
        occurrence,
        span=Span(
            start if abs(start - own.start) <= A_LITTLE else own.start,
            end if abs(end - own.end) <= A_LITTLE else own.end,
        ),
    )


def _one_a_sibling(links: Sequence[Link]) -> list[Link]:
    best: dict[int, Link] = {}
    for link in sorted(links, key=lambda link: -link.match.surprise):
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
    held = features.shown.unit()
    if not len(held):
        return np.ones(len(times)), np.zeros(len(times), np.bool_)
    steps = np.clip((times * features.picture_rate).astype(np.intp), 0, len(held) - 1)
    unlike = np.concatenate([[1.0], 1 - np.einsum("kd,kd->k", held.rows[1:], held.rows[:-1])])
    new = np.concatenate([[True], held.index[1:] != held.index[:-1]])
    tells = np.clip(np.where(new, unlike[held.index], 0)[steps] / STILL, STILL_SHARE, 1)
    seconds = np.arange(len(held)) / features.picture_rate
    outside = (seconds < reach.start - APART) | (seconds > reach.end + APART)
    elsewhere = np.unique(held.index[outside & (seconds < STORY * features.duration)])
    shown, which = np.unique(held.index[steps], return_inverse=True)
    nearest = (held.rows[shown] @ held.rows[elsewhere].T).max(axis=1, initial=0)
    return tells, nearest[which] >= REUSED
