"""How fast encoders are in each precision, and how near fp32: `python benchmarks/encoding.py [--pictures FOLDER]`.

`lite`, and a CLIP ViT-B/32 of the real size whose weights are random (speed does not depend on what they are; the
cosine to fp32 does, and is that of random ones), in fp32, fp16 and int8, as `intromark encoder export` makes them.
Everything is timed in turn, round after round, and the table holds medians: pictures a second, as the clock on the
wall has it and for each second of processor time, which other work on the machine disturbs less, and the ratio to
fp32 in the same round.

    --pictures FOLDER   cosines over the pictures in there too, not only over drawn ones
    --batches           a table of batch sizes as well
    --video FILE        threads of the encoder against threads of the decoder, on this video
    --seasons FOLDER    answers of `lite` in int8 that are not those of fp32, by more than 0.1 s

Needs the `train` extra.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from intromark.compose.stills import stills
from intromark.encoders import DEVICES, Encoder, load_encoder, weights_file
from intromark.encoders.precision import PRECISIONS, in_precision
from intromark.media import pictures
from intromark.reading import BATCH, encoded
from key_frames import SAME, answers, difference, holds_videos, intro, shown
from reporting import number, table

LITE, CLIP = "lite", "clip-vit-b-32"
TAUGHT, TRIED = 192, 48  # drawn pictures: those that int8 is made with, and those that it is tried on
EVERY = 11  # pictures of a folder: consecutive ones are alike
BATCHES = (1, 4, 8, 16, 32)
PAPER = 11.5  # pictures a second on a CPU, as the paper says of its encoder

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Variant:
    """An encoder's weights in one precision."""

    encoder: str
    precision: str
    file: Path

    def load(self, threads: int | None, device: str = "cpu") -> Encoder:
        """Open it; that a device does not start is printed."""
        return load_encoder(
            self.encoder, self.file, threads, device=device, on_fallback=lambda error: print(error.message)
        )


@dataclass(slots=True)
class Speed:
    """Pictures a second, of each round."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoders", nargs="+", choices=[LITE, CLIP], default=[LITE, CLIP])
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--device", choices=list(DEVICES), default="cpu")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pictures", type=Path, metavar="FOLDER")
    parser.add_argument("--batches", action="store_true", help="one thread, and several sizes of a batch")
    parser.add_argument("--video", type=Path, metavar="FILE")
    parser.add_argument("--seasons", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        made = [one for name in options.encoders for one in variants(name, Path(folder))]
        told = f"{options.device}, onnxruntime {onnxruntime.__version__}, batches of {BATCH}, {options.rounds} rounds"
        print(f"{told}, load {load()}\n")
        print(speeds(made, options), end="\n\n")
        if options.batches:
            print(batches(made, options.rounds), end="\n\n")
        print(nearness(made, options.pictures), end="\n\n")
        if options.video:
            print(threads_against_threads(options.video, options.rounds), end="\n\n")
        if options.seasons:
            print(changed_answers(options.seasons, made))
    print(f"load at the end {load()}")


def variants(name: str, folder: Path) -> list[Variant]:
    """The files of an encoder in each precision."""
    source = weights_file(name) if name == LITE else random_clip(folder / "clip")
    original = load_encoder(name, source)
    drawn = prepared(original, stills(TAUGHT))
    inputs = [drawn[start : start + 8] for start in range(0, TAUGHT, 8)]
    made = []
    for precision in PRECISIONS:
        made.append(Variant(name, precision, folder / f"{name}-{precision}.onnx"))
        made[-1].file.write_bytes(in_precision(source, precision, inputs))
    return made


def random_clip(folder: Path) -> Path:
    """The image encoder of a CLIP of the published size, as an ONNX file; its weights are drawn from a fixed seed."""
    import torch
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    from intromark.encoders.clip_checkpoint import find_checkpoint
    from intromark.encoders.clip_export import export_clip

    torch.manual_seed(0)
    CLIPVisionModelWithProjection(CLIPVisionConfig()).save_pretrained(folder)
    export_clip(find_checkpoint(folder), folder / "model.onnx")
    return folder / "model.onnx"


def speeds(made: Sequence[Variant], options: argparse.Namespace) -> str:
    """The table of precisions and threads."""
    loaded = {
        (one, threads): one.load(threads, options.device) for one in made for threads in options.threads
    }
    drawn = {name: prepared(load_first(loaded, name), stills(BATCH, 2)) for name in options.encoders}
    timed: dict[tuple[Variant, int], Speed] = {key: Speed() for key in loaded}
    for turn in range(options.rounds + 1):
        for (one, threads), encoder in loaded.items():
            measure(encoder, drawn[one.encoder], timed[one, threads], keep=turn > 0)
    rows = []
    for (one, threads), speed in timed.items():
        base = timed[next(other for other in made if other.encoder == one.encoder), threads]
        rows.append(
            [
                f"{one.encoder} {one.precision}",
                str(threads),
                f"{one.file.stat().st_size / 1e6:.1f}",
                number(median(speed.wall), 0),
                number(max(speed.wall), 0),
                number(median(speed.cpu), 0),
                number(median(a / b for a, b in zip(speed.wall, base.wall, strict=True))),
                number(median(a / b for a, b in zip(speed.cpu, base.cpu, strict=True))),
                number(median(speed.wall) / PAPER, 1),
            ]
        )
    heads = ["", "threads", "MB", "a second", "best", "a CPU second", "of fp32", "CPU of fp32", "times 11.5"]
    return table(heads, rows, markdown=True)


def load_first(loaded: dict[tuple[Variant, int], Encoder], name: str) -> Encoder:
    """Any of an encoder's: all prepare pictures alike."""
    return next(encoder for (one, _), encoder in loaded.items() if one.encoder == name)


def measure(encoder: Encoder, drawn: Pixels, speed: Speed, *, keep: bool) -> None:
    """Encode once."""
    wall, cpu = time.perf_counter(), time.process_time()
    encoder.encode(drawn)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if keep:
        speed.wall.append(len(drawn) / wall)
        speed.cpu.append(len(drawn) / max(cpu, 1e-9))


def batches(made: Sequence[Variant], rounds: int) -> str:
    """Pictures for each second of processor time, by size of the batch; one thread."""
    rows = []
    for one in made:
        encoder = one.load(1)
        drawn = prepared(encoder, stills(max(BATCHES), 2))
        timed = {size: Speed() for size in BATCHES}
        for turn in range(rounds + 1):
            for size, speed in timed.items():
                measure(encoder, drawn[:size], speed, keep=turn > 0)
        rows.append(
            [f"{one.encoder} {one.precision}", *(number(median(timed[size].cpu), 0) for size in BATCHES)]
        )
    return table(["pictures a CPU second, by batch", *map(str, BATCHES)], rows, markdown=True)


def nearness(made: Sequence[Variant], folder: Path | None) -> str:
    """Cosines to fp32."""
    rows = []
    for name in dict.fromkeys(one.encoder for one in made):
        first, *others = [one for one in made if one.encoder == name]
        original = first.load(None)
        tried = {"drawn": prepared(original, stills(TRIED, 1))}
        if folder is not None:
            tried["folder"] = prepared(original, (read(file) for file in files_in(folder)[::EVERY]))
        true = {what: original.encode(pixels) for what, pixels in tried.items()}
        for one in others:
            encoder = one.load(None)
            for what, pixels in tried.items():
                cosines = (encoder.encode(pixels) * true[what]).sum(axis=1)
                figures = (cosines.mean(), np.percentile(cosines, 1), cosines.min())
                rows.append(
                    [f"{name} {one.precision}", what, str(len(pixels)), *(f"{one:.4f}" for one in figures)]
                )
    return table(["cosine to fp32", "pictures", "of", "mean", "1 in 100 below", "worst"], rows, markdown=True)


def threads_against_threads(video: Path, rounds: int) -> str:
    """Seconds for a minute of a video, all of it decoded and two pictures a second encoded."""
    choices = [(decoding, encoding) for decoding in (1, 2) for encoding in (1, 2)]
    loaded = {encoding: load_encoder(LITE, threads=encoding) for encoding in (1, 2)}
    spent: dict[tuple[int, int], list[tuple[float, float]]] = {choice: [] for choice in choices}
    for _ in range(rounds):
        for decoding, encoding in choices:
            wall, cpu = time.perf_counter(), time.process_time()
            read = pictures(video, 2.0, end=60.0, max_height=192, exact=False, threads=decoding)
            for _rows in encoded((picture for _, picture in read), loaded[encoding]):
                pass
            spent[decoding, encoding].append((time.perf_counter() - wall, time.process_time() - cpu))
    rows = [
        [
            f"{decoding} decoding, {encoding} encoding",
            number(median(wall for wall, _ in times)),
            number(median(cpu for _, cpu in times)),
            number(median(a / b for (a, _), (b, _) in zip(times, spent[1, 1], strict=True))),
            number(median(a / b for (_, a), (_, b) in zip(times, spent[1, 1], strict=True))),
        ]
        for (decoding, encoding), times in spent.items()
    ]
    return table(["threads", "wall s", "CPU s", "of 1 and 1", "CPU of 1 and 1"], rows, markdown=True)


def changed_answers(folder: Path, made: Sequence[Variant]) -> str:
    """Episodes whose intro stands elsewhere with `lite` in int8."""
    small = next(one for one in made if (one.encoder, one.precision) == (LITE, "int8"))
    lines, episodes = [], 0
    for show in [show for show in sorted(folder.iterdir()) if holds_videos(show)]:
        for one, other in zip(answers(show), answers(show, small.file), strict=True):
            episodes += 1
            if difference(intro(one), intro(other)) > SAME:
                lines.append(f"{show.name}/{one.path.name}: {shown(one)}, in int8 {shown(other)}")
    return "\n".join([*lines, f"{len(lines)} of {episodes} answers differ by more than {SAME} s in int8"])


def prepared(encoder: Encoder, drawn: Iterable[Pixels]) -> Pixels:
    """(N, h, w, 3) as the network sees them."""
    return np.stack([encoder.prepare(picture) for picture in drawn])


def files_in(folder: Path) -> list[Path]:
    """All pictures of a folder and those below it."""
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in {".jpg", ".jpeg", ".png"})


def read(file: Path) -> Pixels:
    """One picture."""
    with Image.open(file) as opened:
        return np.asarray(opened.convert("RGB"))


def load() -> str:
    """How much else runs on the machine."""
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


if __name__ == "__main__":
    main()
