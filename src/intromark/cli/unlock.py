"""`intromark unlock`: what was detected holds again."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.completing import files
from intromark.cli.shelf import CATALOG, NAMES, QUIET, changing


@click.command(
    "unlock",
    epilog="Example: intromark unlock 'long show s01e02'",
    help=f"Drop edits and locks: what was detected holds.\n\n{NAMES} What is dropped stays in the history.",
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=files)
@CATALOG
@QUIET
def command(names: tuple[str, ...], catalog: Path | None, *, quiet: bool) -> None:
    """Unlock every episode that was named."""
    from intromark.cli.entries import said
    from intromark.cli.talk import Talk
    from intromark.library.edits import unlock
    from intromark.library.queries import named
    from intromark.library.telling import ORIGINS

    talk = Talk(quiet=quiet)
    with changing(catalog) as opened:
        with opened.changing() as connection:
            dropped = [
                (entry, edit)
                for entry in named(connection, names)
                for edit in unlock(connection, entry.episode)
            ]
        for entry, edit in dropped:
            talk.say(
                f"dropped of `{entry.episode.path.name}`: {edit.label} {ORIGINS[edit.origin]}, {said(edit)}"
            )
    if not dropped:
        talk.say("nothing of it was edited or locked")
