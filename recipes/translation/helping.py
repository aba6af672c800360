"""The help of all commands -> its paragraphs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from intromark.cli import COMMANDS
from intromark.cli import intromark as group
from intromark.cli.tongue import paragraphs


def help_texts() -> dict[str, list[str]]:
    """Paragraph -> the commands in whose help it stands."""
    found: dict[str, list[str]] = {}
    for line in COMMANDS.values():
        found.setdefault(line, []).append("intromark")
    for name, command in _commands(group, "intromark"):
        texts = [inspect.cleandoc(command.help or "")]
        texts += [one.help or "" for one in command.params if isinstance(one, click.Option)]
        for text in texts:
            for paragraph in paragraphs(text):
                found.setdefault(paragraph, []).append(name)
    return {text: list(dict.fromkeys(places)) for text, places in found.items()}


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for one in command.list_commands(context):
            inner = command.get_command(context, one)
            assert inner is not None
            yield from _commands(inner, f"{name} {one}")
