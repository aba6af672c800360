"""Draw how right confidence is: `python docs/pictures/reliability.py [--model FOLDER] [--out docs/pictures]`.

The figures stand in the card of the model: counted on composed shows of clips, voices and music that were held out,
each episode alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from style import BLUE, GREY, STYLE

from intromark.model import SHIPPED
from intromark.model_card import read_card

NAME = "reliability.png"
JUDGED = "other composed shows"


def main() -> None:
    """Draw a diagram for each label."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=SHIPPED / "lite", help="a folder with a card")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the picture")
    options = parser.parse_args()
    judged = read_card(options.model).metrics[JUDGED]
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(1, len(judged), figsize=(9.2, 3.1), layout="constrained", squeeze=False)
        for axis, (label, figures) in zip(axes[0], judged.items(), strict=True):
            diagram(axis, label, figures)
        axes[0][0].set_ylabel("share of answers that are right")
        options.out.mkdir(parents=True, exist_ok=True)
        figure.savefig(options.out / NAME, metadata={"Software": None})


def diagram(axis: Axes, label: str, figures: dict[str, Any]) -> None:
    """Answers by confidence: as large as there are many, on the line where confidence is right."""
    counts, confidences, right = zip(*figures["reliability"], strict=True)
    total = sum(counts)
    axis.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle=":")
    axis.plot(confidences, right, color=BLUE, linewidth=1)
    axis.scatter(confidences, right, s=[10 + 300 * count / total for count in counts], color=BLUE, alpha=0.6)
    axis.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="confidence", aspect="equal")
    axis.set_title(f"{label}: error {figures['calibration_error']:.3f}, {total} answers")


if __name__ == "__main__":
    main()
