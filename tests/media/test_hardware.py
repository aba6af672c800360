"""Hardware that is not there: the same pictures from software, and one sentence on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from av.codec.hwaccel import HWDeviceType, hwdevices_available

from drawing import Drawing, draw_video
from intromark.errors import MediaError
from intromark.media import Decoder, frames, key_pictures, pictures
from intromark.media.hardware import AUTO, SOFTWARE

MISSING = [one.name for one in HWDeviceType if one.name not in (SOFTWARE, *hwdevices_available())]
BUILT_IN = hwdevices_available()
HAS_HARDWARE = Decoder(AUTO).device is not None


class Told(list[MediaError]):
    """What a decoder says."""

    def decoder(self, name: str) -> Decoder:
        return Decoder(name, self.append)

    def believing(self, device: str) -> Decoder:
        """A decoder whose device worked when it was tried."""
        decoder = Decoder(SOFTWARE, self.append)
        decoder.device = device
        return decoder


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_video(tmp_path_factory.mktemp("hardware") / "a.mkv", Drawing(grain=20))


def test_an_unknown_name_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(MediaError, match="FFmpeg knows no hardware `warp`") as caught:
        Decoder("warp")
    assert all(name in caught.value.hint for name in [*BUILT_IN, "auto", "none"])


def test_software_says_nothing(told: Told) -> None:
    assert told.decoder(SOFTWARE).accelerator() is None
    assert told == []


@pytest.mark.skipif(not MISSING, reason="this FFmpeg was built with every device")
def test_a_device_that_ffmpeg_was_built_without(told: Told) -> None:
    assert told.decoder(MISSING[0]).device is None
    (said,) = told
    assert said.message == f"this FFmpeg was built without `{MISSING[0]}`, so videos are decoded in software"
    assert all(name in said.hint for name in BUILT_IN)


@pytest.mark.skipif(HAS_HARDWARE, reason="a device works here")
@pytest.mark.parametrize("name", [*BUILT_IN, AUTO])
def test_a_device_that_does_not_start(name: str, told: Told) -> None:
    assert told.decoder(name).device is None
    (said,) = told
    assert said.message.endswith("so videos are decoded in software")
    assert "--hwaccel" in said.hint


@pytest.mark.parametrize("name", [pytest.param(one, id=one) for one in (*BUILT_IN, AUTO)])
def test_the_pictures_are_those_of_software(name: str, video: Path, told: Told) -> None:
    decoder = told.decoder(name)
    for read in (pictures, key_pictures, lambda path, **how: frames(path, 1.5, 2.0, **how)):
        plain, other = list(read(video)), list(read(video, decoder=decoder))
        assert [time for time, _ in plain] == [time for time, _ in other]
        assert plain
        for (_, one), (_, two) in zip(plain, other, strict=True):
            assert np.abs(one.astype(int) - two).max() <= 2
    assert len(told) <= 1


@pytest.mark.skipif("cuda" not in BUILT_IN or HAS_HARDWARE, reason="needs a driver that is missing")
def test_a_device_that_fails_later_is_told_once(video: Path, told: Told) -> None:
    decoder = told.believing("cuda")
    assert len(list(pictures(video, decoder=decoder))) == len(list(pictures(video, decoder=decoder))) == 4
    (said,) = told
    assert said.message.startswith("`cuda` did not open `")
    assert video.name in said.message


@pytest.mark.skipif("drm" not in BUILT_IN, reason="needs a device that is built in and decodes no H.264")
def test_a_codec_that_the_device_does_not_decode_is_told_once(video: Path, told: Told) -> None:
    decoder = told.believing("drm")
    assert len(list(pictures(video, decoder=decoder))) == len(list(pictures(video, decoder=decoder))) == 4
    (said,) = told
    assert "`drm` does not decode" in said.message
    assert "(h264)" in said.message


def test_a_damaged_file_is_not_blamed_on_the_device(tmp_path: Path, told: Told) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"nothing" * 100)
    with pytest.raises(MediaError, match="it is no media file"):
        next(pictures(broken, decoder=told.believing(BUILT_IN[0] if BUILT_IN else "cuda")))
    assert told == []
