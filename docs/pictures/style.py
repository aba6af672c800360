"""The colours and the lines of the pictures that are drawn here."""

from __future__ import annotations

from typing import Any

INK, BLUE, ORANGE, GREEN, GREY = "#24292f", "#0072b2", "#d55e00", "#009e73", "#8c959f"
STYLE: Any = {
    "figure.dpi": 110,
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "legend.frameon": False,
}
