"""The command line: one file a command, loaded when it is used.

detect.py      find the intros of your videos
demo.py        draw a small season and find its intros
drawn.py       the drawn season on the disk
table.py       detections as a table for people
sidecars.py    files beside the videos, and what is said of them
talk.py        what goes to stderr: errors, warnings, progress
"""

from __future__ import annotations

from importlib import import_module

import click

from intromark.errors import IntromarkError

COMMANDS = {
    "detect": "Find the intro of every episode.",
    "demo": "Draw a small season and find its intros.",
}
"""Name of the command and of its file -> its line in the help, which is shown without loading the file."""

INTERRUPTED = 130  # what a shell reports of a command that Ctrl-C ended


class _Commands(click.Group):
    """Loads a command when it is asked for: `intromark --help` needs neither FFmpeg nor onnxruntime."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"intromark.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; what the user can mend is a sentence, and Ctrl-C a word."""
        try:
            super().invoke(ctx)
        except IntromarkError as error:
            from intromark.cli.talk import Talk

            Talk().error(error)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: intromark detect 'Show/Season 1'",
)
@click.version_option(package_name="intromark", message="intromark %(version)s")
def intromark() -> None:
    """Finds the intro of every episode of a series, to the frame."""


def main() -> None:
    """Run the command line."""
    intromark(prog_name="intromark")
