"""What of the machine is used: where encoders compute, and where videos are decoded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from intromark.encoders import CPU, Encoder, load_encoder
from intromark.errors import IntromarkError
from intromark.media import Decoder
from intromark.media.hardware import SOFTWARE

Tell = Callable[[IntromarkError], None]


@dataclass(frozen=True, slots=True)
class Machine:
    """Names of devices. No answer depends on them.

    Attributes:
        device: What encoders compute on, a key of `DEVICES`.
        hwaccel: What videos are decoded on, as FFmpeg calls it; `auto` is the first that works, `none` is in software.
    """

    device: str = CPU
    hwaccel: str = SOFTWARE

    def encoder(self, name: str, weights: str | Path | None, tell: Tell) -> Encoder:
        """Load an encoder onto the device.

        Args:
            name: Of the encoder.
            weights: Where its weights are; None is its default.
            tell: Told, once at most, why it computes on the CPU all the same.

        Raises:
            EncoderError: The encoder cannot be loaded, or the installed onnxruntime has no such device.
        """
        return load_encoder(name, weights, device=self.device, on_fallback=tell)

    def decoder(self, tell: Tell) -> Decoder:
        """Open what decodes.

        Args:
            tell: Told, once at most, why it is done in software all the same.

        Raises:
            MediaError: FFmpeg knows no such hardware.
        """
        return Decoder(self.hwaccel, tell)


CPU_ONLY = Machine()
