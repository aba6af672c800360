"""`intromark evaluate`: tables, JSON and pictures, of a dataset and of a folder of videos."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import intromark.cli.evaluate
from intromark.encoders import load_encoder
from intromark.model_card import EncoderStamp
from intromark.train import judging_data
from toy_model import MODEL

from .conftest import invoke
from .small_models import save_judged, save_model

LITE = 512


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds `model`, which sees intros where the first number is high, and `dataset`, in which it is."""
    folder = tmp_path_factory.mktemp("evaluated")
    save_judged(folder)
    return folder


def test_the_tables(folder: Path) -> None:
    result = invoke("evaluate", folder / "model", folder / "dataset")
    assert result.exit_code == 0, result.output
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0] == "4 episodes of 2 shows, 160 s, 14 % of it intro"
    assert "model 3/3 100 % [100, 100] 1.00 [1.00, 1.00] 100 % 100 % 100 % 0/1 0.0" in lines
    assert "model, frame by frame 1.000 1.000 1.000 1.000 [1.00, 1.00]" in lines
    assert any(line.startswith("always [5, 15) 1/3 33 % ") for line in lines)
    assert lines.count("frames, balanced") == 1
    assert "show 1 2/2 100 % 1.00 100 % 100 % 100 % 0/0 0.0 1.000" in lines
    assert "it proves little here: show 0" in result.stderr


def test_json_has_every_figure_and_episode(folder: Path) -> None:
    told = json.loads(invoke("evaluate", folder / "model", folder / "dataset", "--json", "-q").stdout)
    assert told["methods"]["model"]["hit_rate"] == {
        "all": 1.0,
        "interval": [1.0, 1.0],
        "mean_of_shows": 1.0,
        "by_show": {"show 0": 1.0, "show 1": 1.0},
    }
    assert told["methods"]["model"]["false_intros"]["by_show"]["show 1"] is None
    assert told["seen_in_training"] == ["show 0"]
    assert told["average_precision"] == 1.0
    assert told["per_episode"][0]["answers"]["model"] == told["per_episode"][0]["intro"] == [5.0, 12.0]
    assert told["per_episode"][2]["intro"] is None


def test_pictures(folder: Path) -> None:
    result = invoke("evaluate", folder / "model", folder / "dataset", "--pictures", folder / "new/pictures")
    assert "the pictures are in" in result.stderr
    names = [path.name for path in sorted((folder / "new/pictures").iterdir())]
    assert names == ["precision-recall.png", "timelines-01.png", "timelines-02.png"]


@pytest.fixture(scope="module")
def of_lite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the embeddings of `lite`; what it says means nothing."""
    stamp = EncoderStamp("lite", load_encoder("lite").fingerprint, LITE)
    return save_model(tmp_path_factory.mktemp("lite") / "model", replace(MODEL, encoder=stamp))


def test_a_folder_of_videos(of_lite: Path, drawn: Path) -> None:
    told = json.loads(invoke("evaluate", of_lite, drawn, "--json").stdout)
    truths = {one["id"].rpartition("/")[2]: one["intro"] for one in told["per_episode"]}
    truth = json.loads((drawn / "truth.json").read_text())
    assert truths == {name: one["intro"] for name, one in truth.items()}
    assert told["episodes"] == 4


def test_a_video_that_is_missing_is_said(of_lite: Path, drawn: Path, tmp_path: Path) -> None:
    labels = {"S01E01": {"name": "Tiny", "start": "0:00:03", "end": "0:00:12"}}
    labels["S01E77"] = labels["S01E01"]
    (tmp_path / "labels.json").write_text(json.dumps(labels))
    result = invoke("evaluate", of_lite, tmp_path / "labels.json", "--videos", drawn)
    assert result.exit_code == 1
    assert "1 of 2 episodes has no video" in result.stderr
    assert result.stdout.startswith("1 episode of 1 show")


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["nowhere", "dataset"], "is not a model", "intromark train"),
        (["model", "dataset", "--split", "val"], "no episode of the dataset", "it has: test"),
        (["model", "nowhere"], "cannot read `nowhere`", ""),
        (["model", "model"], "is not the card of a dataset", ""),
        (["model", "dataset", "--pictures", "model/card.json"], "cannot write `model/card.json`", ""),
    ],
)
def test_what_is_wrong_is_said(
    arguments: list[str], said: str, hint: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    result = invoke("evaluate", *arguments, "--quiet")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert said in result.stderr
    assert hint in result.stderr


def test_without_the_extra(folder: Path) -> None:
    code = "import sys; sys.modules['matplotlib'] = None; from intromark.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, "evaluate", "model", "dataset"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "needs `matplotlib" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_the_help_says_is_so() -> None:
    assert intromark.cli.evaluate.SPLITS == judging_data.SPLITS
