"""`intromark doctor`: what to paste into a bug report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from intromark.cli.shelf import AS_JSON

if TYPE_CHECKING:
    from intromark.cli.checkup import Topic


@click.command("doctor", epilog="Example: intromark doctor --json")
@AS_JSON
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Say what is installed here, and whether it works.

    What is printed can be pasted into a bug report: no file, folder or user is named. The exit status is 1 if
    something that intromark needs does not work.
    """
    from intromark.cli.checkup import check_up

    topics = list(check_up())
    click.echo(json.dumps([asdict(topic) for topic in topics], indent=2) if as_json else as_text(topics))
    ctx.exit(1 if any(one.remedy for topic in topics for one in topic.findings) else 0)


def as_text(topics: Sequence[Topic]) -> str:
    """A line a finding under the name of its topic, and what to do where something does not work."""
    width = max(len(one.name) for topic in topics for one in topic.findings)
    lines = []
    for topic in topics:
        lines.append(topic.title)
        for one in topic.findings:
            lines.append(f"  {one.name.ljust(width)}  {one.text}")
            lines += [f"  {''.ljust(width)}  hint: {one.remedy}"] if one.remedy else []
    return "\n".join(lines)
