"""CLIP sees what transformers' CLIP sees: the same pixels, the same embeddings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from intromark.encoders import Encoder, load_encoder
from intromark.encoders.clip import Clip
from intromark.encoders.devices import Place


@pytest.fixture(scope="module")
def clip(clip_folder: Path, clip_cache: Path) -> Clip:
    return Clip(clip_folder, place=Place(threads=1))


def noise(*shape: int) -> NDArray[np.uint8]:
    return np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)


def by_transformers(model: Any, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Embeddings of prepared pictures by the published code alone, not normalised."""
    import torch

    processor = published_processor(do_resize=False, do_center_crop=False)
    values = torch.from_numpy(np.stack([one(processor, picture) for picture in pixels]))
    with torch.inference_mode():
        pooled = model.vision_model(pixel_values=values).pooler_output
        embeddings: NDArray[np.float32] = model.visual_projection(pooled).numpy()
    return embeddings


def published_processor(**options: bool) -> Any:
    transformers = pytest.importorskip("transformers", reason="needs the train extra")
    # transformers 5 calls the processor that works on Pillow by its own name.
    kind = getattr(transformers, "CLIPImageProcessorPil", None) or transformers.CLIPImageProcessor
    return kind(**options)


def one(processor: Any, picture: NDArray[np.uint8]) -> NDArray[Any]:
    batch = processor(picture, input_data_format="channels_last", return_tensors="np")
    return np.asarray(batch["pixel_values"][0])


SIZES = [  # (height, width)
    (224, 224), (1, 1), (2, 3), (1, 5), (223, 224), (224, 225), (225, 224), (223, 225),
    (360, 640), (640, 360), (480, 854), (1080, 1920), (576, 1023), (405, 720), (719, 1280),
    (101, 333), (333, 101), (97, 98), (98, 97), (31, 1000), (227, 341), (300, 301), (449, 450), (448, 896),
]  # fmt: skip


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_prepared_pixels_are_the_published_processor_s(height: int, width: int) -> None:
    picture = noise(height, width, 3)
    expected = one(published_processor(do_rescale=False, do_normalize=False), picture).transpose(1, 2, 0)
    prepared = Clip.prepare(Clip.__new__(Clip), picture)  # needs no weights
    assert prepared.dtype == np.uint8
    assert prepared.shape == (224, 224, 3)
    np.testing.assert_array_equal(prepared, expected)


def test_prepare_takes_a_view_and_gives_a_picture_of_its_own(clip: Clip) -> None:
    picture = noise(300, 400, 3)
    mirrored = clip.prepare(picture[:, ::-1])
    np.testing.assert_array_equal(mirrored, clip.prepare(np.ascontiguousarray(picture[:, ::-1])))
    mirrored[:] = 0  # writable, and not the caller's memory
    assert picture.any()


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(noise(10, 10), id="grey"),
        pytest.param(noise(10, 10, 4), id="alpha"),
        pytest.param(noise(0, 10, 3), id="empty"),
        pytest.param(noise(10, 10, 3).astype(np.float32), id="float"),
    ],
)
def test_prepare_refuses_what_is_no_picture(clip: Clip, picture: Any) -> None:
    with pytest.raises(ValueError, match=r"\(H, W, 3\) uint8"):
        clip.prepare(picture)


@pytest.mark.parametrize("layout", ["clip_folder", "vision_folder"])
def test_embeddings_are_transformers_own(
    layout: str, clip_model: Any, clip_cache: Path, request: pytest.FixtureRequest
) -> None:
    encoder: Encoder = load_encoder("clip-vit-b-32", request.getfixturevalue(layout), threads=1)
    pixels = np.stack([encoder.prepare(noise(90 + 40 * i, 160, 3) // (i + 1)) for i in range(5)])
    expected = by_transformers(clip_model, pixels)
    assert isinstance(encoder, Clip)
    np.testing.assert_allclose(encoder.project(pixels), expected, atol=1e-4)
    unit = expected / np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(encoder.encode(pixels), unit, atol=1e-4)


@pytest.mark.parametrize("count", [0, 1, 33])
def test_any_number_of_pictures(clip: Clip, count: int) -> None:
    pixels = noise(count, 224, 224, 3)
    embeddings = clip.encode(pixels)
    assert embeddings.shape == (count, 512)
    assert embeddings.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-5)
    if count:
        np.testing.assert_allclose(embeddings[-1:], clip.encode(pixels[-1:]), atol=1e-5)


@pytest.mark.parametrize("shape", [(224, 224, 3), (1, 224, 223, 3), (1, 3, 224, 224)])
def test_encode_refuses_what_was_not_prepared(clip: Clip, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\(N, 224, 224, 3\) uint8"):
        clip.encode(noise(*shape))


def test_an_onnx_file_is_used_as_it_is_and_without_torch(
    clip: Clip, clip_cache: Path, clip_folder: Path
) -> None:
    (onnx,) = [file for file in clip_cache.glob("*.onnx") if clip.fingerprint in file.name]
    direct = Clip(onnx, place=Place(threads=1))
    pixels = noise(2, 224, 224, 3)
    np.testing.assert_array_equal(direct.encode(pixels), clip.encode(pixels))
    code = (
        "import sys; import intromark.encoders as table; "
        "early = [m for m in ('onnxruntime', 'PIL', 'torch', 'transformers') if m in sys.modules]; "
        "encoder = table.load_encoder('clip-vit-b-32', sys.argv[1], threads=1); "
        "late = [m for m in ('torch', 'transformers', 'huggingface_hub') if m in sys.modules]; "
        "assert not early + late, (early, late); assert encoder.fingerprint == sys.argv[2]"
    )
    subprocess.run([sys.executable, "-c", code, onnx, direct.fingerprint], check=True)


def test_published_embeddings(tmp_path: Path) -> None:
    """OpenAI's own weights on real pictures, against embeddings that were published with them."""
    weights, golden = (os.environ.get(f"INTROMARK_TEST_CLIP_{name}") for name in ("WEIGHTS", "GOLDEN"))
    if not weights or not golden:
        pytest.skip(
            "set INTROMARK_TEST_CLIP_WEIGHTS and INTROMARK_TEST_CLIP_GOLDEN (frames/, embeddings.npy)"
        )
    encoder = Clip(weights)
    frames = [Image.open(file).convert("RGB") for file in sorted(Path(golden, "frames").glob("*.jpg"))]
    expected = np.load(Path(golden, "embeddings.npy"))
    found = encoder.project(np.stack([encoder.prepare(np.asarray(frame)) for frame in frames]))
    lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(expected, axis=1)
    cosines = (found * expected).sum(axis=1) / lengths
    # JPEG decoders differ by a grey level here and there; another resize filter would fall below this.
    assert cosines.min() > 0.9999
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), np.linalg.norm(expected, axis=1), rtol=5e-3)
