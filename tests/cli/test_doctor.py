"""What is said for a bug report: what works, what does not, and nothing private."""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from pathlib import Path

import av
import pytest

from intromark.cli import checkup
from intromark.encoders import load_encoder

from .conftest import invoke


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a user whose name must not be told."""
    folder = tmp_path / "marlene-dietrich"
    folder.mkdir()
    for kind in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    monkeypatch.setenv("INTROMARK_CATALOG", str(folder / "my films/catalog.db"))
    return folder


def findings(*, status: int = 0) -> dict[str, dict[str, str]]:
    result = invoke("doctor", "--json")
    assert result.exit_code == status, result.output
    return {one["name"]: one for topic in json.loads(result.stdout) for one in topic["findings"]}


def test_what_works() -> None:
    found = findings()
    assert found["av"]["text"] == metadata.version("av")
    assert "h264" in found["pictures"]["text"].split(", ")
    assert "CPUExecutionProvider" in found["providers of onnxruntime"]["text"]
    assert load_encoder("lite").fingerprint in found["encoder lite"]["text"]
    assert "writable" in found["of the catalog"]["text"]
    assert found["INTROMARK_CATALOG"]["text"] == "set"
    assert not any(one["remedy"] for one in found.values())


def test_nothing_private_is_said(home: Path) -> None:
    for result in (invoke("doctor"), invoke("doctor", "--json")):
        assert result.exit_code == 0
        assert home.name not in result.output
        assert str(Path.home()) not in result.output
        assert "films" not in result.output
    assert [*home.iterdir()] == []  # nor is anything made


def test_a_program_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "mkvpropedit"
    program.write_text("#!/bin/sh\necho mkvpropedit v71.3.0 'somewhere' 64-bit\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert findings()["mkvpropedit"]["text"] == "71.3.0"
    program.write_text("#!/bin/sh\nexit 3\n")
    assert findings()["mkvpropedit"]["text"] == "does not start"
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert findings()["mkvpropedit"]["text"] == "not found (for chapters in Matroska files)"


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(
        "INTROMARK_CATALOG", str(tmp_path / "file/catalog.db")
    )  # root may write in all folders
    found = findings(status=1)["of the catalog"]
    assert "cannot be written to" in found["text"]
    assert "--catalog" in found["remedy"]
    assert "hint: see that you may write there" in invoke("doctor").stdout


def test_packages_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version
    gone = ("guessit", "torch", "safetensors", "onnxruntime")

    def version(name: str) -> str:
        if name in gone:
            raise metadata.PackageNotFoundError(name)
        return "1.99" if name == "onnxruntime-gpu" else real(name)

    monkeypatch.setattr(checkup, "version", version)
    found = findings(status=1)
    assert found["guessit"]["remedy"] == "pip install guessit"
    assert found["not installed of [train]"] == {
        "name": "not installed of [train]",
        "text": "safetensors, torch",
        "remedy": "",
    }
    assert found["onnxruntime-gpu"]["text"] == "1.99"  # stands in for onnxruntime
    assert "onnxruntime" not in found


def test_a_package_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert findings(status=1)["onnxruntime"]["text"] == "does not load: ModuleNotFoundError"


def test_a_codec_that_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(av, "codecs_available", av.codecs_available - {"hevc", "vc1"})
    assert findings()["pictures"]["text"].endswith("; not hevc, vc1")
