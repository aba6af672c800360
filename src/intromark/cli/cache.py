"""`intromark cache`: what was read of videos, kept so that it is not read again."""

from __future__ import annotations

import re

import click

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)


def _bytes(_ctx: click.Context, _option: click.Parameter, text: str | None) -> int | None:
    if text is None:
        return None
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise click.BadParameter(f"{text!r} is not a size: write 500M or 2G")
    return round(float(match[1]) * _UNITS[match[2].upper()])


def _shown(size: int) -> str:
    number, unit = float(size), ""
    for larger in list(_UNITS)[1:]:
        if number < 1024:
            break
        number, unit = number / 1024, f"{larger}i"
    return f"{number:.1f} {unit}B" if unit else f"{size} B"


@click.group("cache", epilog="Example: intromark cache prune --limit 2G")
def command() -> None:
    """Look at what is kept of videos, or drop it."""


@command.command("info", epilog="Example: intromark cache info")
def info() -> None:
    """Print where the cache is, and how full."""
    from intromark.cli.lines import print_pairs
    from intromark.store import Store

    usage = Store().usage()
    print_pairs(
        ("folder", str(usage.folder)),
        ("files", str(usage.files)),
        ("size", _shown(usage.size)),
        ("limit", _shown(usage.limit)),
    )


@command.command("prune", epilog="Example: intromark cache prune --limit 2G")
@click.option(
    "--limit",
    callback=_bytes,
    metavar="SIZE",
    help="What is left at most, as 500M or 2G. Without it, the limit that info shows.",
)
def prune(limit: int | None) -> None:
    """Drop what was used longest ago."""
    from intromark.cli.lines import print_line
    from intromark.store import Store

    print_line(f"freed {_shown(Store().prune(limit))}", err=True)


@command.command("clear", epilog="Example: intromark cache clear")
def clear() -> None:
    """Drop everything: videos are read again when they are next needed."""
    from intromark.cli.lines import print_line
    from intromark.store import Store

    print_line(f"freed {_shown(Store().clear())}", err=True)
