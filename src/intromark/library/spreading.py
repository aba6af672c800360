"""What a person said of one episode -> said of its whole season, found again in each episode by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from intromark.events import Listener
from intromark.library.aligning import align_span
from intromark.library.analysing import seconds_searched
from intromark.library.catalog import Catalog
from intromark.library.edits import save_edit
from intromark.library.queries import all_entries
from intromark.library.tasks import analysis_of
from intromark.library.values import Entry, Origin
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


def spread(  # noqa: PLR0913 - as `align_span`
    catalog: Catalog,
    edited: Entry,
    label: Label,
    span: Span | None,
    listener: Listener,
    store: Store | None = None,
    *,
    machine: Machine = CPU_ONLY,
) -> Spread:
    """Say of every other episode of a season what was said of one.

    Args:
        catalog: Where it is kept.
        edited: The episode it was said of.
        label: What it is about.
        span: Seconds of that episode; None says that the whole season has none.
        listener: Told of files that cannot be read, and of progress.
        store: Where what is read of videos is kept.
        machine: Where they are read; the listener is told once of what does not work.
    """
    with catalog.reading() as connection:
        season = [
            entry
            for entry in all_entries(connection)
            if entry.episode.season_id == edited.episode.season_id and not entry.episode.missing
        ]
        analysis = analysis_of(connection, [entry.episode for entry in season])
    others = [entry for entry in season if entry.episode.id != edited.episode.id]
    kept = [entry for entry in others if (edit := entry.edit(label)) and edit.origin is not Origin.ALIGNED]
    open_to_it = [entry for entry in others if entry not in kept]
    paths = [entry.episode.path for entry in open_to_it if not entry.episode.failure]
    if span is None:
        found: dict[Path, Span | None] = dict.fromkeys(paths)
    else:
        search = seconds_searched([edited.episode.path, *paths], analysis.search)
        tell = partial(listener.warn, edited.episode.path)
        encoder = machine.encoder(analysis.encoder, analysis.weights, tell)
        decoder = machine.decoder(tell)
        episodes = [edited.episode.path, *paths]
        found = align_span(span, episodes, encoder, search, listener, store, decoder=decoder)
    given = [
        entry
        for entry in open_to_it
        if entry.episode.path in found and (span is None or found[entry.episode.path])
    ]
    with catalog.changing() as connection:
        for entry in given:
            save_edit(connection, entry.episode, label, found[entry.episode.path], Origin.ALIGNED)
    not_found = [entry for entry in open_to_it if entry not in given]
    return Spread(tuple(given), tuple(not_found), tuple(kept))
