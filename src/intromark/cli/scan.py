"""`intromark scan`: whole libraries, of which only what is new or changed is analysed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intromark.cli.manner import (
    DEVICE,
    ENCODER,
    ENCODER_WEIGHTS,
    HWACCEL,
    LABELS,
    LIBRARIES,
    ON,
    RULES,
    SEARCH,
    WRITE,
)
from intromark.cli.shelf import CATALOG, JOBS, QUIET, analysed, changing, count, met, rehearsing
from intromark.cli.talk import Talk, printable
from intromark.cli.tongue import told
from intromark.errors import CatalogError
from intromark.segment import Label

if TYPE_CHECKING:
    from intromark.library.catalog import Catalog
    from intromark.library.surveying import Survey
    from intromark.library.tasks import Task


@click.command("scan", epilog="Example: intromark scan /media/tv --jobs 2")
@LIBRARIES
@CATALOG
@RULES
@JOBS
@click.option("--dry-run", is_flag=True, help="Print what would be analysed, and change nothing.")
@click.option("--retry", is_flag=True, help="Try files again that could not be read and did not change.")
@ENCODER
@ENCODER_WEIGHTS
@LABELS
@SEARCH
@DEVICE
@HWACCEL
@ON
@WRITE
@QUIET
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    libraries: tuple[Path, ...],
    catalog: Path | None,
    rules: Path | None,
    jobs: int,
    dry_run: bool,
    retry: bool,
    encoder: str,
    encoder_weights: str | None,
    labels: tuple[Label, ...],
    search: float | None,
    device: str,
    hwaccel: str,
    on: str,
    sidecars: tuple[str, ...],
    quiet: bool,
) -> None:
    """Scan libraries; only what is new or changed is analysed.

    LIBRARY is a folder of shows. What was found is kept in the catalog, which list, review, write, push and others
    read, a season at a time: after Ctrl-C, or worse, the next scan goes on there. What you edited or locked is never
    changed. The exit status is 1 if anything was wrong with a file.
    """
    if dry_run and sidecars:
        raise click.UsageError("--dry-run changes nothing: leave out --write")
    from intromark.events import Listener
    from intromark.library.analysing import Analysis
    from intromark.library.rules import ALL, read_rules
    from intromark.library.tasks import look
    from intromark.machine import Machine

    talk = Talk(quiet=quiet)
    listener = Listener(talk.problem, talk.progress)
    wanted = read_rules(rules)
    analysis = Analysis(encoder, encoder_weights, ALL if search is None else search, labels=labels)
    with rehearsing(catalog) if dry_run else changing(catalog) as opened:
        with talk:
            survey, tasks = look(opened, libraries, wanted, analysis, listener, retry=retry)
        talk.say(met(survey))
        if dry_run:
            _print_tasks(opened, tasks)
        else:
            analysed(opened, tasks, talk, jobs, Machine(device, hwaccel), on)
            if sidecars:
                _write(opened, survey, sidecars, talk)
            _say_failures(talk, opened, survey)
    ctx.exit(1 if talk.has_problems else 0)


def _write(catalog: Catalog, survey: Survey, formats: Sequence[str], talk: Talk) -> None:
    """Files beside all videos that were met, also those that were analysed before."""
    from intromark.cli.sidecars import keep_sidecars

    kept = keep_sidecars(catalog, (path for season in survey.seasons for path in season.paths), formats)
    for line in kept.done:
        talk.say(line)
    if kept.left:
        talk.say(
            f"left {count(len(kept.left), 'file')} as before, not written by intromark or edited since, "
            f"such as `{kept.left[0]}`"
        )
    for error in kept.errors:
        talk.error(error)


def _print_tasks(catalog: Catalog, tasks: Sequence[Task]) -> None:
    """What would be analysed: a line a season, how many of its episodes have no answer yet, and its name."""
    from intromark.library.tasks import unanswered

    for task in tasks:
        click.echo(f"{unanswered(catalog, task)} {told('of')} {len(task.episodes)}\t{printable(task.title)}")


def _say_failures(talk: Talk, catalog: Catalog, survey: Survey) -> None:
    """Remind of files that could not be read in an earlier scan."""
    from intromark.library.episodes import present

    with catalog.reading() as connection:
        rows = present(connection)
    paths = [path for season in survey.seasons for path in season.paths]
    failed = sum(bool(rows[path].failure) for path in paths if path in rows)
    if failed and not talk.has_problems:
        talk.error(
            CatalogError(
                f"{count(failed, 'file')} could not be read before, and did not change since",
                "`intromark stats` says which, and --retry tries again",
            )
        )
