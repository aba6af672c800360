"""What cannot be answered: a sentence, a hint, and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drawing import Drawing, Sound, draw_video
from intromark import pipeline

from .conftest import invoke


def sound_only(path: Path) -> None:
    draw_video(path, Drawing(times=(), sounds=(Sound(),)))


@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_nothing_is_answered(format: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "zero.mkv").touch()
    (tmp_path / "garbage.mkv").write_bytes(b"\x00\x01garbage" * 500)
    sound_only(tmp_path / "sound.mka")
    given = [tmp_path / name for name in ("missing", "empty", "zero.mkv", "garbage.mkv", "sound.mka")]
    result = invoke("detect", *given, "--format", format)
    assert result.exit_code == 1
    for sentence in (
        f"error: no such file or folder `{tmp_path}/missing`\nhint: check the spelling",
        f"error: no video in `{tmp_path}/empty`\nhint: looked in it",
        f"error: cannot read `{tmp_path}/zero.mkv`: the file is empty\nhint: copy",
        f"error: cannot read `{tmp_path}/garbage.mkv`: it is no media file",
        f"error: cannot read `{tmp_path}/sound.mka`: no video stream (found: pcm_s16le audio)\nhint: list",
    ):
        assert sentence in result.stderr
    expected = {"table": "", "json": "[]\n", "csv": "path,label,start,end,confidence,evidence\n"}
    assert result.stdout == expected[format]


def test_an_answered_problem_is_a_warning(tmp_path: Path) -> None:
    video = draw_video(tmp_path / "alone.mkv", Drawing(sounds=(Sound(),)))
    result = invoke("detect", video, "--format", "json", "--model", "none")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"warning: `{video}` has no other episode to be compared with\nhint: ")
    assert [one["path"] for one in json.loads(result.stdout)] == [str(video)]


def test_an_encoder_without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTROMARK_ENCODER_WEIGHTS", raising=False)
    result = invoke("detect", tmp_path, "--encoder", "clip-vit-b-32", "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "[]\n")
    assert result.stderr.startswith("error: the encoder `clip-vit-b-32` has no weights")
    assert "\nhint: " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Missing argument 'PATH...'"),
        ((".", "--format", "srt"), "'srt' is not one of"),
        ((".", "--write", "table"), "'table' is not one of"),
        ((".", "--encoder", "dino"), "'dino' is not one of"),
        ((".", "--search", "1:75"), "is not a time"),
        ((".", "--search", "-5"), "is not a time"),
        ((".", "--search", "0"), "nothing to search"),
        ((".", "--overwrite"), "--overwrite goes with --write"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], sentence: str) -> None:
    result = invoke("detect", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in " ".join(result.stderr.split())


def test_our_own_mistakes_are_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "detect", fail)
    assert isinstance(invoke("detect", tmp_path).exception, ZeroDivisionError)


def test_a_reader_who_went_away_is_no_error() -> None:
    code = "from intromark.cli import main; main()"
    command = [sys.executable, "-c", code, "detect", "/no/such/file", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
    assert told.splitlines()[0] == "error: no such file or folder `/no/such/file`"
    assert "Traceback" not in told and "BrokenPipe" not in told
