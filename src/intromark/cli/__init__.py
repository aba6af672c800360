"""The command line: one file a command, loaded when it is used.

detect.py      find the intros of your videos
demo.py        draw a small season and find its intros
dataset.py     labels are looked at, and become a dataset
train.py       a dataset and a recipe become a model
evaluate.py    how good a model is; evaluation_report.py, evaluation_json.py: as tables, as JSON
model.py       what is known of a model; the same in another precision
encoder.py     an encoder in another precision
scan.py        libraries are analysed, as far as they are new or changed; redo.py: once more
watch.py       the same by itself, as often as something changes
list.py        the episodes of the library; show.py: all of one; stats.py: all in numbers
edit.py        a person's word on an episode; lock.py, unlock.py: confirm it, drop it
review.py      a web page over the catalog
write.py       what holds, beside videos or in them; undo_write.py: what was there before
push.py        what holds, sent to media servers
export.py      what people confirmed, as labels; all of it as tables
cache.py       what is kept of videos
doctor.py      what is installed, and whether it works; checkup.py: what is looked at
completion.py  what makes a shell complete commands; completing.py: files
shelf.py       what the commands of the library share; manner.py: the options of how it is analysed
entries.py     episodes of the library as tables and as JSON
drawn.py       the drawn season on the disk
table.py       detections as a table for people
sidecars.py    files beside the videos, and what is said of them
extras.py      what is said where an extra is not installed
tongue.py      the user's language; lines.py: lines, headings and tables in it
talk.py        what goes to stderr: errors, warnings, progress
"""

from __future__ import annotations

from importlib import import_module

import click
from click.shell_completion import CompletionItem

from intromark.cli.tongue import speak, told, translate
from intromark.errors import IntromarkError

COMMANDS = {
    "detect": "Find the intro of every episode; credits and recaps as well.",
    "demo": "Draw a small season and find its intros.",
    "dataset": "Look at labels, and build datasets of them.",
    "train": "Train a model on a dataset.",
    "evaluate": "Measure how good a model is, beside simple baselines.",
    "model": "Look at a trained model, or export it.",
    "encoder": "Export an encoder in another precision.",
    "scan": "Scan libraries; only what is new or changed is analysed.",
    "watch": "Watch libraries; what is new or changed is analysed by itself.",
    "list": "List the episodes of the library.",
    "show": "Show all that is known of an episode.",
    "edit": "Say where the intro of an episode is.",
    "lock": "Confirm what was detected, and keep it.",
    "unlock": "Drop edits and locks: what was detected holds.",
    "redo": "Analyse seasons again, whatever is known.",
    "review": "Look at the library in a web page, and correct it.",
    "stats": "Count what the library has, and what needs a look.",
    "write": "Write intros beside the videos, or as chapters into them.",
    "undo-write": "Restore what was there before write.",
    "push": "Send intros to a media server.",
    "export": "Write what you confirmed as labels, or all as tables.",
    "cache": "Look at what is kept of videos, or drop it.",
    "doctor": "Say what is installed here, and whether it works.",
    "completion": "Print what makes a shell complete intromark's commands.",
}
"""Name -> line in the help, which is shown without loading the file, whose name has `_` for `-`."""

PARTS = {
    "Videos": ("detect", "demo"),
    "A library": ("scan", "watch", "list", "show", "stats", "edit", "lock", "unlock", "redo", "review"),
    "Players, servers and other programs": ("write", "undo-write", "push", "export"),
    "Models": ("dataset", "train", "evaluate", "model", "encoder"),
    "This installation": ("doctor", "cache", "completion"),
}
"""Heading -> the commands below it in the help."""

INTERRUPTED = 130  # what a shell reports of a command that Ctrl-C ended


class _Commands(click.Group):
    """Loads a command when it is asked for: `intromark --help` needs neither FFmpeg nor onnxruntime."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*COMMANDS]  # `list` is a module here, once that command was loaded

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"intromark.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return translate(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        width = max(map(len, COMMANDS))
        for heading, names in PARTS.items():
            with formatter.section(told(heading)):
                formatter.write_dl([(name.ljust(width), told(COMMANDS[name])) for name in names])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands by the table: to load them all would make a shell wait."""
        commands = [
            CompletionItem(name, help=told(line))
            for name, line in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; what the user can mend is a sentence, and Ctrl-C a word."""
        try:
            super().invoke(ctx)
        except IntromarkError as error:
            from intromark.cli.talk import Talk

            Talk().error(error)
            ctx.exit(1)
        except click.UsageError as error:
            # Those of click's own kinds speak by themselves.
            if type(error) is click.UsageError:
                raise click.UsageError(told(error.message), error.ctx) from None
            if type(error) is click.BadParameter:
                place = error.ctx, error.param, error.param_hint
                raise click.BadParameter(told(error.message), *place) from None
            raise
        except KeyboardInterrupt:
            click.echo(told("interrupted"), err=True)
            ctx.exit(INTERRUPTED)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: intromark detect 'Show/Season 1'",
)
@click.version_option(package_name="intromark", message="intromark %(version)s")
def intromark() -> None:
    """Finds the intro of every episode of a series, to the frame.

    Each command tells more with --help.
    """


def main() -> None:
    """Run the command line, in the user's language."""
    speak()
    translate(intromark)(prog_name="intromark")
