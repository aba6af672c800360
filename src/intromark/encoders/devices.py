"""Where the networks of encoders run: the table of devices, and the only place that opens them in onnxruntime."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from intromark.errors import EncoderError

CPU = "cpu"


@dataclass(frozen=True, slots=True)
class Device:
    """What onnxruntime calls it, and where that comes from.

    Attributes:
        provider: Name of the execution provider.
        remedy: What to do where the installed onnxruntime lacks it.
        options: Of the provider. Those that compute more coarsely than the CPU are off, since what was read of a
            video is kept whichever device read it.
    """

    provider: str
    remedy: str
    options: Mapping[str, str] = field(default_factory=dict)


def _instead(package: str) -> str:
    return f"pip uninstall onnxruntime && pip install {package}: the two cannot stand beside each other"


DEVICES = {
    CPU: Device("CPUExecutionProvider", "reinstall onnxruntime"),
    "cuda": Device("CUDAExecutionProvider", _instead("onnxruntime-gpu"), {"use_tf32": "0"}),
    # AUTO is a GPU of Intel's where there is one, else the CPU.
    "openvino": Device(
        "OpenVINOExecutionProvider", _instead("onnxruntime-openvino"), {"device_type": "AUTO"}
    ),
    "coreml": Device(
        "CoreMLExecutionProvider", "onnxruntime has it on macOS only; leave --device out elsewhere"
    ),
}
"""Name -> what it is; the others fall back to the first where they cannot start."""

OnFallback = Callable[[EncoderError], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a network runs.

    Attributes:
        device: Key of DEVICES.
        threads: CPU threads of one run, >= 1; None lets onnxruntime choose.
        on_fallback: Told, once at most, why it runs on the CPU instead.
    """

    device: str = CPU
    threads: int | None = None
    on_fallback: OnFallback = lambda _: None

    def __post_init__(self) -> None:
        """Check the device and the threads."""
        if self.device not in DEVICES:
            raise ValueError(f"device is one of {tuple(DEVICES)}, not {self.device!r}")
        if self.threads is not None and self.threads < 1:
            raise ValueError(f"threads must be >= 1, got {self.threads}")

    def open(self, model: bytes | Path) -> Any:
        """The session of an ONNX model, on this device or, where that cannot start, on the CPU.

        Raises:
            EncoderError: The installed onnxruntime has no such device.
            Exception: The model is damaged; onnxruntime's errors have no narrower base.
        """
        require_device(self.device)
        session = None if self.device == CPU else self._on_device(model)
        if session is None:
            session = self._session(model, CPU)
            if self.device != CPU:
                self.on_fallback(_cannot_start(self.device))
        return session

    def _on_device(self, model: bytes | Path) -> Any | None:
        """The session on the device, if it starts and can run; None else."""
        import onnxruntime

        # onnxruntime tells in its own words on stderr what goes wrong; ours come after.
        onnxruntime.set_default_logger_severity(4)
        try:
            if self.device == "cuda" and hasattr(onnxruntime, "preload_dlls"):
                with redirect_stdout(StringIO()):  # it says there what it does not find
                    onnxruntime.preload_dlls()  # those that pip installed, which no linker finds
            session = self._session(model, self.device)
            # It may start without the device, and a device may fail when it first computes.
            if DEVICES[self.device].provider not in session.get_providers():
                return None
            _run_once(session)
        except Exception:  # as in `open`; a damaged model is told when it is opened on the CPU
            return None
        else:
            return session
        finally:
            onnxruntime.set_default_logger_severity(2)

    def _session(self, model: bytes | Path, device: str) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors, which come as exceptions as well
        if self.threads is not None:
            options.intra_op_num_threads = self.threads
        # Threads that wait by spinning take the core from those that work: half the speed on a busy machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        if not _multiplies_bytes():
            # Sums of products of int8 networks would overflow. This takes them exactly, and takes longer.
            options.add_session_config_entry("session.x64quantprecision", "1")
        wanted = dict(DEVICES[device].options)
        if device == "openvino" and self.threads is not None:
            wanted["num_of_threads"] = str(self.threads)
        chosen: list[Any] = [(DEVICES[device].provider, wanted)]
        if device != CPU:
            chosen.append(DEVICES[CPU].provider)
        return onnxruntime.InferenceSession(
            str(model) if isinstance(model, Path) else model,
            options,
            providers=chosen,
            enable_fallback=0,  # its own prints to stdout
        )


HERE = Place()


def require_device(name: str) -> None:
    """Refuse a device that the installed onnxruntime does not have.

    Raises:
        EncoderError: It does not; the hint says what has it.
    """
    import onnxruntime

    if DEVICES[name].provider not in onnxruntime.get_available_providers():
        raise EncoderError(
            f"the installed onnxruntime {onnxruntime.__version__} has no device `{name}`",
            DEVICES[name].remedy,
        )


@cache
def _multiplies_bytes() -> bool:
    """Whether this is known to be an x86 processor with instructions for sums of products of bytes (VNNI)."""
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def _cannot_start(device: str) -> EncoderError:
    return EncoderError(
        f"the device `{device}` does not start, so pictures are encoded on the CPU",
        "look at its driver and libraries, or leave out --device",
    )


def _run_once(session: Any) -> None:
    import numpy as np

    kinds = {"tensor(uint8)": np.uint8, "tensor(float)": np.float32}
    inputs = {
        one.name: np.zeros([size if isinstance(size, int) else 1 for size in one.shape], kinds[one.type])
        for one in session.get_inputs()
    }
    session.run(None, inputs)
