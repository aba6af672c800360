"""What intromark wrote is taken back: there is again what was there before."""

from __future__ import annotations

from intromark.atomic import explained, write_atomically
from intromark.errors import FileError
from intromark.export.into_video.writing import undo_chapters
from intromark.export.journal import Journal, Kind, Written
from intromark.export.written import content_hash, remember
from intromark.media import shown_name


def undo(written: Written, journal: Journal, *, hard_links: bool = False, anyway: bool = False) -> None:
    """Put back what was at a place before intromark wrote there.

    Args:
        written: What is noted of the place.
        journal: Where that is noted, until it is undone.
        hard_links: Also change the chapters of a file that has other names.
        anyway: Also where somebody changed it since.

    Raises:
        FileError: Somebody changed it since, it cannot be written ...; it is as it was.
        MediaError: A video cannot be read.
    """
    if written.kind is Kind.SIDECAR:
        _undo_sidecar(written, journal, anyway=anyway)
    else:
        undo_chapters(written, journal, hard_links=hard_links, anyway=anyway)


def _undo_sidecar(written: Written, journal: Journal, *, anyway: bool) -> None:
    path = written.path
    with explained("read", path):
        present = path.read_bytes() if path.exists() else None
    if present != written.before:
        if present != written.after and not anyway:
            raise FileError(
                f"`{shown_name(path)}` was changed since intromark wrote it",
                "it was left as it is: --overwrite restores what was there before all the same",
            )
        if written.before is None:
            with explained("remove", path):
                path.unlink(missing_ok=True)
        else:
            write_atomically(path, written.before)
    if path.parent.exists():
        ours = {content_hash(written.before)} if written.ours and written.before is not None else set()
        remember(path.parent, {path.name: frozenset(ours)})
    journal.forget(path)
