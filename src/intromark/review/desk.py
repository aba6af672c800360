"""What all requests share: the catalog, where features are kept, the threads for videos, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from intromark.library.catalog import Catalog
from intromark.library.queries import entry_of
from intromark.library.values import Entry
from intromark.media import shown_name
from intromark.review.backups import Backups
from intromark.review.doors import Doors
from intromark.review.gallery import Gallery
from intromark.review.jobs import Jobs
from intromark.review.overview import Overview
from intromark.review.problems import MissingError
from intromark.review.workshop import Workshop
from intromark.store import Store

SOON = 1.0  # seconds after a change in which another one may come


@dataclass(frozen=True, slots=True)
class Desk:
    """What the review page works on.

    Attributes:
        path: Of the catalog.
        store: Where what is read of videos is kept.
        overview: The library in numbers.
        backups: Copies the catalog after changes.
        workshop: Threads that decode videos.
        gallery: Pictures that were decoded.
        doors: Let one at a time reckon the same.
        jobs: What takes a while.
    """

    path: Path
    store: Store
    overview: Overview
    backups: Backups
    workshop: Workshop
    gallery: Gallery
    doors: Doors
    jobs: Jobs

    @classmethod
    def over(cls, path: Path, store: Store | None = None) -> Desk:
        """A desk over the catalog at `path`."""
        kept = Store() if store is None else store
        backups, overview = Backups(path), Overview(path)
        jobs = Jobs(path, kept, backups.changed)
        return cls(path, kept, overview, backups, Workshop(), Gallery(), Doors(), jobs)

    @contextmanager
    def catalog(self) -> Iterator[Catalog]:
        """The catalog, for the thread that asks."""
        with Catalog(self.path) as catalog:
            yield catalog

    def entry(self, id: int) -> Entry:
        """The episode of a number.

        Raises:
            MissingError: There is none.
        """
        with self.catalog() as catalog, catalog.reading() as connection:
            return found(entry_of(connection, id), id)

    def video(self, id: int) -> Entry:
        """The episode of a number, whose file is there.

        Raises:
            MissingError: There is none, or its file is gone.
        """
        entry = self.entry(id)
        if entry.episode.missing:
            raise MissingError(
                f"`{shown_name(entry.episode.path.name)}` is not on the disk", "scan again when it is"
            )
        return entry

    def changed(self) -> None:
        """The catalog was changed here: it is backed up, and the overview is made ready."""
        self.backups.changed()
        self.overview.prepare(SOON)

    def close(self) -> None:
        """Stop what runs, and let go of everything."""
        self.jobs.close()
        self.workshop.close()
        self.overview.close()
        self.backups.close()


def found(entry: Entry | None, id: int) -> Entry:
    """The episode that a number stands for.

    Raises:
        MissingError: It stands for none.
    """
    if entry is None:
        raise MissingError(f"there is no episode {id}", "it may have been scanned anew: load the page again")
    return entry
