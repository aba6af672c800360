"""The catalog's values -> what the API gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intromark.library.episodes import to_shown
from intromark.library.stats import Look
from intromark.library.telling import state_of
from intromark.library.values import Change, Edit, Entry, Word
from intromark.media import shown_name
from intromark.review.schemas.common import Range
from intromark.review.schemas.episodes import (
    ChangeOf,
    EditOf,
    EpisodeLine,
    EpisodeOf,
    EvidenceOf,
    Neighbours,
    SeasonOf,
    SegmentOf,
)
from intromark.review.schemas.taken import RangeTaken, WordOf
from intromark.segment import Label, Segment
from intromark.span import Span

DETECTED = "detected"  # the origin of what no person said
LAST_CHANGES = 50  # lines of history


def line_of(entry: Entry, revision: int, look: Look | None) -> EpisodeLine:
    """An episode as its season shows it."""
    detection = entry.detection
    said = entry.edit(Label.INTRO)
    return EpisodeLine(
        id=entry.episode.id,
        revision=revision,
        name=shown_name(entry.episode.path.stem),
        duration=detection.duration if detection else None,
        state=state_of(entry, others=True),
        missing=entry.episode.missing,
        failure=entry.episode.failure,
        absence=detection.absence if detection and not said else None,
        doubt=look.doubt if look else None,
        reason=look.reason if look else "",
        detected=[_segment(one, DETECTED) for one in (detection.segments if detection else ())],
        edits=[_edit(entry, edit) for edit in entry.edits],
        holds=[
            _segment(segment, edit.origin.value if (edit := entry.edit(label)) else DETECTED)
            for label in Label
            if (segment := entry.segment(label))
        ],
    )


def episode_of(
    entry: Entry, season: Sequence[Entry], revision: int, look: Look | None, history: Sequence[Change]
) -> EpisodeOf:
    """All that is known of an episode, among the episodes of its season."""
    ids = [one.episode.id for one in season]
    at = ids.index(entry.episode.id)
    around = Neighbours(
        previous=ids[at - 1] if at else None,
        next=ids[at + 1] if at + 1 < len(ids) else None,
        number=at + 1,
        of=len(ids),
    )
    return EpisodeOf(
        **dict(line_of(entry, revision, look)),
        season=entry.episode.season_id,
        title=entry.title,
        path=to_shown(entry.episode.path),
        neighbours=around,
        history=[_change(one) for one in history[-LAST_CHANGES:]],
    )


def season_of(season: Sequence[Entry], revisions: Mapping[int, int], looks: Mapping[int, Look]) -> SeasonOf:
    """The episodes of a season, at least one."""
    first = season[0]
    durations = [entry.detection.duration for entry in season if entry.detection]
    return SeasonOf(
        id=first.episode.season_id,
        show=first.show,
        name=first.season,
        folder=to_shown(first.episode.path.parent),
        longest=max(durations, default=0.0),
        episodes=[
            line_of(entry, revisions[entry.episode.id], looks.get(entry.episode.id)) for entry in season
        ],
    )


def span_of(taken: RangeTaken | None) -> Span | None:
    """What a client says is a span.

    Raises:
        ValueError: It ends before it starts.
    """
    return None if taken is None else Span(taken.start, taken.end)


def words_of(taken: Sequence[WordOf]) -> list[Word]:
    """What a client says of an episode.

    Raises:
        ValueError: A span ends before it starts, or two are about one label.
    """
    words = [Word(one.label, span_of(one.span), one.origin) for one in taken]
    if len({word.label for word in words}) < len(words):
        raise ValueError("there may be one word for each label")
    return words


def _segment(segment: Segment, origin: str) -> SegmentOf:
    evidence = [EvidenceOf(source=one.source.value, siblings=one.siblings) for one in segment.evidence]
    return SegmentOf(
        label=segment.label,
        start=segment.start,
        end=segment.end,
        confidence=segment.confidence,
        origin=origin,
        evidence=evidence,
    )


def _edit(entry: Entry, edit: Edit) -> EditOf:
    return EditOf(
        label=edit.label,
        span=Range(start=edit.span.start, end=edit.span.end) if edit.span else None,
        origin=edit.origin,
        who=edit.who,
        made_at=edit.made_at,
        stale=entry.is_stale(edit),
    )


def _change(change: Change) -> ChangeOf:
    return ChangeOf(at=change.at, who=change.who, what=change.what, before=change.before, after=change.after)
