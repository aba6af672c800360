"""Tables of a benchmark, as text for a terminal or as Markdown for the documents."""

from __future__ import annotations

import math
from collections.abc import Sequence

Row = Sequence[str]


def table(heads: Row, rows: Sequence[Row], *, markdown: bool = False) -> str:
    """Lay out rows under heads: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    lines = []
    for row in [heads, *rows]:
        cells = [
            text.rjust(width) if column else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"| {' | '.join(cells)} |" if markdown else "  ".join(cells).rstrip())
    if markdown:
        rules = ["-" * (width - 1) + ("-" if not column else ":") for column, width in enumerate(widths)]
        lines.insert(1, f"| {' | '.join(rules)} |")
    return "\n".join(lines)


def number(value: float | None, digits: int = 2, *, signed: bool = False) -> str:
    """A number, or a dash where there is none."""
    if value is None or math.isnan(value):
        return "-"
    return f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"


def share(value: float) -> str:
    """A share of 1 as per cent, or a dash where there is none."""
    return "-" if math.isnan(value) else f"{100 * value:.0f} %"
