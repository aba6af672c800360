"""The recap of each episode: found by key frames, then by all pictures of where it may be and of what it tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from intromark.closer import look_closer
from intromark.confidence import recap_confidence
from intromark.embedded import PICTURE_RATE
from intromark.encoders.base import EMBEDDING, Encoder
from intromark.events import Listener
from intromark.executors.base import Executor
from intromark.executors.local import LOCAL
from intromark.footage import Footage
from intromark.held import Held
from intromark.parallel import check
from intromark.refine import cut_edges
from intromark.retelling import RetellingRule, Retold, places, retelling
from intromark.segment import Evidence, Label, Segment, Source
from intromark.span import Span

PROMISING = RetellingRule(likeness=0.45, contrast=0.03, clear=0.6, scenes=2, shortest=4, penalty=0.75)
FOUND = RetellingRule()
BEGINS = 20.0  # seconds within which a recap begins that is not beside the intro: idents and ratings come before it
BESIDE = 3.0  # seconds between a recap and the intro
LONGEST = 240.0  # seconds
TOUCHES = 2.0  # seconds between the two that belong to the recap
AROUND = 8.0  # seconds on either side that are looked at
STOOD = 11.0  # seconds from a key frame within which the copied scene lies
EARLIER, LATER = 24, 8  # episodes before and after that are compared, the nearest


def recap_segments(
    season: list[Footage],
    intros: Mapping[int, Segment],
    encoder: Encoder,
    listener: Listener,
    executor: Executor = LOCAL,
) -> dict[int, Segment]:
    """The recaps of a season's episodes, by what each shows of those before it.

    Args:
        season: The episodes in order, read as a whole; those that are looked at are replaced.
        intros: By number of the episode; what is in them is no story.
        encoder: Turns pictures into embeddings.
        listener: Told of progress.
        executor: What runs it.

    Raises:
        MediaError: A file cannot be read any more.
        PoisonError: A file kills the process that looks at it.
    """
    known = {number: Span(intro.start, intro.end) for number, intro in intros.items()}
    promising = _told(season, known, PROMISING, range(1, len(season)))
    wanted: dict[int, list[Span]] = defaultdict(list)
    for episode, candidates in promising.items():
        for scenes in candidates:
            wanted[episode].append(_span(scenes).widen(AROUND))
            for scene in scenes:
                stood = scene.place / PICTURE_RATE
                wanted[scene.episode].append(Span(stood - STOOD, stood + STOOD))
    if promising:  # an ident that only two episodes are known to have would be told again
        for number in range(len(season)):
            wanted[number].append(Span(0.0, BEGINS))
    look_closer(season, wanted, encoder, listener, executor)
    segments: dict[int, Segment] = {}
    for episode, candidates in _told(season, known, FOUND, promising).items():
        scenes = max(candidates, key=_told_again)
        span = _refined(season[episode], _span(scenes), known.get(episode), encoder)
        segments[episode] = _segment(span, scenes)
    return segments


def _segment(span: Span, scenes: Sequence[Retold]) -> Segment:
    lengths = [scene.end - scene.start for scene in scenes]
    likeness = float(np.average([scene.likeness for scene in scenes], weights=lengths))
    told = len({scene.episode for scene in scenes})
    return Segment(
        span.start,
        span.end,
        Label.RECAP,
        recap_confidence(places(scenes), likeness),
        (Evidence(Source.PICTURE, told),),
    )


def _told_again(scenes: Sequence[Retold]) -> float:
    """How many rows, those that are less alike counting less."""
    return sum(scene.likeness * (scene.end - scene.start) for scene in scenes)


def _told(
    season: Sequence[Footage],
    intros: Mapping[int, Span],
    rule: RetellingRule,
    episodes: Iterable[int],
) -> dict[int, list[tuple[Retold, ...]]]:
    """What may be recaps of some episodes: the scenes that each of them tells again, on the episode's clock."""
    stories: dict[int, Held] = {}
    found: dict[int, list[tuple[Retold, ...]]] = defaultdict(list)
    for episode in episodes:
        check()
        intro = intros.get(episode)
        others = range(max(0, episode - EARLIER), min(len(season), episode + 1 + LATER))
        for number in others:
            if number not in stories:
                stories[number] = _story(season[number], intros.get(number))
        before = [stories[number] for number in others if number < episode]
        after = [stories[number] for number in others if number > episode]
        for part in _parts(season[episode], intro):
            first, last = round(part.start * PICTURE_RATE), round(part.end * PICTURE_RATE)
            rows = stories[episode].part(slice(first, last))
            scenes = tuple(
                replace(
                    scene, start=scene.start + first, end=scene.end + first, episode=scene.episode + others[0]
                )
                for scene in retelling(rows, before, after, rule)
            )
            if scenes and _is_in_place(_span(scenes), intro):
                found[episode].append(scenes)
    return found


def _parts(footage: Footage, intro: Span | None) -> list[Span]:
    """Where a recap may be: before the intro and right after it, or at the beginning."""
    end = len(footage.glimpses.rows) / PICTURE_RATE
    if intro is None:
        bounds = [(0.0, BEGINS + LONGEST)]
    else:
        bounds = [(0.0, intro.start), (intro.end, intro.end + BESIDE + LONGEST)]
    return [Span(start, min(stop, end)) for start, stop in bounds if start < min(stop, end)]


def _is_in_place(span: Span, intro: Span | None) -> bool:
    if span.length > LONGEST:
        return False
    return span.start <= BEGINS or (intro is not None and span.gap(intro) <= BESIDE)


def _story(footage: Footage, intro: Span | None) -> Held:
    """The rows of an episode, of length 1; zeros where its intro is."""
    held = footage.glimpses.held().columns(EMBEDDING).unit()
    sources = held.index.copy()
    if intro is not None:
        first, last = round(intro.start * PICTURE_RATE) - 1, round(intro.end * PICTURE_RATE) + 1
        sources[max(0, first) : last] = len(held.rows)
    return Held.of_sources(np.concatenate([held.rows, np.zeros((1, held.width), np.float32)]), sources)


def _span(scenes: Sequence[Retold]) -> Span:
    return Span(scenes[0].start / PICTURE_RATE, scenes[-1].end / PICTURE_RATE)


def _refined(footage: Footage, span: Span, intro: Span | None, encoder: Encoder) -> Span:
    """Both edges at cuts, or at the intro's where that is near."""
    start, end = cut_edges(footage, span, encoder)
    if intro is not None:
        start = intro.end if abs(start - intro.end) <= TOUCHES else start
        end = intro.start if abs(intro.start - end) <= TOUCHES else end
    return Span(start, end) if start < end else span
