"""Decoding on a device made for it, where there is one; else in software, with a sentence on why."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import av
from av.codec import Codec
from av.codec.hwaccel import HWAccel, HWDeviceType, hwdevices_available

from intromark.errors import MediaError

if TYPE_CHECKING:
    from av.video.stream import VideoStream

SOFTWARE, AUTO = "none", "auto"  # in place of a device
USUAL = ("h264", "hevc")  # a device that decodes neither is none for videos
LEAVE_OUT = "look at its driver and who may use it, or leave out --hwaccel"


class Decoder:
    """Where the pictures of videos are decoded: one for a whole run, which several threads use.

    Attributes:
        device: As FFmpeg calls it; None decodes in software.
    """

    def __init__(
        self, name: str = SOFTWARE, on_fallback: Callable[[MediaError], None] = lambda _: None
    ) -> None:
        """Open a device to see that it works.

        Args:
            name: As FFmpeg calls it: cuda, vaapi, qsv ...; `auto` is the first that works, `none` is software.
            on_fallback: Told, once at most, why videos are decoded in software all the same.

        Raises:
            MediaError: FFmpeg knows no such device.
        """
        self._name = name
        known = [device.name for device in HWDeviceType if device.name != SOFTWARE]
        if name not in (SOFTWARE, AUTO, *known):
            raise MediaError(
                f"FFmpeg knows no hardware `{name}`", f"{_what_there_is()}, or one of auto, none"
            )
        self._on_fallback = on_fallback
        self._lock = Lock()
        self._is_told = False
        wanted = hwdevices_available() if name == AUTO else [name] if name != SOFTWARE else []
        self.device = next((one for one in wanted if _opens(one)), None)
        if name != SOFTWARE and self.device is None:
            self._tell(*_why_not(name))

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process by its name."""
        return kept_decoder, (self._name,)

    def accelerator(self) -> HWAccel | None:
        """What a video is opened with; None for software."""
        # Frames are copied from the device; a stream that it does not decode goes on in software.
        return None if self.device is None else HWAccel(self.device, allow_software_fallback=True)

    def was_refused(self, shown: str) -> None:
        """Tell that the device did not open a video which opens in software."""
        self._tell(f"`{self.device}` did not open `{shown}`, which is decoded in software", LEAVE_OUT)

    def check(self, stream: VideoStream, format: str | None, shown: str) -> None:
        """Tell if a stream is decoded in software although a device was wanted.

        Args:
            stream: Of which a frame was decoded.
            format: The pixel format that its decoder had before the first frame: the device's own, if it has one.
            shown: Name of the video.
        """
        context = stream.codec_context
        # A decoder that meets what its device cannot do changes to a format of the main memory.
        if self.device is not None and not (context.is_hwaccel and context.pix_fmt == format):
            self._tell(
                f"`{self.device}` does not decode `{shown}` ({context.codec.canonical_name}), so it is decoded in "
                "software, and so are others like it",
                "the pictures are the same",
            )

    def _tell(self, message: str, hint: str) -> None:
        with self._lock:
            if self._is_told:
                return
            self._is_told = True
        self._on_fallback(MediaError(message, hint))


@cache
def kept_decoder(name: str) -> Decoder:
    """The decoder of a process that was sent one: opened once."""
    return Decoder(name)


def _opens(device: str) -> bool:
    for codec in USUAL:
        try:
            HWAccel(device).create(Codec(codec, "r"))
        except NotImplementedError:
            continue  # the device does not decode this
        except av.FFmpegError:
            return False
        else:
            return True
    return False


def _why_not(name: str) -> tuple[str, str]:
    """A sentence and a hint on a device that does not work."""
    if name == AUTO:
        tried = ", ".join(hwdevices_available()) or "none"
        return f"no hardware decodes here (tried: {tried}), so videos are decoded in software", LEAVE_OUT
    if name not in hwdevices_available():
        return f"this FFmpeg was built without `{name}`, so videos are decoded in software", _what_there_is()
    return f"the hardware `{name}` does not start, so videos are decoded in software", LEAVE_OUT


def _what_there_is() -> str:
    return f"this FFmpeg was built with: {', '.join(hwdevices_available()) or 'nothing'}"
