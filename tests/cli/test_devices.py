"""Devices that are not there: refused, or told once while the answers stay what they are."""

from __future__ import annotations

import json
from pathlib import Path

import onnxruntime
import pytest
from av.codec.hwaccel import HWDeviceType, hwdevices_available

from intromark.encoders import DEVICES
from small_library import draw_library

from .conftest import invoke

MISSING = [name for name, one in DEVICES.items() if one.provider not in onnxruntime.get_available_providers()]
NOT_BUILT = [one.name for one in HWDeviceType if one.name not in ("none", *hwdevices_available())]


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shows")
    draw_library(folder, seasons=1, episodes=3)
    return folder


@pytest.mark.skipif(not MISSING, reason="this onnxruntime has every device")
def test_a_device_that_is_not_installed(shows: Path) -> None:
    result = invoke("detect", shows, "--device", MISSING[0], "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "[]\n")
    assert result.stderr.startswith("error: the installed onnxruntime ")
    assert f"has no device `{MISSING[0]}`\nhint: " in result.stderr


def test_hardware_that_ffmpeg_does_not_know(shows: Path) -> None:
    result = invoke("detect", shows, "--hwaccel", "warp", "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "[]\n")
    assert result.stderr.startswith(
        "error: FFmpeg knows no hardware `warp`\nhint: this FFmpeg was built with"
    )


@pytest.mark.skipif(not NOT_BUILT, reason="this FFmpeg was built with every device")
def test_without_the_hardware_the_answers_are_the_same(shows: Path) -> None:
    plain = invoke("detect", shows, "--format", "json", "--no-cache")
    other = invoke("detect", shows, "--format", "json", "--no-cache", "--hwaccel", NOT_BUILT[0])
    assert (plain.exit_code, plain.stderr) == (0, "")
    assert other.exit_code == 1
    assert other.stderr.count("warning: ") == 1
    assert f"built without `{NOT_BUILT[0]}`, so videos are decoded in software" in other.stderr
    assert json.loads(other.stdout) == json.loads(plain.stdout)
    assert all(answer["segments"] for answer in json.loads(plain.stdout))


@pytest.mark.skipif(not NOT_BUILT, reason="this FFmpeg was built with every device")
def test_a_scan_tells_it_once_for_all_seasons(tmp_path: Path) -> None:
    draw_library(tmp_path / "tv", seasons=2, episodes=2)
    catalog = tmp_path / "catalog.db"
    scan = ("scan", tmp_path / "tv", "--catalog", catalog, "--jobs", "2")
    result = invoke(*scan, "--hwaccel", NOT_BUILT[0])
    assert result.exit_code == 1
    assert result.stderr.count("so videos are decoded in software") == 1
    # How it was read is no part of the answers: nothing is out of date.
    assert "nothing new" in invoke(*scan).stderr
    again = invoke("redo", "Show", "--catalog", catalog, "--hwaccel", "warp")
    assert again.stderr.startswith("error: FFmpeg knows no hardware `warp`")
