"""`intromark encoder`: the same encoder in another precision."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.extras import needs_extra
from intromark.cli.manner import ENCODER, ENCODER_WEIGHTS

PRECISIONS = ("fp32", "fp16", "int8")  # those of encoders.precision, which loads onnx; a test compares them
SUFFIX = ".onnx"
TAUGHT, TRIED = 192, 48  # drawn pictures: what int8 is made with, and others that it is tried on
BATCH = 8


@click.group("encoder", epilog="Example: intromark encoder export lite-int8.onnx --precision int8")
def command() -> None:
    """Export an encoder in another precision."""


@command.command("export", epilog="Example: intromark encoder export lite-int8.onnx --precision int8")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.onnx")
@ENCODER
@ENCODER_WEIGHTS
@click.option(
    "--precision",
    type=click.Choice(PRECISIONS),
    default=PRECISIONS[0],
    show_default=True,
    help="Of the weights. fp16 halves the file; int8 quarters it, and is faster.",
)
def export(out: Path, encoder: str, encoder_weights: str | None, precision: str) -> None:
    """Write an encoder in another precision into a file.

    How near it is to the original, over drawn pictures, is printed. The file is for --encoder-weights of the other
    commands; what was read of videos with one precision is not used with another.
    """
    if out.suffix != SUFFIX:
        raise click.UsageError(f"the name of the file must end in {SUFFIX}, or it is not read as weights")
    with needs_extra("train", "an export"):
        from intromark.encoders.precision import in_precision
    import numpy as np

    from intromark.atomic import write_atomically
    from intromark.cli.lines import print_line
    from intromark.compose.stills import stills
    from intromark.encoders import load_encoder, weights_file

    original = load_encoder(encoder, encoder_weights, threads=None)
    drawn = np.stack([original.prepare(picture) for picture in stills(TAUGHT + TRIED)])
    taught, tried = drawn[:TAUGHT], drawn[TAUGHT:]
    batches = [taught[start : start + BATCH] for start in range(0, TAUGHT, BATCH)]
    content = in_precision(weights_file(encoder, encoder_weights), precision, batches)
    write_atomically(out, content)
    cosines = (load_encoder(encoder, out, threads=None).encode(tried) * original.encode(tried)).sum(axis=1)
    print_line(f"wrote `{out}`: {encoder}, {precision}, {len(content) / 1e6:.1f} MB")
    print_line(
        f"cosine to the original over {TRIED} drawn pictures: {cosines.mean():.4f} in the mean, "
        f"{cosines.min():.4f} at worst"
    )
