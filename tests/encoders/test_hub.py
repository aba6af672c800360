"""The hub is asked only for what the user names, and says so in one sentence when it cannot answer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from intromark.encoders import hub
from intromark.encoders.clip import Clip
from intromark.errors import EncoderError

NAME = "openai/clip-vit-base-patch32"


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, *, has: set[str]) -> list[str]:
    """Replace the client's one call by a folder with some files; gives the list of what was asked for."""
    client = pytest.importorskip("huggingface_hub", reason="needs the hub extra")
    from huggingface_hub.errors import LocalEntryNotFoundError

    asked = []

    def hf_hub_download(name: str, file: str) -> str:
        asked.append(f"{name}/{file}")
        if file not in has:
            raise LocalEntryNotFoundError("Cannot reach the hub.\nA long story follows.")
        return str(folder / file)

    monkeypatch.setattr(client, "hf_hub_download", hf_hub_download)
    return asked


def test_config_and_weights_are_all_that_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = stand_in(monkeypatch, tmp_path, has={"config.json", "model.safetensors"})
    assert hub.download(NAME) == tmp_path
    assert asked == [f"{NAME}/config.json", f"{NAME}/model.safetensors"]


def test_older_repositories_have_only_the_pickle_format(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = stand_in(monkeypatch, tmp_path, has={"config.json", "pytorch_model.bin"})
    assert hub.download(NAME) == tmp_path
    assert asked[-1] == f"{NAME}/pytorch_model.bin"


@pytest.mark.parametrize("weights", [NAME, f"hub:{NAME}", Path(NAME)])
def test_a_hub_that_cannot_be_reached(
    weights: str | Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = stand_in(monkeypatch, tmp_path, has=set())
    with pytest.raises(EncoderError) as caught:
        Clip(weights)
    assert caught.value.message == f"cannot fetch `{NAME}` from the hub: Cannot reach the hub"
    assert "connection" in caught.value.hint
    assert asked == [f"{NAME}/config.json"]


def test_a_folder_on_disk_is_never_looked_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path(NAME).mkdir(parents=True)
    asked = stand_in(monkeypatch, tmp_path, has=set())
    with pytest.raises(EncoderError, match="no weights in"):
        Clip(NAME)
    assert not asked


def test_without_the_hub_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(EncoderError) as caught:
        Clip(NAME)
    assert "pip install 'intromark[hub]'" in caught.value.hint


@pytest.mark.parametrize("name", ["", "clip", "a/b/c", "../etc/passwd", "/clip", "a b/c", "owner/clip.onnx"])
def test_malformed_names(name: str) -> None:
    with pytest.raises(EncoderError) as caught:
        hub.download(name)
    assert "hub:owner/name" in caught.value.hint
