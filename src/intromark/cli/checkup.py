"""What `intromark doctor` looks at: what is installed, what it can do, and whether it works here.

Nothing found names a file, a folder or a user, so that all of it can be pasted into a bug report.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from intromark.errors import IntromarkError

DECODERS = ("h264", "hevc", "av1", "vp9", "vp8", "mpeg4", "mpeg2video", "vc1")
SOUND_DECODERS = ("aac", "ac3", "eac3", "dca", "truehd", "mp3", "opus", "vorbis", "flac")
PROGRAMS = ("mkvpropedit", "mkvextract", "ffmpeg")
PURPOSES = {
    "mkvpropedit": "chapters in Matroska files",
    "mkvextract": "chapters in Matroska files",
    "ffmpeg": "nothing by itself",
}
VARIABLES = ("INTROMARK_CATALOG", "INTROMARK_ENCODER_WEIGHTS", "ORT_DISABLE_TELEMETRY")
REINSTALL = "reinstall it: pip install --force-reinstall {}"
ONNXRUNTIMES = ("onnxruntime-gpu", "onnxruntime-openvino", "onnxruntime-directml")  # in place of onnxruntime
NAME = re.compile(r"[\w.-]+")
VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What it is.
        text: What was found.
        remedy: What to do where intromark cannot work as it is; empty where it can.
    """

    name: str
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Findings that belong together."""

    title: str
    findings: tuple[Finding, ...]


def check_up() -> Iterator[Topic]:
    """Look at everything, one topic after the other."""
    for title, findings in (
        ("intromark", _itself()),
        ("packages", _packages()),
        ("video", _video()),
        ("networks", _networks()),
        ("programs", map(_program, PROGRAMS)),
        ("folders", _folders()),
        ("variables", _variables()),
    ):
        yield Topic(title, tuple(findings))


def _itself() -> Iterator[Finding]:
    yield Finding("intromark", version("intromark"))
    yield Finding("Python", f"{platform.python_version()} ({platform.python_implementation()})")
    yield Finding("system", f"{platform.system()} {platform.release()} on {platform.machine()}")
    yield Finding("cores", str(os.cpu_count()))


def _packages() -> Iterator[Finding]:
    """Those that intromark needs, and those of its extras."""
    missing: dict[str, list[str]] = {}
    for requirement in requires("intromark") or []:
        match = NAME.match(requirement)
        assert match
        name, extra = match[0], re.search(r"extra == ['\"](\w+)", requirement)
        if extra and extra[1] in ("test", "docs"):
            continue
        installed = _installed(name, *(ONNXRUNTIMES if name == "onnxruntime" else ()))
        if installed:
            yield installed
        elif extra:
            missing.setdefault(extra[1], []).append(name)
        elif "python_version" not in requirement:
            yield Finding(name, "missing", f"pip install {name}")
    for extra_name, names in missing.items():
        yield Finding(f"not installed of [{extra_name}]", ", ".join(names))


def _installed(*names: str) -> Finding | None:
    """The first of these packages that is there."""
    for name in names:
        with suppress(PackageNotFoundError):
            return Finding(name, version(name))
    return None


def _video() -> Iterator[Finding]:
    try:
        import av
        from av.codec.hwaccel import hwdevices_available
    except ImportError as error:
        yield Finding(
            "PyAV",
            f"does not load: {type(error).__name__}",
            REINSTALL.format("av"),
        )
        return
    libraries = {name: ".".join(map(str, numbers)) for name, numbers in av.library_versions.items()}
    yield Finding(
        "FFmpeg in PyAV", ", ".join(f"{name} {libraries[name]}" for name in ("libavcodec", "libavformat"))
    )
    for title, wanted in (("pictures", DECODERS), ("sound", SOUND_DECODERS)):
        lacking = [codec for codec in wanted if codec not in av.codecs_available]
        there = ", ".join(codec for codec in wanted if codec not in lacking)
        yield Finding(title, there + (f"; not {', '.join(lacking)}" if lacking else ""))
    yield Finding("hardware it was built for", ", ".join(hwdevices_available()) or "none")


def _networks() -> Iterator[Finding]:
    try:
        import onnxruntime
    except ImportError as error:
        yield Finding(
            "onnxruntime", f"does not load: {type(error).__name__}", REINSTALL.format("onnxruntime")
        )
        return
    yield Finding("providers of onnxruntime", ", ".join(onnxruntime.get_available_providers()))
    import numpy as np

    from intromark.encoders import DEFAULT_ENCODER, ENCODERS, load_encoder
    from intromark.model import shipped_model

    try:
        encoder = load_encoder(DEFAULT_ENCODER)
        encoder.encode(encoder.prepare(np.zeros((90, 160, 3), np.uint8))[None])
        yield Finding(f"encoder {encoder.name}", f"works, {encoder.fingerprint}")
    except IntromarkError as error:
        yield Finding(f"encoder {DEFAULT_ENCODER}", "is damaged", error.hint)
    for name in ENCODERS:
        try:
            model = shipped_model(name, threads=1)
        except IntromarkError as error:
            yield Finding(f"model for {name}", "is damaged", error.hint)
            continue
        if model is None:
            yield Finding(f"model for {name}", "none comes with intromark")
            continue
        card = model.card
        told = f"works, {model.fingerprint}, {card.precision}, of intromark {card.intromark or 'unknown'}"
        yield Finding(f"model for {name}", f"{told}, licence {card.licence}")


def _program(name: str) -> Finding:
    if not shutil.which(name):
        return Finding(name, f"not found (for {PURPOSES[name]})")
    option = "-version" if name == "ffmpeg" else "--version"
    try:
        done = subprocess.run([name, option], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return Finding(name, "does not start")
    told = VERSION.search(done.stdout)
    return Finding(name, told[0] if told else "unknown version")


def _folders() -> Iterator[Finding]:
    import platformdirs

    catalog = os.environ.get("INTROMARK_CATALOG")
    data = Path(catalog).parent if catalog else platformdirs.user_data_path("intromark", appauthor=False)
    yield _folder("of the catalog", data)
    yield _folder("of the cache", platformdirs.user_cache_path("intromark", appauthor=False))
    yield _folder(
        "of the rules", platformdirs.user_config_path("intromark", appauthor=False), is_read_only=True
    )


def _folder(name: str, folder: Path, *, is_read_only: bool = False) -> Finding:
    """Whether a folder can be written to or, where it is not there, can be made."""
    parents: Sequence[Path] = (folder, *folder.absolute().parents)
    nearest = next(one for one in parents if one.exists())
    state = "there" if nearest == folder else "not there yet"
    if is_read_only:
        return Finding(name, state)
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        remedy = "see that you may write there, or name another place with --catalog or the XDG variables"
        return Finding(name, f"{state}, cannot be written to ({error.strerror})", remedy)
    free = shutil.disk_usage(nearest).free / 1e9
    return Finding(name, f"{state}, writable, {free:.0f} GB free")


def _variables() -> Iterator[Finding]:
    """Which are set; not to what, as that may name folders."""
    for name in VARIABLES:
        yield Finding(name, "set" if os.environ.get(name) else "not set")
