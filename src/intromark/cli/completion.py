"""`intromark completion`: what a shell needs to complete commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_INTROMARK_COMPLETE"  # by which the shell asks; click's own name for it


@click.command("completion", epilog="Example: intromark completion bash")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print what makes a shell complete intromark's commands.

    Put it where your shell looks for completions, or let the shell's start-up file evaluate it.
    """
    from intromark.cli import intromark

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(intromark, {}, "intromark", VARIABLE).source())
