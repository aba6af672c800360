"""The output `text` of `lite`: where something is written, learnt from drawn text and from a text detector.

    python -m recipes.lite.text --pictures CLIPS --teacher rapidocr_onnxruntime-*.whl --encoder IN.onnx --out OUT.onnx

A small head on the stride-4 features of the backbone, which keep their weights: the embedding stays what it was, to
the bit. What is drawn is known; what is written in the stills themselves, PP-OCRv4's detector says (Apache-2.0, inside
the wheel of rapidocr-onnxruntime). It is not run afterwards.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import Tensor, nn

from intromark.encoders.precision import halve
from intromark.frame_counts import average_precision

from ..clips import clips_in, is_held_out
from ..lite_model.lettering import Chance, Style, Typefaces, write
from .augment import bars, colour, encode, noise, soften
from .backbone import HEIGHT, IMAGENET_MEAN, IMAGENET_STD, WIDTH
from .export import OPSET, strip
from .pictures import read_still

TAP = 24  # channels of the features that are read, at a quarter of the picture's size
HIDDEN = 48
GRID = (16, 28)  # cells, of 8 x 8 pixels
ROWS = ((0, 5), (5, 11), (11, 16))  # of cells: upper, middle and lower third
COLUMNS = ((0, 9), (9, 19), (19, 28))
WRITTEN = 0.1  # share of a cell that must be letters
TEACHER_SIZE = (448, 256)  # pixels (w, h) at which the teacher reads
TEACHER_SURE = 0.3
BATCH = 64

Pictures = NDArray[np.uint8]


class TextHead(nn.Module):
    """Stride-4 features -> the share of nine regions that is written on."""

    def __init__(self) -> None:
        """Draw random weights."""
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(TAP, HIDDEN, 1), nn.ReLU(),
            nn.Conv2d(HIDDEN, HIDDEN, 3, 2, 1, groups=HIDDEN), nn.Conv2d(HIDDEN, HIDDEN, 1), nn.ReLU(),
            nn.Conv2d(HIDDEN, HIDDEN, 3, 1, 1, groups=HIDDEN), nn.Conv2d(HIDDEN, HIDDEN, 1), nn.ReLU(),
            nn.Conv2d(HIDDEN, 1, 1),
        )  # fmt: skip

    def cells(self, features: Tensor) -> Tensor:
        """(N, 24, 32, 56) -> (N, 16, 28) logits."""
        logits: Tensor = self.layers(features)
        return logits.squeeze(1)

    def forward(self, features: Tensor) -> Tensor:
        """(N, 24, 32, 56) -> (N, 9) in [0, 1]: upper left, upper middle, ... lower right."""
        written = torch.sigmoid(self.cells(features))
        regions = [
            written[:, top:bottom, left:right].mean((1, 2)) for top, bottom in ROWS for left, right in COLUMNS
        ]
        return torch.stack(regions, 1)


@dataclass(frozen=True)
class Drawn:
    """Examples.

    Attributes:
        features: (N, 24, 32, 56) float16.
        cells: (N, 16, 28) True where something is written.
    """

    features: NDArray[np.float16]
    cells: NDArray[np.bool_]


class Teacher:
    """PP-OCRv4's text detector."""

    def __init__(self, wheel: Path) -> None:
        """Open the network in the wheel of rapidocr-onnxruntime."""
        with ZipFile(wheel) as archive:
            (name,) = (one for one in archive.namelist() if one.endswith("_det_infer.onnx"))
            self._session = ort.InferenceSession(archive.read(name), _options(), ["CPUExecutionProvider"])

    def written(self, picture: Image.Image) -> Image.Image:
        """(128, 224) "L": 255 where the picture has text."""
        values = np.array(picture.resize(TEACHER_SIZE, Image.Resampling.BICUBIC), np.float32)
        values -= np.array(IMAGENET_MEAN, np.float32)
        values /= np.array(IMAGENET_STD, np.float32)
        name = self._session.get_inputs()[0].name
        (said,) = self._session.run(None, {name: values.transpose(2, 0, 1)[None]})
        mask = Image.fromarray((said[0, 0] > TEACHER_SURE).astype(np.uint8) * 255)
        return mask.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


class Tap:
    """The features that the head reads, out of an encoder."""

    def __init__(self, encoder: onnx.ModelProto) -> None:
        """Make them an output."""
        model = onnx.ModelProto.FromString(encoder.SerializeToString())
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(tap_name(encoder)))
        self._session = ort.InferenceSession(model.SerializeToString(), _options(), ["CPUExecutionProvider"])
        self._name = tap_name(encoder)

    def features(self, pictures: Pictures) -> NDArray[np.float16]:
        """(N, 128, 224, 3) -> (N, 24, 32, 56)."""
        (features,) = self._session.run([self._name], {"pictures": pictures})
        return np.asarray(features, np.float16)


def tap_name(encoder: onnx.ModelProto) -> str:
    """Name of the output of the third block: what the fourth widens."""
    (node,) = (
        node
        for node in encoder.graph.node
        if "backbone.blocks.3.widen.weight" in node.input and node.op_type == "Conv"
    )
    return str(node.input[0])


def _options() -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    return options


def main() -> None:
    """Draw examples, train the head, say how good it is, and write the encoder with it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="*", default=())
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--each", type=int, default=3, help="examples of each still; default: %(default)s")
    parser.add_argument("--epochs", type=int, default=6)
    asked = parser.parse_args()
    encoder = onnx.load(asked.encoder)
    faces = Typefaces.in_folders(tuple(asked.fonts))
    teacher, tap = Teacher(asked.teacher), Tap(encoder)
    clips = clips_in(asked.pictures)
    held = [clip for number, clip in enumerate(clips) if is_held_out(number)]
    shown = [clip for number, clip in enumerate(clips) if not is_held_out(number)]
    training = examples(shown, asked.each, teacher, tap, faces, seed=1)
    judged = examples(held, 2, teacher, tap, faces, seed=2)
    print(
        f"{len(training.cells)} examples, {training.cells.mean():.1%} of their cells written on", flush=True
    )
    head = train(training, asked.epochs)
    print(report(head, judged))
    asked.out.write_bytes(with_head(encoder, head))


def examples(
    clips: Sequence[Sequence[Path]], each: int, teacher: Teacher, tap: Tap, faces: Typefaces, *, seed: int
) -> Drawn:
    """Stills, plain and with text drawn over them."""
    features, cells = [], []
    began = time.monotonic()
    for number, clip in enumerate(clips):
        chance = np.random.default_rng((seed, number))
        pictures, masks = [], []
        for path in clip:
            still = Image.fromarray(read_still(path))
            own = teacher.written(still)
            for drawn in range(each):
                picture, mask = (still, own) if drawn == 0 else written_over(still, own, faces, chance)
                pictures.append(np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)))
                masks.append(cells_of(mask))
        features += [
            tap.features(np.stack(pictures[at : at + BATCH])) for at in range(0, len(pictures), BATCH)
        ]
        cells += masks
        if number % 20 == 0:
            print(f"clip {number} / {len(clips)}, {time.monotonic() - began:.0f} s", flush=True)
    return Drawn(np.concatenate(features), np.stack(cells))


def written_over(
    still: Image.Image, own: Image.Image, faces: Typefaces, chance: Chance
) -> tuple[Image.Image, Image.Image]:
    """A still with pieces of text, and with shapes that are none; and where letters are."""
    picture = colour(still, chance) if chance.random() < 0.4 else still
    picture = _shapes(picture, chance) if chance.random() < 0.3 else picture
    mask = own.resize(still.size)
    for _ in range(int(chance.choice([0, 1, 1, 2, 3]))):
        style = Style.draw(faces, chance)
        text = "\n".join(style.words(chance, 1, 5) for _ in range(int(chance.choice([1, 1, 1, 2, 3]))))
        place = (chance.uniform(0.08, 0.92), chance.uniform(0.06, 0.95))
        size = float(np.exp(chance.uniform(np.log(0.045), np.log(0.25))))
        picture = Image.blend(picture, write(picture, text, place, size, style), chance.uniform(0.6, 1.0))
        bare = Style(style.font, style.script, style.upper, (255, 255, 255), 0, False)
        letters = write(Image.new("RGB", still.size), text, place, size, bare).convert("L")
        mask = Image.fromarray(np.maximum(np.asarray(mask), np.asarray(letters)))
    for change, likelihood in ((soften, 0.25), (noise, 0.15), (encode, 0.5)):
        picture = change(picture, chance) if chance.random() < likelihood else picture
    if chance.random() < 0.1:
        state = chance.integers(1 << 30)
        twice = (np.random.default_rng(state), np.random.default_rng(state))
        picture = bars(picture, twice[0])
        mask = bars(mask.convert("RGB"), twice[1]).convert("L")
    return picture, mask


def _shapes(picture: Image.Image, chance: Chance) -> Image.Image:
    layer = picture.copy()
    pen = ImageDraw.Draw(layer)
    width, height = picture.size
    for _ in range(int(chance.integers(1, 5))):
        x, y = chance.uniform(0, width, 2), chance.uniform(0, height, 2)
        box = (x.min(), y.min(), x.max(), y.min() + chance.uniform(2, 40))
        fill = tuple(int(value) for value in chance.integers(0, 256, 3))
        if chance.random() < 0.5:
            pen.rectangle(box, fill=fill)
        else:
            pen.line((x[0], y[0], x[1], y[1]), fill=fill, width=int(chance.integers(1, 5)))
    return layer


def cells_of(mask: Image.Image) -> NDArray[np.bool_]:
    """(16, 28) True where enough of a cell is letters."""
    small = np.asarray(mask.resize((GRID[1], GRID[0]), Image.Resampling.BOX), np.float32) / 255
    return small > WRITTEN


def train(examples: Drawn, epochs: int) -> TextHead:
    """Fit the head to the cells."""
    torch.manual_seed(1)
    head = TextHead()
    steps = epochs * -(-len(examples.cells) // BATCH)
    optimiser = torch.optim.AdamW(head.parameters(), 3e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    chance = np.random.default_rng(1)
    for epoch in range(epochs):
        losses = []
        for rows in _batches(len(examples.cells), chance):
            features = torch.from_numpy(examples.features[rows].astype(np.float32))
            wanted = torch.from_numpy(examples.cells[rows].astype(np.float32))
            loss = F.binary_cross_entropy_with_logits(head.cells(features), wanted)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return head.eval()


def _batches(count: int, chance: Chance) -> Iterator[NDArray[np.intp]]:
    order = chance.permutation(count)
    for first in range(0, count, BATCH):
        yield np.sort(order[first : first + BATCH])


def report(head: TextHead, judged: Drawn) -> str:
    """How well cells and pictures of held-out clips are told."""
    with torch.inference_mode():
        parts = [
            head.cells(torch.from_numpy(judged.features[at : at + BATCH].astype(np.float32)))
            for at in range(0, len(judged.cells), BATCH)
        ]
        said = torch.sigmoid(torch.cat(parts)).numpy()
    shown, wanted = said.mean((1, 2)), judged.cells.mean((1, 2))
    cells = average_precision(said.ravel(), judged.cells.ravel().astype(np.float32))
    pictures = average_precision(shown, (wanted > 0).astype(np.float32))
    together = float(np.corrcoef(shown, wanted)[0, 1])
    return (
        f"held-out clips, {len(said)} pictures: average precision of cells {cells:.3f}, of pictures with any text "
        f"{pictures:.3f} ({(wanted > 0).mean():.0%} have some), correlation of the share written on {together:.3f}"
    )


def with_head(encoder: onnx.ModelProto, head: TextHead) -> bytes:
    """The encoder with one more output, `text`: the content of an ONNX file."""
    model = onnx.ModelProto.FromString(encoder.SerializeToString())
    tap = tap_name(model)
    value = onnx.helper.make_tensor_value_info(
        tap, onnx.TensorProto.FLOAT, ["N", TAP, HEIGHT // 4, WIDTH // 4]
    )
    model.graph.output.append(value)
    merged = onnx.compose.merge_models(model, _exported(head), [(tap, "features")])
    names = ["embedding", "look", "text"]
    outputs = {one.name: one for one in merged.graph.output}
    del merged.graph.output[:]
    merged.graph.output.extend(outputs[name] for name in names)
    del merged.opset_import[:]  # merging names it twice
    merged.opset_import.append(onnx.helper.make_opsetid("", OPSET))
    halve(merged)
    strip(merged)
    onnx.checker.check_model(merged, full_check=True)
    content: bytes = merged.SerializeToString(deterministic=True)
    return content


def _exported(head: TextHead) -> onnx.ModelProto:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "head.onnx"
        torch.onnx.export(
            head,
            (torch.zeros(2, TAP, HEIGHT // 4, WIDTH // 4),),
            str(path),
            input_names=["features"],
            output_names=["text"],
            dynamic_shapes=({0: torch.export.Dim("N")},),
            opset_version=OPSET,
            external_data=False,
            dynamo=True,
            verbose=False,
        )
        model = onnx.load(io.BytesIO(path.read_bytes()))
    return onnx.compose.add_prefix(model, "text.", rename_inputs=False, rename_outputs=False)


if __name__ == "__main__":
    main()
