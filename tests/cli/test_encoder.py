"""`intromark encoder export`: a file that the other commands read, and how near it is to the original."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import invoke

pytest.importorskip("onnx", reason="needs the train extra")


def test_an_export_says_how_near_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intromark.cli.encoder.TAUGHT", 16)
    monkeypatch.setattr("intromark.cli.encoder.TRIED", 4)
    out = tmp_path / "lite-int8.onnx"
    result = invoke("encoder", "export", out, "--precision", "int8")
    assert (result.exit_code, result.stderr) == (0, "")
    told = re.search(
        r"int8, (\d+\.\d) MB\ncosine to the original over 4 drawn pictures: (\S+) in", result.stdout
    )
    assert told is not None
    assert float(told[1]) == pytest.approx(out.stat().st_size / 1e6, abs=0.06)
    assert 0.95 < float(told[2]) < 1
    # And it is read as weights.
    empty = tmp_path / "empty"
    empty.mkdir()
    read = invoke("detect", empty, "--encoder-weights", out)
    assert read.stderr.startswith(f"error: no video in `{empty}`")


@pytest.mark.parametrize("name", ["lite.bin", "lite"])
def test_another_name_is_refused_before_the_work(name: str, tmp_path: Path) -> None:
    result = invoke("encoder", "export", tmp_path / name)
    assert result.exit_code == 2
    assert "must end in .onnx" in result.stderr


def test_weights_that_are_missing(tmp_path: Path) -> None:
    result = invoke("encoder", "export", tmp_path / "out.onnx", "--encoder-weights", tmp_path / "none.onnx")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: cannot read the weights of encoder `lite`")


def test_a_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intromark.cli.encoder.TAUGHT", 0)
    monkeypatch.setattr("intromark.cli.encoder.TRIED", 1)
    result = invoke("encoder", "export", tmp_path / "none" / "out.onnx", "--precision", "fp16")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: cannot write")
