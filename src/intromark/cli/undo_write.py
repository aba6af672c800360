"""`intromark undo-write`: there is again what was there before intromark wrote."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intromark.cli.completing import files
from intromark.cli.shelf import CATALOG, NAMES, QUIET, changing, count
from intromark.errors import IntromarkError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from intromark.export.journal import Written
    from intromark.library.catalog import Catalog
    from intromark.library.values import Entry, EpisodeRow


@click.command(
    "undo-write",
    epilog="Example: intromark undo-write 'The Long Show'",
    help="Restore what was there before write.\n\n"
    f"{NAMES} Files that write put beside videos are removed, or have their earlier content again; "
    "videos have their earlier chapters again.",
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=files)
@click.option("--overwrite", is_flag=True, help="Restore also what somebody changed since.")
@click.option("--hard-links", is_flag=True, help="Restore chapters also in files that have other names.")
@CATALOG
@QUIET
@click.pass_context
def command(
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    overwrite: bool,
    hard_links: bool,
    catalog: Path | None,
    quiet: bool,
) -> None:
    """Undo all that was written of what was named."""
    from intromark.cli.talk import Talk
    from intromark.export.journal import Journal
    from intromark.export.undoing import undo
    from intromark.library.queries import all_entries

    talk = Talk(quiet=quiet)
    undone = 0
    with changing(catalog) as opened:
        journal = Journal.beside(opened.path)
        with opened.reading() as connection:
            entries = all_entries(connection)
        for written in _meant(opened, journal.all(), names):
            try:
                with _carrying_over(opened, written, entries):
                    undo(written, journal, hard_links=hard_links, anyway=overwrite)
                undone += 1
            except IntromarkError as error:
                talk.error(error)
    talk.say(f"restored {count(undone, 'file')}")
    ctx.exit(1 if talk.has_problems else 0)


def _meant(catalog: Catalog, known: Sequence[Written], names: Sequence[str]) -> list[Written]:
    """What was written at or below a path, else of the episodes that a name means."""
    from intromark.library.queries import named

    meant: dict[Path, Written] = {}
    for name in names:
        path = Path(os.path.abspath(name))  # noqa: PTH100 - links are kept as the scan met them
        found = [one for one in known if {path, path.resolve()} & {*_above(one.path), *_above(one.video)}]
        if not found:
            with catalog.reading() as connection:
                videos = {entry.episode.path for entry in named(connection, [name])}
            videos |= {Path(os.path.realpath(video)) for video in videos}
            found = [one for one in known if one.video in videos]
        meant.update({one.path: one for one in found})
    return list(meant.values())


def _above(path: Path) -> list[Path]:
    return [path, *path.parents]


def _carrying_over(
    catalog: Catalog, written: Written, entries: Sequence[Entry]
) -> AbstractContextManager[None]:
    """What is known of a video stays known when its chapters are changed."""
    from intromark.library.rewriting import is_as_scanned, rewriting

    if written.path != written.video:
        return nullcontext()
    episode = _episode_at(written.path, entries)
    if episode is None or not is_as_scanned(episode):
        return nullcontext()
    return rewriting(catalog, episode, "undone")


def _episode_at(path: Path, entries: Sequence[Entry]) -> EpisodeRow | None:
    return next(
        (
            entry.episode
            for entry in entries
            if not entry.episode.missing and os.path.realpath(entry.episode.path) == str(path)
        ),
        None,
    )
