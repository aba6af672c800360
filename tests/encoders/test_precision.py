"""Encoders in another precision: smaller, near the original, and never taken for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("onnx", reason="needs the train extra")

from intromark.cli.encoder import PRECISIONS as OFFERED
from intromark.compose.stills import stills
from intromark.encoders import Encoder, load_encoder, weights_file
from intromark.encoders.precision import PRECISIONS, in_precision
from intromark.errors import EncoderError
from intromark.footage import Footage
from intromark.glimpses import Glimpses
from intromark.keeping import keep, known_footage
from intromark.store import Store
from small_library import SmallEpisode, draw_episode


@pytest.fixture(scope="module")
def lite() -> Encoder:
    return load_encoder("lite")


@pytest.fixture(scope="module")
def drawn(lite: Encoder) -> NDArray[np.uint8]:
    return np.stack([lite.prepare(picture) for picture in stills(40)])


@pytest.fixture(scope="module")
def made(drawn: NDArray[np.uint8], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """lite in every precision; int8 is made with some of the pictures and tried on the others."""
    folder = tmp_path_factory.mktemp("precisions")
    files = {}
    for precision in PRECISIONS:
        files[precision] = folder / f"{precision}.onnx"
        files[precision].write_bytes(
            in_precision(weights_file("lite"), precision, [drawn[:12], drawn[12:24]])
        )
    return files


@pytest.mark.parametrize(
    ("precision", "nearest", "megabytes"),
    [("fp32", 0.99999, 11.5), ("fp16", 0.99999, 5.8), ("int8", 0.95, 4.3)],
)
def test_lite(
    precision: str,
    nearest: float,
    megabytes: float,
    lite: Encoder,
    drawn: NDArray[np.uint8],
    made: dict[str, Path],
) -> None:
    other = load_encoder("lite", made[precision])
    tried = drawn[24:]
    both, true = other.encode_with_look(tried), lite.encode_with_look(tried)
    cosines = (both[:, :512] * true[:, :512]).sum(axis=1)
    assert cosines.min() > nearest
    np.testing.assert_allclose(np.linalg.norm(both[:, :512], axis=1), 1, atol=1e-4)
    look = (both[:, 512:] * true[:, 512:]).sum(axis=1)
    look /= np.linalg.norm(both[:, 512:], axis=1) * np.linalg.norm(true[:, 512:], axis=1)
    assert look.min() > nearest
    assert made[precision].stat().st_size == pytest.approx(megabytes * 1e6, rel=0.05)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_clip(precision: str, clip_folder: Path, tmp_path: Path) -> None:
    original = load_encoder("clip-vit-b-32", clip_folder)
    file = tmp_path / "clip.onnx"
    file.write_bytes(in_precision(weights_file("clip-vit-b-32", clip_folder), precision))
    tried = np.stack([original.prepare(picture) for picture in stills(4)])
    other = load_encoder("clip-vit-b-32", file)
    assert (other.encode(tried) * original.encode(tried)).sum(axis=1).min() > 0.98
    assert other.fingerprint != original.fingerprint


def test_the_precisions_are_told_apart(lite: Encoder, made: dict[str, Path], tmp_path: Path) -> None:
    """What was read with one is not used with another."""
    video = draw_episode(tmp_path / "a.mkv", SmallEpisode(1, 1))
    store = Store(tmp_path / "store")
    seen = Glimpses.of_all(np.ones((4, 640), np.float16), 2.0)
    keep(Footage(video, 2.0, np.zeros((0, 32), np.float32), seen), lite, None, store)
    assert known_footage(video, lite, None, store) is not None
    others = [load_encoder("lite", file) for file in made.values()]
    assert [known_footage(video, other, None, store) for other in others] == [None, None, None]
    assert len({lite.fingerprint, *(other.fingerprint for other in others)}) == 1 + len(PRECISIONS)


def test_a_second_time_nothing_is_gained(made: dict[str, Path]) -> None:
    with pytest.raises(EncoderError, match="is in int8 already") as caught:
        in_precision(made["int8"], "fp16")
    assert caught.value.hint


def test_half_precision_can_be_undone(made: dict[str, Path]) -> None:
    assert in_precision(made["fp16"], "fp32") == made["fp32"].read_bytes()


def test_what_is_no_network(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"nothing")
    with pytest.raises(EncoderError, match="cannot read"):
        in_precision(broken, "fp16")
    with pytest.raises(ValueError, match="precision is one of"):
        in_precision(broken, "int4")


def test_the_command_offers_them_all() -> None:
    assert OFFERED == PRECISIONS
