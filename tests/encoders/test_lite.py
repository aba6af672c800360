"""The shipped encoder: its contract, and that a changed copy of a picture is nearer than another picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from intromark.encoders.base import EMBEDDING, Encoder
from intromark.encoders.devices import Place
from intromark.encoders.lite import BATCH, HEIGHT, LOOK, WIDTH, Lite
from intromark.errors import EncoderError
from intromark.signals import TEXT

MEBIBYTE = 1 << 20
SIZE = (640, 360)  # pixels (w, h)
SCENES = 6


@pytest.fixture(scope="module")
def lite() -> Lite:
    return Lite(place=Place(threads=1))


def scene(seed: int) -> Image.Image:
    """A drawn landscape: a graded sky, hills, a sun, houses; another seed is another place."""
    chance = np.random.default_rng(seed)
    width, height = SIZE
    top, bottom = chance.integers(0, 256, (2, 3))
    share = np.linspace(0, 1, height)[:, None, None]
    sky = np.broadcast_to(top * (1 - share) + bottom * share, (height, width, 3))
    picture = Image.fromarray(sky.astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for shape in range(14):
        x, y = int(chance.integers(0, width)), int(chance.integers(0, height))
        wide, high = int(chance.integers(40, 220)), int(chance.integers(30, 160))
        draw = pen.ellipse if shape % 3 == 0 else pen.rectangle
        red, green, blue = (int(value) for value in chance.integers(0, 256, 3))
        box = (x - wide // 2, y - high // 2, x + wide // 2, y + high // 2)
        draw(box, fill=(red, green, blue), outline="black")
    return picture


def reencoded(picture: Image.Image) -> Image.Image:
    store = io.BytesIO()
    picture.resize((320, 180)).save(store, "JPEG", quality=15)
    return Image.open(store).convert("RGB")


def cropped(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((width // 20, height // 20, width - width // 20, height - height // 20))


def with_logo(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    ImageDraw.Draw(copy).ellipse((550, 20, 620, 70), fill=(230, 30, 30), outline=(255, 255, 255), width=4)
    return copy


def with_name(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    font = ImageFont.load_default(44)
    ImageDraw.Draw(copy).text((320, 290), "directed by\nANNA BERG", "white", font, "mm", align="center")
    return copy


def darker(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: int(value * 0.7))


def prepared(lite: Lite, pictures: list[Image.Image]) -> NDArray[np.uint8]:
    return np.stack([lite.prepare(np.asarray(picture)) for picture in pictures])


def test_it_is_an_encoder(lite: Lite) -> None:
    encoder: Encoder = lite
    assert encoder.name == "lite"
    assert len(encoder.fingerprint) == 16
    assert int(encoder.fingerprint, 16) >= 0


@pytest.mark.parametrize("size", [(224, 128), (1920, 1080), (720, 576), (96, 64)], ids=str)
def test_prepare_gives_one_size(lite: Lite, size: tuple[int, int]) -> None:
    small = lite.prepare(np.full((size[1], size[0], 3), 77, np.uint8))
    assert small.shape == (HEIGHT, WIDTH, 3)
    assert small.dtype == np.uint8
    assert np.all(small == 77)


@pytest.mark.parametrize("count", [0, 1, 3], ids=str)
def test_embeddings_have_length_one(lite: Lite, count: int) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (count, HEIGHT, WIDTH, 3), dtype=np.uint8)
    embeddings = lite.encode(pictures)
    assert embeddings.shape == (count, EMBEDDING)
    assert embeddings.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-4)


def test_the_look_stands_behind_the_embedding(lite: Lite) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (BATCH + 1, HEIGHT, WIDTH, 3), dtype=np.uint8)
    both = lite.encode_with_look(pictures)
    assert both.shape == (BATCH + 1, EMBEDDING + LOOK + TEXT)
    np.testing.assert_array_equal(both[:, :EMBEDDING], lite.encode(pictures))
    assert both[:, EMBEDDING:].any(axis=1).all()
    assert lite.encode_with_look(pictures[:0]).shape == (0, EMBEDDING + LOOK + TEXT)


def test_batches_do_not_mix_pictures(lite: Lite) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (BATCH + 3, HEIGHT, WIDTH, 3), dtype=np.uint8)
    order = np.random.default_rng(1).permutation(len(pictures))
    np.testing.assert_allclose(lite.encode(pictures[order]), lite.encode(pictures)[order], atol=1e-4)


@pytest.mark.parametrize("change", [reencoded, cropped, with_logo, with_name, darker])
def test_a_copy_is_nearer_than_any_other_picture(
    lite: Lite, change: Callable[[Image.Image], Image.Image]
) -> None:
    scenes = [scene(seed) for seed in range(SCENES)]
    plain = lite.encode(prepared(lite, scenes))
    copies = lite.encode(prepared(lite, [change(picture) for picture in scenes]))
    similarity = plain @ copies.T
    others = similarity[~np.eye(SCENES, dtype=bool)]
    assert np.diagonal(similarity).min() > others.max() + 0.1


def test_it_is_small() -> None:
    assert len(resources.files("intromark.encoders").joinpath("lite.onnx").read_bytes()) <= 12 * MEBIBYTE


def test_another_shape_is_a_mistake_of_the_caller(lite: Lite) -> None:
    with pytest.raises(ValueError, match=r"\(N, 128, 224, 3\), not \(1, 100, 100, 3\)"):
        lite.encode(np.zeros((1, 100, 100, 3), np.uint8))


def test_missing_weights(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot read") as caught:
        Lite(tmp_path / "none.onnx")
    assert caught.value.hint


def test_damaged_weights(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(resources.files("intromark.encoders").joinpath("lite.onnx").read_bytes()[:100_000])
    with pytest.raises(EncoderError, match="is not the network of encoder `lite`") as caught:
        Lite(broken)
    assert caught.value.hint


def test_a_picture_scaled_to_its_height_is_the_same_picture(lite: Lite) -> None:
    scenes = [scene(seed) for seed in range(SCENES)]
    wide = round(SIZE[0] * lite.height / SIZE[1])
    small = [picture.resize((wide, lite.height), Image.Resampling.BICUBIC) for picture in scenes]
    cosines = (lite.encode(prepared(lite, scenes)) * lite.encode(prepared(lite, small))).sum(axis=1)
    assert cosines.min() > 0.97
