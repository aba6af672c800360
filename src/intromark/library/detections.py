"""What was detected, kept for each episode; what people said is not touched."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from intromark.detection import Detection, Provenance
from intromark.library.choosing import of_these
from intromark.library.history import note, now, words
from intromark.library.values import EpisodeRow
from intromark.segment import Evidence, Label, Segment, Source
from intromark.span import Span


def save_detection(
    connection: sqlite3.Connection,
    episode: EpisodeRow,
    detection: Detection,
    settings: str,
    *,
    replace_better: bool = False,
) -> bool:
    """Keep what was detected in an episode, in place of what was before.

    An answer that was found with more siblings is kept: who deletes what was watched would else lose the last
    episode's intro when the next one comes.

    Args:
        connection: Inside a transaction that writes.
        episode: As it was when it was analysed.
        detection: The answer.
        settings: What it was asked with.
        replace_better: Take it also in place of an answer that was found with more siblings.

    Returns:
        Whether it was taken.
    """
    before = load_detection(connection, episode)
    if (
        before is not None
        and not replace_better
        and before.provenance.siblings > detection.provenance.siblings
        and is_current(connection, episode, settings)
    ):
        return False
    made = detection.provenance
    connection.execute("DELETE FROM detection WHERE episode_id = ?", (episode.id,))
    how = (made.intromark, made.encoder, made.encoder_fingerprint, made.siblings)
    connection.execute(
        "INSERT INTO detection (episode_id, fingerprint, settings, duration, absence, intromark, encoder, "
        "encoder_fingerprint, siblings, made_at, labels) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            episode.id,
            episode.fingerprint,
            settings,
            float(detection.duration),
            detection.absence,
            *how,
            now(),
            " ".join(detection.labels),
        ),
    )
    connection.executemany(
        "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)",
        [_columns(episode, segment) for segment in detection.segments],
    )
    old, new = (_words(one) for one in (before, detection))
    if old != new:
        note(connection, episode.id, "detected", old, new)
    return True


def load_detection(connection: sqlite3.Connection, episode: EpisodeRow) -> Detection | None:
    """What was detected last in an episode; None where it was never analysed."""
    return load_detections(connection, [episode]).get(episode.id)


def load_detections(connection: sqlite3.Connection, episodes: Sequence[EpisodeRow]) -> dict[int, Detection]:
    """What was detected last, by the number of the episode, for those of these that were analysed."""
    paths = {episode.id: episode.path for episode in episodes}
    condition, values = of_these(episodes)
    segments: dict[int, list[Segment]] = defaultdict(list)
    for id, *columns in connection.execute(
        "SELECT episode_id, label, start, end, confidence, picture_siblings, sound_siblings FROM segment "
        f"WHERE {condition} ORDER BY start",
        values,
    ):
        segments[id].append(_segment(*columns))
    rows = connection.execute(
        "SELECT episode_id, labels, duration, absence, intromark, encoder, encoder_fingerprint, siblings "
        f"FROM detection WHERE {condition}",
        values,
    )
    return {
        id: Detection(
            paths[id],
            duration,
            tuple(segments[id]),
            absence,
            Provenance(*made),
            tuple(map(Label, labels.split())),
        )
        for id, labels, duration, absence, *made in rows
        if id in paths
    }


def is_current(connection: sqlite3.Connection, episode: EpisodeRow, settings: str) -> bool:
    """Whether an episode's content was analysed with these settings."""
    row = connection.execute(
        "SELECT 1 FROM detection WHERE episode_id = ? AND fingerprint = ? AND settings = ?",
        (episode.id, episode.fingerprint, settings),
    ).fetchone()
    return row is not None


def load_settings(connection: sqlite3.Connection, episode: EpisodeRow) -> str | None:
    """What the answer of an episode was asked with; None where it was never analysed."""
    row = connection.execute("SELECT settings FROM detection WHERE episode_id = ?", (episode.id,)).fetchone()
    return None if row is None else str(row[0])


def _columns(episode: EpisodeRow, segment: Segment) -> tuple[object, ...]:
    siblings = {evidence.source: evidence.siblings for evidence in segment.evidence}
    return (
        episode.id,
        segment.label.value,
        float(segment.start),
        float(segment.end),
        segment.confidence,
        siblings.get(Source.PICTURE, 0),
        siblings.get(Source.SOUND, 0),
    )


def _segment(
    label: str, start: float, end: float, confidence: float | None, pictures: int, sounds: int
) -> Segment:
    counts = [(Source.PICTURE, pictures), (Source.SOUND, sounds)]
    evidence = [Evidence(source, siblings) for source, siblings in counts if siblings]
    evidence.sort(key=lambda one: -one.siblings)
    # Only a model finds what no sibling shares.
    evidence = evidence or [Evidence.of_model()]
    return Segment(start, end, Label(label), confidence, tuple(evidence))


def _words(detection: Detection | None) -> str:
    if detection is None:
        return ""
    spans = [f"{one.label} {words(Span(one.start, one.end))}" for one in detection.segments]
    return ", ".join(spans) or words(None)
