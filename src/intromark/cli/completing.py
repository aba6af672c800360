"""What a shell offers for a word that is being typed, where click cannot tell by its type."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def files(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, by the shell itself: it knows how to quote names."""
    return [CompletionItem(incomplete, type="file")]
