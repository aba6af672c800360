"""`intromark write`: what holds for the episodes of the library, written where players read it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intromark.cli.completing import files
from intromark.cli.shelf import CATALOG, NAMES, QUIET, changing, count
from intromark.errors import IntromarkError

if TYPE_CHECKING:
    from intromark.cli.talk import Talk
    from intromark.detection import Detection
    from intromark.export.journal import Journal
    from intromark.library.catalog import Catalog
    from intromark.library.values import EpisodeRow

CHAPTERS = "chapters"
SIDECARS = ("json", "csv", "edl", "ffmetadata", "matroska", "skiptro")  # a test compares them with FORMATS

Known = list[tuple["EpisodeRow", "Detection"]]


@click.command(
    "write",
    epilog="Example: intromark write 'The Long Show' --format edl",
    help="Write intros beside the videos, or as chapters into them.\n\n"
    f"{NAMES} Without any, all of the library is written: your edits, and else what was detected. "
    "What was there before is kept for undo-write.",
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=files)
@click.option(
    "--format",
    "formats",
    type=click.Choice([*SIDECARS, CHAPTERS]),
    multiple=True,
    required=True,
    help="A file beside every video, or chapters in the video itself. May be given several times.",
)
@click.option(
    "--overwrite", is_flag=True, help="Replace files that intromark did not write, or that were edited since."
)
@click.option("--hard-links", is_flag=True, help="Write chapters also into files that have other names.")
@CATALOG
@QUIET
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    formats: tuple[str, ...],
    overwrite: bool,
    hard_links: bool,
    catalog: Path | None,
    quiet: bool,
) -> None:
    """Write every format for every episode that was named."""
    from intromark.cli.talk import Talk
    from intromark.export.journal import Journal

    talk = Talk(quiet=quiet)
    with changing(catalog) as opened:
        journal = Journal.beside(opened.path)
        known = what_holds(opened, names, talk)
        write_sidecars_of(
            known, [one for one in formats if one != CHAPTERS], journal, talk, overwrite=overwrite
        )
        if CHAPTERS in formats:
            _write_chapters(opened, known, journal, talk, hard_links=hard_links)
    ctx.exit(1 if talk.has_problems else 0)


def what_holds(catalog: Catalog, names: tuple[str, ...], talk: Talk) -> Known:
    """The episodes that were named and are there, with what holds for them; the others are counted."""
    from intromark.library.holding import holding
    from intromark.library.queries import named

    with catalog.reading() as connection:
        entries = named(connection, names)
    known: Known = []
    unknown = 0
    for entry in entries:
        try:
            detection = None if entry.episode.missing else holding(entry)
        except IntromarkError as error:
            talk.error(error)
            continue
        if detection is None:
            unknown += 1
        else:
            known.append((entry.episode, detection))
    if unknown:
        talk.say(f"left out {count(unknown, 'episode')}: not there, or not analysed yet")
    return known


def write_sidecars_of(
    known: Known, formats: list[str], journal: Journal, talk: Talk, *, overwrite: bool
) -> None:
    """Write files beside the videos, folder by folder, so that one that cannot be written stops no other."""
    from intromark.cli.sidecars import write_all

    detections = sorted((detection for _, detection in known), key=lambda one: one.path.parent)
    for _, group in groupby(detections, key=lambda one: one.path.parent):
        for outcome in write_all(list(group), formats, overwrite=overwrite, journal=journal):
            if isinstance(outcome, IntromarkError):
                talk.error(outcome)
            else:
                talk.say(outcome)


def _write_chapters(
    catalog: Catalog, known: Known, journal: Journal, talk: Talk, *, hard_links: bool
) -> None:
    from intromark.events import Progress
    from intromark.export.into_video.writing import write_chapters
    from intromark.library.rewriting import rewriting

    changed = 0
    with talk:
        for number, (episode, detection) in enumerate(known):
            talk.progress(Progress("write", number, len(known), str(episode.path)))
            try:
                with rewriting(catalog, episode, CHAPTERS):
                    changed += write_chapters(detection, journal, hard_links=hard_links)
            except IntromarkError as error:
                talk.error(error)
    talk.say(f"wrote chapters into {count(changed, 'video')} of {len(known)}")
