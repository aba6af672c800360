"""Small random CLIP models in the published layout, and a cache of their own to export into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import platformdirs
import pytest

TINY = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
TINY_TEXT = {**TINY, "vocab_size": 99, "bos_token_id": 1, "eos_token_id": 2}


@pytest.fixture(autouse=True)
def no_weights_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTROMARK_ENCODER_WEIGHTS", raising=False)


@pytest.fixture(scope="session")
def clip_cache() -> Path:
    """The cache folder of all tests, so that every model is exported once."""
    return platformdirs.user_cache_path("intromark") / "encoders"


@pytest.fixture(scope="session")
def clip_model() -> Any:
    """transformers' CLIPModel: 224 pixels, patches of 32, 512 wide, and tiny in between."""
    torch = pytest.importorskip("torch", reason="needs the train extra")
    transformers = pytest.importorskip("transformers", reason="needs the train extra")
    torch.manual_seed(0)
    config = transformers.CLIPConfig(text_config=TINY_TEXT, vision_config=TINY)
    return transformers.CLIPModel(config).eval()


@pytest.fixture(scope="session")
def clip_folder(clip_model: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full model's folder: config.json and model.safetensors."""
    folder = tmp_path_factory.mktemp("clip-full")
    clip_model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def vision_folder(clip_model: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the image encoder and its projection alone, with the same weights."""
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("clip-vision")
    model = transformers.CLIPVisionModelWithProjection(clip_model.config.vision_config)
    model.load_state_dict(clip_model.state_dict(), strict=False)
    model.save_pretrained(folder)
    return folder
