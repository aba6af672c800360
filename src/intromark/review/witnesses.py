"""The siblings of an episode at the moments that are the same as those of a span of it."""

from __future__ import annotations

from collections.abc import Sequence

from intromark.library.values import Entry
from intromark.media import shown_name
from intromark.review.evidence import Tie
from intromark.review.gallery import tick_of
from intromark.review.schemas.seen import Moment, Witness
from intromark.segment import Label
from intromark.span import Span

SHARES = (0.02, 0.26, 0.5, 0.74, 0.98)  # of a span at which its moments are
COARSE = 0.3  # seconds by which comparing may be off
HALF = 0.5  # of a span that a tie must cover to be about it


def witnesses_of(entries: Sequence[Entry], ties: Sequence[Tie], span: Span, label: Label) -> list[Witness]:
    """The episode itself, then its siblings, the clearest first.

    Args:
        entries: The episode and its siblings.
        ties: What they share.
        span: Of the episode.
        label: Of the span: a sibling that does not share it shows its own segment of this label.
    """
    own = _witness(entries[0], span, None)
    about = [tie for tie in ties if tie.span.overlap(span) >= HALF * min(span.length, tie.span.length)]
    matched: list[tuple[float, Witness]] = []
    others: list[Witness] = []
    for place, entry in enumerate(entries[1:], start=1):
        best = max(
            (tie for tie in about if tie.sibling == place),
            key=lambda tie: tie.picture + tie.sound,
            default=None,
        )
        segment = entry.segment(label)
        if best is not None:
            there = _exactly(
                Span(best.there(span.start), best.there(span.end)), span, entries[0], entry, label
            )
            matched.append((-best.picture - best.sound, _witness(entry, there, best)))
        elif segment is not None:
            others.append(_witness(entry, Span(segment.start, segment.end), None))
    return [own, *(one for _, one in sorted(matched, key=lambda one: one[0])), *others]


def _exactly(there: Span, span: Span, own: Entry, other: Entry, label: Label) -> Span:
    """The span in a sibling, to the frame where the edges of both are known to it: comparing tells an eighth second."""
    here, theirs = own.segment(label), other.segment(label)
    if here is None or theirs is None:
        return there
    lag = theirs.start - here.start
    return span.shift(lag) if abs(lag - (there.start - span.start)) < COARSE else there


def picture_address(entry: Entry, time: float) -> str:
    """Where the picture of a moment is; another content has another address, so that it can be remembered."""
    content = entry.episode.fingerprint[:8]
    return f"/api/episodes/{entry.episode.id}/pictures/{tick_of(max(0.0, time))}?content={content}"


def _witness(entry: Entry, span: Span, tie: Tie | None) -> Witness:
    times = [span.start + share * span.length for share in SHARES]
    end = entry.detection.duration if entry.detection else span.end
    return Witness(
        id=entry.episode.id,
        name=shown_name(entry.episode.path.stem),
        start=span.start,
        end=span.end,
        picture=bool(tie and tie.picture),
        sound=bool(tie and tie.sound),
        matched=tie is not None,
        moments=[
            Moment(time=time, picture=picture_address(entry, time)) for time in times if 0 <= time < end
        ],
    )
