"""A video whose chapters are changed is another file, and the same episode."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from intromark.atomic import explained
from intromark.errors import CatalogError
from intromark.fingerprint import fingerprint
from intromark.library.catalog import Catalog
from intromark.library.history import note, user
from intromark.library.values import EpisodeRow
from intromark.media import shown_name


def is_as_scanned(episode: EpisodeRow) -> bool:
    """Whether a video has the content that it had when it was scanned.

    Raises:
        FileError: It cannot be read.
    """
    with explained("read", episode.path):
        status = episode.path.stat()
    if (status.st_size, status.st_mtime_ns) == (episode.size, episode.mtime_ns):
        return True
    return fingerprint(episode.path) == episode.fingerprint


@contextmanager
def rewriting(catalog: Catalog, episode: EpisodeRow, what: str) -> Iterator[None]:
    """Change the file of an episode in here: what is known of it stays known, also if that is stopped.

    Args:
        catalog: That knows the episode.
        episode: As it is now.
        what: For its history: `chapters` or `undone`.

    Raises:
        CatalogError: The file has changed since it was scanned; nothing was done.
        FileError: It cannot be read.
    """
    if not is_as_scanned(episode):
        raise CatalogError(
            f"`{shown_name(episode.path)}` has changed since it was scanned", "scan it again before you write"
        )
    try:
        yield
    finally:
        _carry_over(catalog, episode, what)


def _carry_over(catalog: Catalog, episode: EpisodeRow, what: str) -> None:
    new = fingerprint(episode.path)
    if new == episode.fingerprint:
        return
    with explained("read", episode.path):
        status = episode.path.stat()
    with catalog.changing() as connection:
        for table in ("detection", "edit"):
            connection.execute(
                f"UPDATE {table} SET fingerprint = ? WHERE episode_id = ? AND fingerprint = ?",
                (new, episode.id, episode.fingerprint),
            )
        connection.execute(
            "UPDATE episode SET fingerprint = ?, size = ?, mtime_ns = ? WHERE id = ?",
            (new, status.st_size, status.st_mtime_ns, episode.id),
        )
        note(connection, episode.id, what, episode.fingerprint, new, user())
