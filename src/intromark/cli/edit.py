"""`intromark edit`: a person's word on an episode, or on its season, which no detection changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intromark.cli.completing import files
from intromark.cli.manner import DEVICE, HWACCEL
from intromark.cli.shelf import CATALOG, QUIET, changing, count
from intromark.segment import Label
from intromark.timecode import parse_time

if TYPE_CHECKING:
    from intromark.cli.talk import Talk
    from intromark.library.spreading import Spread
    from intromark.library.values import Entry
    from intromark.span import Span


def _time(_ctx: click.Context, _argument: click.Parameter, text: str | None) -> float | None:
    try:
        return None if text is None else parse_time(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command("edit", epilog="Example: intromark edit 'long show s01e02' 1:02 1:33.5 --season")
@click.argument("name", metavar="NAME", shell_complete=files)
@click.argument("start", required=False, callback=_time, metavar="[START")
@click.argument("end", required=False, callback=_time, metavar="END]")
@click.option("--none", "is_none", is_flag=True, help="Say that there is none, in place of START and END.")
@click.option(
    "--season",
    is_flag=True,
    help="Use it for the whole season: what stands there is sought in each other episode, which gets its own times.",
)
@click.option(
    "--label",
    type=click.Choice([label.value for label in Label]),
    default=Label.INTRO.value,
    show_default=True,
    help="What it is.",
)
@CATALOG
@DEVICE
@HWACCEL
@QUIET
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    name: str,
    start: float | None,
    end: float | None,
    is_none: bool,
    season: bool,
    label: str,
    catalog: Path | None,
    device: str,
    hwaccel: str,
    quiet: bool,
) -> None:
    """Say where the intro of an episode is.

    NAME is a video, or words that stand in its show, season or path. START and END are seconds, M:SS or H:MM:SS.
    What you say holds until you say otherwise: no scan changes it.
    """
    span = _span(start, end, is_none=is_none)

    from intromark.cli.talk import Talk
    from intromark.library.edits import save_edit
    from intromark.library.history import words
    from intromark.library.queries import named_one
    from intromark.library.values import Origin

    talk = Talk(quiet=quiet)
    with changing(catalog) as opened:
        with opened.changing() as connection:
            entry = named_one(connection, name)
            save_edit(connection, entry.episode, Label(label), span, Origin.EDIT)
        talk.say(f"{label} of `{entry.episode.path.name}`: {words(span)}")
        if season:
            from intromark.events import Listener
            from intromark.library.spreading import spread
            from intromark.machine import Machine
            from intromark.store import Store

            listener = Listener(talk.problem, talk.progress)
            with talk:
                machine = Machine(device, hwaccel)
                outcome = spread(opened, entry, Label(label), span, listener, Store(), machine=machine)
            _say(talk, outcome)
    ctx.exit(1 if talk.has_problems else 0)


def _span(start: float | None, end: float | None, *, is_none: bool) -> Span | None:
    if is_none and start is None:
        return None
    if is_none or start is None or end is None:
        raise click.UsageError("give START and END, or --none")
    if start >= end:
        raise click.UsageError("START must be before END")
    # Imported here, and not its module's names above, as usage errors need nothing of it.
    from intromark.span import Span

    return Span(start, end)


def _say(talk: Talk, outcome: Spread) -> None:
    talk.say(f"the same in {count(len(outcome.given), 'other episode')} of its season")
    if outcome.not_found:
        talk.say(f"not found in {_names(outcome.not_found)}")
    if outcome.kept:
        talk.say(f"edited or locked before, and left as it was: {_names(outcome.kept)}")


def _names(entries: Sequence[Entry]) -> str:
    return ", ".join(f"`{entry.episode.path.name}`" for entry in entries)
