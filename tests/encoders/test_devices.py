"""Where encoders run: what is not installed is refused, what does not start is told, and the CPU does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from intromark.encoders import CPU, DEVICES, load_encoder
from intromark.encoders.devices import Device, Place
from intromark.encoders.lite import HEIGHT, WIDTH, Lite
from intromark.errors import EncoderError

HERE = onnxruntime.get_available_providers()
MISSING = [name for name, device in DEVICES.items() if device.provider not in HERE]
OTHERS = [name for name in DEVICES if name not in (CPU, *MISSING)]


def pixels(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (count, HEIGHT, WIDTH, 3), dtype=np.uint8)


@pytest.mark.parametrize("name", MISSING)
def test_a_device_that_is_not_installed(name: str) -> None:
    with pytest.raises(EncoderError, match=f"has no device `{name}`") as caught:
        load_encoder("lite", device=name)
    assert "onnxruntime" in caught.value.hint


def test_an_unknown_device() -> None:
    with pytest.raises(EncoderError, match="there is no device `abacus`") as caught:
        load_encoder("lite", device="abacus")
    assert "`openvino`" in caught.value.hint


@pytest.mark.parametrize("name", OTHERS)
def test_a_device_that_is_there_gives_the_same(name: str) -> None:
    told: list[EncoderError] = []
    other = load_encoder("lite", device=name, on_fallback=told.append)
    cosines = (other.encode(pixels(9)) * load_encoder("lite").encode(pixels(9))).sum(axis=1)
    assert cosines.min() > 0.999
    assert len(told) <= 1


@pytest.mark.filterwarnings("ignore:Specified provider")
def test_a_device_that_does_not_start_is_told_once_and_the_cpu_does_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # A provider that onnxruntime lists and whose library is not there: as CUDA without its driver.
    monkeypatch.setitem(DEVICES, "cuda", Device("CUDAExecutionProvider", ""))
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [*HERE, "CUDAExecutionProvider"])
    told: list[EncoderError] = []
    lite = Lite(place=Place("cuda", 1, told.append))
    if "CUDAExecutionProvider" in HERE:
        pytest.skip("onnxruntime has CUDA here")
    np.testing.assert_array_equal(lite.encode(pixels(2)), Lite(place=Place(threads=1)).encode(pixels(2)))
    (said,) = told
    assert said.message == "the device `cuda` does not start, so pictures are encoded on the CPU"
    assert capfd.readouterr() == ("", "")


@pytest.mark.filterwarnings("ignore:Specified provider")
def test_damaged_weights_are_not_blamed_on_the_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [*HERE, "CUDAExecutionProvider"])
    told: list[EncoderError] = []
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"nothing")
    with pytest.raises(EncoderError, match="is not the network of encoder `lite`"):
        load_encoder("lite", broken, device="cuda", on_fallback=told.append)
    assert told == []


def test_the_table_loads_no_onnxruntime() -> None:
    code = "import sys; from intromark.encoders import DEVICES; assert 'onnxruntime' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_are_checked(threads: int) -> None:
    with pytest.raises(ValueError, match="threads must be >= 1"):
        Place(threads=threads)
    with pytest.raises(ValueError, match="device is one of"):
        Place("abacus")
