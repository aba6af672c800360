"""Where CLIP's weights may come from, the cache, and what the user is told when they are not right."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import pytest

from intromark.encoders.clip import Clip
from intromark.encoders.clip_checkpoint import find_checkpoint
from intromark.encoders.clip_weights import ENVIRONMENT, find_weights
from intromark.encoders.devices import Place
from intromark.errors import EncoderError


def changed_copy(folder: Path, target: Path, **config: object) -> Path:
    """The folder's copy with keys of config.json, and of its vision_config, replaced."""
    shutil.copytree(folder, target, dirs_exist_ok=True)
    values = json.loads((target / "config.json").read_text())
    for part in (values, values.get("vision_config", {})):
        part.update({key: value for key, value in config.items() if key in part})
    (target / "config.json").write_text(json.dumps(values))
    return target


def refusal(weights: Path | str | None) -> EncoderError:
    with pytest.raises(EncoderError) as caught:
        Clip(weights, place=Place(threads=1))
    assert caught.value.hint
    assert not caught.value.message.endswith(".")
    return caught.value


def test_the_second_load_uses_the_cache(
    clip_folder: Path, clip_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = find_weights(clip_folder)
    assert first.path.parent == clip_cache
    assert not list(clip_cache.glob(".export-*"))
    # Not exported again, whichever way the same weights are named.
    monkeypatch.setitem(sys.modules, "intromark.encoders.clip_export", None)
    assert find_weights(clip_folder / "model.safetensors") == first
    monkeypatch.setenv(ENVIRONMENT, str(clip_folder))
    assert find_weights(None) == first


def test_another_architecture_has_another_fingerprint(clip_folder: Path, tmp_path: Path) -> None:
    gelu = changed_copy(clip_folder, tmp_path / "gelu", hidden_act="gelu")
    assert find_checkpoint(gelu).digest() != find_checkpoint(clip_folder).digest()
    newer = changed_copy(clip_folder, tmp_path / "newer", transformers_version="99.0")
    assert find_checkpoint(newer).digest() == find_checkpoint(clip_folder).digest()


def test_a_failed_export_leaves_nothing_in_the_cache(
    clip_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = pytest.importorskip("intromark.encoders.clip_export")
    cache = tmp_path / "cache"
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_: cache)

    def half_an_export(_: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise EncoderError("stopped", hint="again")

    monkeypatch.setattr(export, "export_clip", half_an_export)
    assert refusal(clip_folder).message == "stopped"
    assert not list((cache / "encoders").iterdir())


def test_older_repositories_with_pickled_and_half_precision_weights(
    clip_folder: Path, clip_cache: Path, tmp_path: Path
) -> None:
    torch = pytest.importorskip("torch")
    tensors = pytest.importorskip("safetensors.torch").load_file(clip_folder / "model.safetensors")
    halves = {name: value.half() for name, value in tensors.items()}
    halves["vision_model.embeddings.position_ids"] = torch.arange(50)[None]  # as the original ViT-B/32's has
    torch.save(halves, tmp_path / "pytorch_model.bin")
    shutil.copy(clip_folder / "config.json", tmp_path)
    pixels = np.full((1, 224, 224, 3), 99, dtype=np.uint8)
    found, expected = (
        Clip(folder, place=Place(threads=1)).encode(pixels) for folder in (tmp_path, clip_folder)
    )
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_no_weights_named() -> None:
    error = refusal(None)
    assert "none were named" in error.message
    assert ENVIRONMENT in error.hint


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert "no file or folder" in refusal(tmp_path / "clip.onnx").message
    assert (
        "no file or folder" in refusal("weights/clip.onnx").message
    )  # a file's name is never taken to the hub


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"model_type": "siglip"}, "`siglip` model, not CLIP", id="another architecture"),
        pytest.param({"projection_dim": 768}, "projection_dim 768", id="as wide as ViT-L"),
        pytest.param({"patch_size": 16}, "patch_size 16", id="ViT-B/16"),
        pytest.param({"image_size": 336}, "image_size 336", id="larger pictures"),
        pytest.param({"hidden_size": 64}, "do not fit the config", id="weights of another size"),
        pytest.param({"hidden_act": "magic"}, "do not fit the config", id="an activation nobody knows"),
    ],
)
def test_a_config_of_another_model(
    changes: dict[str, object], told: str, clip_folder: Path, clip_cache: Path, tmp_path: Path
) -> None:
    assert told in refusal(changed_copy(clip_folder, tmp_path, **changes)).message


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        pytest.param(lambda f: (f / "config.json").unlink(), "no `config.json`", id="no config"),
        pytest.param(lambda f: (f / "config.json").write_text("{"), "config.json", id="config cut short"),
        pytest.param(lambda f: (f / "config.json").write_text("[]"), "no JSON object", id="config no object"),
        pytest.param(lambda f: (f / "model.safetensors").unlink(), "no weights in", id="no weights"),
        pytest.param(lambda f: cut_short(f / "model.safetensors"), "cut short or damaged", id="weights cut"),
        pytest.param(lambda f: (f / "model.safetensors").write_bytes(b""), "cut short", id="weights empty"),
    ],
)
def test_damaged_folders(
    damage: Callable[[Path], object], told: str, clip_folder: Path, clip_cache: Path, tmp_path: Path
) -> None:
    folder = changed_copy(clip_folder, tmp_path / "copy")
    damage(folder)
    assert told in refusal(folder).message


def test_a_damaged_pickle_file(clip_folder: Path, clip_cache: Path, tmp_path: Path) -> None:
    shutil.copy(clip_folder / "config.json", tmp_path)
    (tmp_path / "pytorch_model.bin").write_bytes(b"PK\x03\x04 and no more")
    assert "cut short or damaged" in refusal(tmp_path).message


def test_a_vision_model_without_its_projection(clip_model: Any, clip_cache: Path, tmp_path: Path) -> None:
    clip_model.vision_model.save_pretrained(tmp_path)
    assert "missing tensors of CLIP" in refusal(tmp_path).message


def test_a_folder_that_holds_an_onnx_file(tmp_path: Path) -> None:
    (tmp_path / "clip.onnx").write_bytes(b"")
    assert str(tmp_path / "clip.onnx") in refusal(tmp_path).hint


def test_a_format_nobody_reads(tmp_path: Path) -> None:
    (tmp_path / "ViT-B-32.pt").write_bytes(b"anything")
    assert "format is unknown" in refusal(tmp_path / "ViT-B-32.pt").message


@pytest.mark.parametrize("module", ["torch", "transformers", "onnxscript"])
def test_without_the_train_extra(
    module: str, clip_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_: tmp_path)
    monkeypatch.delitem(sys.modules, "intromark.encoders.clip_export", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    error = refusal(clip_folder)
    assert f"needs `{module}`" in error.message
    assert "pip install 'intromark[train]'" in error.hint
