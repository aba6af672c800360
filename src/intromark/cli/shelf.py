"""What the commands of the library share: the catalog's option, and how a scan tells how it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from intromark.cli.tongue import told

if TYPE_CHECKING:
    from intromark.cli.talk import Talk
    from intromark.library.catalog import Catalog
    from intromark.library.scanning import Analysed
    from intromark.library.surveying import Survey
    from intromark.library.tasks import Task
    from intromark.machine import Machine

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Command], Command]

CATALOG = click.option(
    "--catalog",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="INTROMARK_CATALOG",
    show_envvar=True,
    help="The catalog, a file with all that is known. Without it, the one in your data folder.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    default=1,
    show_default=True,
    help="Seasons analysed at once. One keeps all cores busy while it reads.",
)
QUIET = click.option(
    "--quiet", "-q", is_flag=True, help="No progress and no summary; errors and warnings remain."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON in place of tables.")
NAMES = "A NAME is a video, a folder, or words that stand in the show, the season or the path."


@contextmanager
def changing(path: Path | None) -> Iterator[Catalog]:
    """Open the catalog for a command that changes it; it is backed up when the command is done."""
    from intromark.library.catalog import Catalog

    with Catalog(path) as catalog:
        yield catalog
        catalog.back_up()


@contextmanager
def rehearsing(path: Path | None) -> Iterator[Catalog]:
    """A copy of the catalog in memory, or an empty one if there is none: nothing is written."""
    from intromark.library.catalog import IN_MEMORY, Catalog, default_path

    if not (path or default_path()).exists():
        with Catalog(IN_MEMORY) as empty:
            yield empty
        return
    with Catalog(path) as catalog, catalog.in_memory() as copy:
        yield copy


def analysed(
    catalog: Catalog, tasks: list[Task], talk: Talk, jobs: int, machine: Machine, on: str
) -> Analysed:
    """Analyse seasons, with their progress, and say what came of it."""
    from intromark.events import Listener
    from intromark.executors import LOCAL, open_executor
    from intromark.library.scanning import analyse
    from intromark.store import Store

    listener = Listener(talk.problem, talk.progress, talk.fetched)
    with open_executor(on, machine.device) if tasks else nullcontext(LOCAL) as executor:
        if executor.page:
            talk.say(f"Ray's dashboard: {executor.page}")
        with talk:
            done = analyse(catalog, tasks, listener, Store(), jobs, machine=machine, executor=executor)
    if done.seasons:
        without = done.episodes - done.intros
        failed = f", {count(done.failed, 'file')} could not be read" if done.failed else ""
        talk.say(
            f"analysed {count(done.seasons, 'season')}: {count(done.intros, 'episode')} with an intro, "
            f"{without} without{failed}"
        )
    return done


def met(survey: Survey) -> str:
    """`2 seasons, 20 episodes: 1 new, 2 moved`."""
    episodes = sum(len(season.paths) for season in survey.seasons)
    changes = [told(f"%d {what}") % number for what, number in asdict(survey.met).items() if number]
    return (
        f"{told(count(len(survey.seasons), 'season'))}, {told(count(episodes, 'episode'))}: "
        f"{', '.join(changes) or told('nothing new')}"
    )


def count(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
