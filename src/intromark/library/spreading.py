"""What a person said of one episode -> said of its whole season, found again in each episode by itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from intromark.events import Listener
from intromark.library.aligning import align_span
from intromark.library.analysing import sought_of
from intromark.library.catalog import Catalog
from intromark.library.edits import load_all_edits, save_edit
from intromark.library.queries import season_entries
from intromark.library.tasks import analysis_of
from intromark.library.values import Edit, Entry, Origin
from intromark.machine import CPU_ONLY, Machine
from intromark.segment import Label
from intromark.span import Span
from intromark.store import Store


@dataclass(frozen=True, slots=True)
class Spread:
    """What became of the other episodes of a season.

    Attributes:
        given: It is said of these now.
        not_found: The span does not stand in these; they are as they were.
        kept: A person said something of these before; they are as they were.
    """

    given: tuple[Entry, ...]
    not_found: tuple[Entry, ...]
    kept: tuple[Entry, ...]


def spread(  # noqa: PLR0913 - what, where, how far
    catalog: Catalog,
    edited: Entry,
    label: Label,
    span: Span | None,
    listener: Listener,
    store: Store | None = None,
    *,
    machine: Machine = CPU_ONLY,
    only: Collection[int] | None = None,
) -> Spread:
    """Say of every other episode of a season what was said of one.

    What a person says of one of them while it is sought there is kept.

    Args:
        catalog: Where it is kept.
        edited: The episode it was said of.
        label: What it is about.
        span: Seconds of that episode; None says that the whole season has none.
        listener: Told of files that cannot be read, and of progress.
        store: Where what is read of videos is kept.
        machine: Where they are read; the listener is told once of what does not work.
        only: Numbers of the episodes that it is said of; None is all.
    """
    with catalog.reading() as connection:
        season = [
            entry
            for entry in season_entries(connection, edited.episode.season_id)
            if not entry.episode.missing
        ]
        analysis = analysis_of(connection, [entry.episode for entry in season])
    others = [
        entry
        for entry in season
        if entry.episode.id != edited.episode.id and (only is None or entry.episode.id in only)
    ]
    kept = [entry for entry in others if _is_said(entry.edit(label))]
    open_to_it = [entry for entry in others if entry not in kept]
    paths = [entry.episode.path for entry in open_to_it if not entry.episode.failure]
    if span is None:
        found: dict[Path, Span | None] = dict.fromkeys(paths)
    else:
        search = sought_of([edited.episode.path, *paths], analysis).read
        tell = partial(listener.warn, edited.episode.path)
        encoder = machine.encoder(analysis.encoder, analysis.weights, tell)
        decoder = machine.decoder(tell)
        episodes = [edited.episode.path, *paths]
        found = align_span(span, episodes, encoder, search, listener, store, decoder=decoder)
    finds = [
        entry
        for entry in open_to_it
        if entry.episode.path in found and (span is None or found[entry.episode.path])
    ]
    given = []
    with catalog.changing() as connection:
        now = load_all_edits(connection, [entry.episode for entry in finds])
        for entry in finds:
            if any(edit.label is label and _is_said(edit) for edit in now.get(entry.episode.id, ())):
                kept.append(entry)
            else:
                save_edit(connection, entry.episode, label, found[entry.episode.path], Origin.ALIGNED)
                given.append(entry)
    not_found = [entry for entry in open_to_it if entry not in finds]
    return Spread(tuple(given), tuple(not_found), tuple(kept))


def _is_said(edit: Edit | None) -> bool:
    """Whether a person said it of this very episode."""
    return edit is not None and edit.origin is not Origin.ALIGNED
