"""The whole library in numbers, reckoned once for as long as nothing in the catalog changes."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING

from intromark.errors import IntromarkError
from intromark.library.catalog import Catalog
from intromark.library.queries import all_entries, with_words
from intromark.library.stats import Doubt, Look, by_show, histogram, needing_a_look
from intromark.library.values import Entry, Origin
from intromark.media import shown_name
from intromark.review.schemas.overview import FoundLine, FoundOf, LibraryOf, LookOf, SeasonLine, ShowLine
from intromark.segment import Label

if TYPE_CHECKING:
    import sqlite3

MOST_LOOKS = 200
MOST_FOUND = 100
GRAVITY = {doubt: place for place, doubt in enumerate(Doubt)}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The catalog at one moment.

    Attributes:
        version: Of the catalog.
        entries: All episodes, by show and place.
        library: In numbers.
    """

    version: int
    entries: tuple[Entry, ...]
    library: LibraryOf


class Overview:
    """Keeps the last snapshot, whoever changes the catalog."""

    def __init__(self, catalog: Path) -> None:
        """Watch a catalog."""
        self._path = catalog
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._watch: Catalog | None = None
        self._preparing = Lock()
        self._timer: Timer | None = None

    def now(self) -> Snapshot:
        """What holds now."""
        with self._lock:
            if self._watch is None:
                self._watch = Catalog(self._path, any_thread=True)
            with self._watch.reading() as connection:
                version = _version(connection)
                if self._snapshot is None or self._snapshot.version != version:
                    with _uncollected():
                        entries = tuple(all_entries(connection))
                        self._snapshot = Snapshot(version, entries, _in_numbers(entries))
            return self._snapshot

    def prepare(self, after: float = 0.0) -> None:
        """Reckon in some seconds what holds then, so that who asks next need not wait.

        What was to be reckoned sooner is not, so that a row of changes costs as much as one.
        """
        with self._preparing:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = Timer(after, self._try)
            self._timer.daemon = True
            self._timer.start()

    def _try(self) -> None:
        with suppress(IntromarkError):  # it is told to who asks
            self.now()

    def close(self) -> None:
        """Let go of the catalog."""
        with self._preparing:
            if self._timer is not None:
                self._timer.cancel()
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for garbage: where so many values are made there is none, and it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def search(entries: Sequence[Entry], text: str) -> FoundOf:
    """The episodes in whose show, season or path all words stand."""
    found = with_words(entries, text)
    lines = [
        FoundLine(
            id=entry.episode.id,
            season=entry.episode.season_id,
            title=shown_name(entry.title),
            name=shown_name(entry.episode.path.stem),
        )
        for entry in found[:MOST_FOUND]
    ]
    return FoundOf(episodes=lines, in_all=len(found))


def _version(connection: sqlite3.Connection) -> int:
    """Another number after each change by anybody else."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def _in_numbers(entries: Sequence[Entry]) -> LibraryOf:
    looks = sorted(needing_a_look(entries), key=lambda look: (GRAVITY[look.doubt], _confidence(look.entry)))
    doubts: dict[int, Counter[Doubt]] = {}
    for look in looks:
        doubts.setdefault(look.entry.episode.season_id, Counter())[look.doubt] += 1
    groups = {show: list(group) for show, group in groupby(entries, lambda entry: entry.show)}
    shows = []
    for counted in by_show(entries):
        seasons = _seasons(groups[counted.show], doubts)
        said = Counter(edit.origin for entry in groups[counted.show] if (edit := entry.edit(Label.INTRO)))
        shows.append(
            ShowLine(
                name=shown_name(counted.show),
                episodes=counted.episodes,
                analysed=counted.analysed,
                intros=counted.intros,
                confirmed=counted.confirmed,
                edited=said[Origin.EDIT] + said[Origin.ALIGNED],
                locked=said[Origin.LOCK],
                failed=counted.failed,
                missing=counted.missing,
                looks=sum(season.looks for season in seasons),
                coverage=counted.coverage,
                seasons=seasons,
            )
        )
    return LibraryOf(
        shows=shows,
        episodes=sum(show.episodes for show in shows),
        looks=[_look(look) for look in looks[:MOST_LOOKS]],
        looks_in_all=len(looks),
        confidence=histogram(entries),
    )


def _seasons(entries: Sequence[Entry], doubts: dict[int, Counter[Doubt]]) -> list[SeasonLine]:
    seasons: dict[int, list[Entry]] = {}
    for entry in entries:
        seasons.setdefault(entry.episode.season_id, []).append(entry)
    lines = []
    for id, season in seasons.items():
        there = [entry for entry in season if not entry.episode.missing]
        own = doubts.get(id, Counter())
        lines.append(
            SeasonLine(
                id=id,
                name=shown_name(season[0].season),
                episodes=len(there),
                intros=sum(entry.segment(Label.INTRO) is not None for entry in there),
                confirmed=sum(bool(entry.edits) for entry in there),
                looks=own.total(),
                doubts=sorted(own, key=GRAVITY.__getitem__),
            )
        )
    return lines


def _look(look: Look) -> LookOf:
    return LookOf(
        id=look.entry.episode.id,
        season=look.entry.episode.season_id,
        title=shown_name(look.entry.title),
        name=shown_name(look.entry.episode.path.stem),
        doubt=look.doubt,
        reason=look.reason,
    )


def _confidence(entry: Entry) -> float:
    """How sure the answer is that holds; 1 where nothing says."""
    intro = entry.segment(Label.INTRO)
    if intro is not None:
        return 1.0 if intro.confidence is None else intro.confidence
    absence = entry.detection.absence if entry.detection else None
    return 1.0 if absence is None else absence
