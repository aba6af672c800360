"""`intromark model`: what is known of a model, and the same one in another precision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from intromark.cli.extras import needs_extra
from intromark.cli.tongue import told
from intromark.model_card import ModelCard, read_card

PRECISIONS = ("fp32", "fp16", "int8")  # those of train.exporting, which loads torch; a test compares them

_FOLDER = click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")


@click.group("model", epilog="Example: intromark model info model")
def command() -> None:
    """Look at a trained model, or export it."""


@command.command("info", epilog="Example: intromark model info model")
@_FOLDER
def info(folder: Path) -> None:
    """Print what is known of the model in DIR.

    For other programs, the same is in its card.json.
    """
    from intromark.cli.lines import print_pairs

    print_pairs(*((name, told(text)) for name, text in _rows(read_card(folder))))


@command.command("export", epilog="Example: intromark model export model --precision int8 --out small-model")
@_FOLDER
@click.option(
    "--precision",
    type=click.Choice(PRECISIONS),
    default=PRECISIONS[0],
    show_default=True,
    help="Of the weights: fp16 halves the file, int8 quarters it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of the exported model; without it the precision is added to the name of DIR.",
)
def export(folder: Path, precision: str, out: Path | None) -> None:
    """Export the model in DIR anew, and print how far it is from torch.

    The new folder holds the card and the ONNX file, which is all that detection needs.
    """
    with needs_extra("train", "an export"):
        from intromark.train.reexport import export_model
    from intromark.cli.lines import print_line

    out = out or folder.with_name(f"{folder.resolve().name}-{precision}")
    done = export_model(folder, precision, out)
    print_line(f"wrote `{out}`: {precision}, {done.size / 1e6:.1f} MB")
    print_line(
        f"differences from torch, as probabilities: {done.parity.worst:.1e} at worst, {done.parity.mean:.1e} in "
        f"the mean; {100 * done.parity.turned:.2f} % of the frames change sides at 0.5"
    )


def _rows(card: ModelCard) -> Iterator[tuple[str, str]]:
    yield "encoder", f"{card.encoder.name}, {card.encoder.width} numbers, weights {card.encoder.fingerprint}"
    yield "network", _listed(card.network)
    yield "precision", card.precision
    yield "windows", f"{card.window} frames at {card.fps:g} a second, every {card.stride}"
    for label, head in card.heads.items():
        rule, calibration = head.rule, head.calibration
        yield (
            label.value,
            f"log-odds above {rule.level:g}, in all {rule.evidence:g} nat seconds or more; {rule.shortest:g} to "
            f"{rule.longest:g} s; calibration: slope {calibration.slope:.3f}, bias {calibration.bias:+.3f}",
        )
    yield "recipe", str(card.recipe.get("name", "-"))
    for name, values in (("data", card.data), ("metrics", card.metrics)):
        for key, value in values.items():
            yield f"{name} {key.replace('_', ' ')}", _said(value)
    yield "licence", card.licence
    for warning in card.warnings:
        yield "warning", warning


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return _listed(value)
    return f"{value:.4g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def _listed(values: Any) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {_said(value)}" for key, value in values.items())
