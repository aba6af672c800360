"""`intromark train` and `intromark model`: from a dataset to a model that is looked at and exported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import intromark.cli.model
import intromark.cli.train
from intromark.model import load_model
from intromark.model_card import CARD
from intromark.train import exporting, making, recipe_file
from train.tiny import ENCODER, RECIPE

from .conftest import invoke
from .small_models import save_lessons

TINY = ("--recipe", "tiny.toml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds `dataset`, `tiny.toml` and a trained `model`."""
    folder = tmp_path_factory.mktemp("training")
    save_lessons(folder)
    paths = ("train", folder / "dataset", "--recipe", folder / "tiny.toml", "--out", folder / "model")
    result = invoke(*paths, "--device", "cpu")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "intros found in episodes held out: " in result.stderr
    assert "`intromark model info " in result.stderr
    return folder


def test_the_model_is_there(folder: Path) -> None:
    card = load_model(folder / "model").card
    assert card.encoder == ENCODER
    assert card.data["shows"] == {"train": ["show 0", "show 2"], "val": ["show 1"]}


def test_info(folder: Path) -> None:
    result = invoke("model", "info", folder / "model")
    assert result.exit_code == 0
    lines = dict(line.split("  ", 1) for line in result.stdout.splitlines())
    assert lines["encoder"].strip() == "lite, 6 numbers, weights 0123456789abcdef"
    assert "width 16, depth 1" in lines["network"]
    assert lines["recipe"].strip() == "tiny"


def test_export(folder: Path) -> None:
    result = invoke("model", "export", folder / "model", "--precision", "int8")
    assert result.exit_code == 0, result.output
    assert "int8" in result.stdout
    assert "differences from torch" in result.stdout
    assert load_model(folder / "model-int8").card.precision == "int8"
    again = invoke("model", "export", folder / "model", "--precision", "int8")
    assert again.exit_code == 1
    assert "there already" in again.stderr


def test_epochs_and_a_collapse(folder: Path) -> None:
    stuck = folder / "stuck.toml"
    stuck.write_text(RECIPE.replace("learning_rate = 1e-2", "learning_rate = 1e-12"))
    paths = ("train", folder / "dataset", "--recipe", stuck, "--out", folder / "stuck")
    result = invoke(*paths, "--epochs", "1", "--quiet")
    assert result.exit_code == 1
    assert result.stderr.startswith("warning: the network has collapsed")
    assert "warning" in invoke("model", "info", folder / "stuck").stdout


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["train", "dataset", *TINY, "--out", "model"], "holds a model already", "another folder"),
        (["train", "dataset", "--out", "new", "--recipe", "sed"], "no recipe `sed`", "seed"),
        (["train", "dataset", *TINY, "--out", "new", "--resume"], "no training to go on with", "--resume"),
        (["train", "nowhere", "--out", "new"], "not a dataset", "dataset build"),
        (["train", "model", "--out", "new"], "is not the card of a dataset", ""),
        (["model", "info", "dataset"], "is not the card of a model", ""),
        (["model", "info", "nowhere"], "is not a model", "intromark train"),
        (["model", "export", "nowhere"], "is not a model", "intromark train"),
        (["model", "export", "model-without"], "lacks its weights", ""),
    ],
)
def test_what_is_wrong_is_said(
    arguments: list[str], said: str, hint: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "model-without").mkdir(exist_ok=True)
    (folder / "model-without" / CARD).write_bytes((folder / "model" / CARD).read_bytes())
    result = invoke(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert said in result.stderr
    assert hint in result.stderr
    assert not (folder / "new").exists()


@pytest.mark.parametrize("arguments", ["train dataset --out new", "model export model"])
def test_without_the_extra(arguments: str, folder: Path) -> None:
    code = "import sys; sys.modules['torch'] = None; from intromark.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments.split()],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "needs `torch`, which is not installed" in run.stderr
    assert "pip install 'intromark[train]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_the_help_says_is_so() -> None:
    assert intromark.cli.train.DEVICES == making.DEVICES
    assert intromark.cli.model.PRECISIONS == exporting.PRECISIONS
    assert intromark.cli.train.RECIPE == recipe_file.DEFAULT_RECIPE
    said = next(param for param in intromark.cli.train.command.params if param.name == "recipe")
    for name in recipe_file.recipe_names():
        assert name in str(getattr(said, "help", ""))
