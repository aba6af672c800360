"""`intromark push`: what holds for the episodes of the library, sent to media servers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from intromark.cli.completing import files
from intromark.cli.shelf import CATALOG, NAMES, QUIET, count

if TYPE_CHECKING:
    from intromark.cli.talk import Talk
    from intromark.cli.write import Known
    from intromark.servers.base import Server
    from intromark.servers.diff import Change
    from intromark.servers.pushing import Push, WantedEpisode

Command = TypeVar("Command", bound=Callable[..., Any])

EVERYTHING = f"{NAMES} Without any, all of the library is sent: your edits, and else what was detected. "
NAMED = click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=files)
MAP = click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="HERE:THERE",
    help="What lies in the folder HERE is in THERE for the server. May be given several times.",
)
REPLACE = click.option(
    "--replace", is_flag=True, help="Replace also marks that intromark did not send, such as a plugin's own."
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Print what would be changed, and change nothing.")


def _to_server(server: str, example: str) -> Callable[[Command], Command]:
    """The argument and the options of a server that is spoken to."""
    url = click.option(
        "--url", required=True, metavar="URL", help=f"The server's address, such as {example}."
    )
    token = click.option(
        "--token",
        required=True,
        metavar="KEY",
        envvar=f"INTROMARK_{server}_TOKEN",
        show_envvar=True,
        help="An API key of an administrator. The variable keeps it out of your shell's history.",
    )

    def options(function: Command) -> Command:
        for option in reversed((NAMED, url, token, MAP, REPLACE, DRY_RUN, CATALOG, QUIET)):
            function = option(function)
        return function

    return options


@click.group("push", epilog="Example: intromark push jellyfin --url http://nas:8096 --map /media:/mnt/nas")
def command() -> None:
    """Send intros to a media server."""


@command.command(
    "jellyfin",
    short_help="Send to Jellyfin 10.10 or later.",
    epilog="Example: intromark push jellyfin 'The Long Show' --url http://nas:8096",
    help="Send to Jellyfin 10.10 or later, which needs its plugin MediaSegments API.\n\n"
    f"{EVERYTHING}Each change is printed.",
)
@_to_server("JELLYFIN", "http://nas:8096")
@click.pass_context
def jellyfin(ctx: click.Context, /, *, url: str, token: str, **options: Any) -> None:
    """Send to a Jellyfin server."""
    from intromark.servers.jellyfin import Jellyfin

    _push(ctx, Jellyfin(url, token), **options)


@command.command(
    "emby",
    short_help="Send to Emby.",
    epilog="Example: intromark push emby 'The Long Show' --url http://nas:8096",
    help=f"Send to Emby, which needs its plugin Segment Reporting.\n\n{EVERYTHING}Each change is printed.",
)
@_to_server("EMBY", "http://nas:8096")
@click.pass_context
def emby(ctx: click.Context, /, *, url: str, token: str, **options: Any) -> None:
    """Send to an Emby server."""
    from intromark.servers.emby import Emby

    _push(ctx, Emby(url, token), **options)


@command.command(
    "plex",
    short_help="Write into the database of Plex.",
    epilog="Example: intromark push plex --database com.plexapp.plugins.library.db --write-database",
    help="Write into the database of a Plex server that is stopped.\n\n"
    f"{EVERYTHING}Each change is printed, and made with --write-database only. The database is copied first.",
)
@NAMED
@click.option(
    "--database",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="com.plexapp.plugins.library.db of the server.",
)
@click.option("--write-database", is_flag=True, help="Change the database. Stop the server first.")
@MAP
@REPLACE
@CATALOG
@QUIET
@click.pass_context
def plex(ctx: click.Context, /, *, database: Path, write_database: bool, **options: Any) -> None:
    """Write into Plex's database."""
    from intromark.servers.plex import Plex

    with Plex(database, writes=write_database) as server:
        problems = _send(server, dry_run=not write_database, **options)
    if server.copy is not None and not options["quiet"]:
        from intromark.cli.lines import print_line

        print_line(f"the database as it was: {server.copy}", err=True)
    ctx.exit(1 if problems else 0)


@command.command(
    "kodi",
    short_help="Write files beside the videos for Kodi.",
    epilog="Example: intromark push kodi 'The Long Show'",
    help="Write sidecars that Kodi skips by: the same as write --format edl.\n\n"
    f"{NAMES} Without any, all of the library is written. undo-write takes it back.",
)
@NAMED
@click.option(
    "--addons", is_flag=True, help="Write also what the add-ons service.skiptro and service.skippy read."
)
@click.option(
    "--overwrite", is_flag=True, help="Replace files that intromark did not write, or that were edited since."
)
@CATALOG
@QUIET
@click.pass_context
def kodi(
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    addons: bool,
    overwrite: bool,
    catalog: Path | None,
    quiet: bool,
) -> None:
    """Write what Kodi reads."""
    from intromark.cli.write import command as write

    formats = ("edl", "skiptro", "matroska") if addons else ("edl",)
    ctx.invoke(
        write,
        names=names,
        formats=formats,
        overwrite=overwrite,
        hard_links=False,
        catalog=catalog,
        quiet=quiet,
    )


def _push(ctx: click.Context, server: Server, **options: Any) -> None:
    ctx.exit(1 if _send(server, **options) else 0)


def _send(  # noqa: PLR0913 - one for each option
    server: Server,
    *,
    names: tuple[str, ...],
    maps: tuple[str, ...],
    replace: bool,
    dry_run: bool,
    catalog: Path | None,
    quiet: bool,
) -> bool:
    """Send, and say what came of it; returns whether something was wrong."""
    from intromark.cli.talk import Talk
    from intromark.cli.write import what_holds
    from intromark.library.catalog import Catalog
    from intromark.servers.mapping import parse_maps
    from intromark.servers.pushed import FILE, Pushed
    from intromark.servers.pushing import Push

    talk = Talk(quiet=quiet)
    paths = parse_maps(maps)
    with Catalog(catalog) as opened:
        known = what_holds(opened, names, talk)
        pushed = Pushed(opened.path.absolute().parent / FILE)
    push = Push(
        server,
        pushed,
        paths,
        replace=replace,
        dry_run=dry_run,
        on_change=_print_change,
        on_error=talk.error,
    )
    _report(push, _wanted(known), talk)
    return talk.has_problems


def _wanted(known: Known) -> list[WantedEpisode]:
    """The first span of each label; that there is no intro is said as well."""
    from intromark.segment import Label
    from intromark.servers.marks import mark_of
    from intromark.servers.pushing import WantedEpisode

    episodes = []
    for _, detection in known:
        found = {label: detection.first(label) for label in Label}
        marks = {
            label: mark_of(segment) if segment else None
            for label, segment in found.items()
            if segment or label is Label.INTRO
        }
        episodes.append(WantedEpisode(detection.path, marks))
    return episodes


def _report(push: Push, wanted: Sequence[WantedEpisode], talk: Talk) -> None:
    done = push.send(wanted)
    changed = count(done.changed, "episode")
    talk.say(
        f"would change {changed}; {done.same} were as they should be"
        if push.dry_run
        else f"changed {changed}; {done.same} were as they should be"
    )
    if done.left:
        talk.say(f"{count(done.left, 'episode')} had somebody else's mark, which was left: see --replace")
    if done.absent:
        talk.say(f"not on the server: {count(len(done.absent), 'episode')}, such as `{done.absent[0]}`")


def _print_change(path: Path, change: Change) -> None:
    from intromark.cli.talk import printable
    from intromark.cli.tongue import told
    from intromark.segment import Label
    from intromark.timecode import human_time

    width = max(len(told(label)) for label in Label)
    mark = change.mark
    end = "" if mark.end is None else f" - {human_time(mark.end / 1000)}"
    click.echo(
        f"{change.act} {told(mark.label).ljust(width)} {human_time(mark.start / 1000)}{end}  {printable(str(path))}"
    )
