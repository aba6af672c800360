"""A whole training: what stands in the folder, what is refused, and what is left when it is killed."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from intromark.best_run import best_scored
from intromark.errors import FileError, IntromarkError, ModelError
from intromark.events import Listener, Problem, Progress
from intromark.metrics import is_hit
from intromark.model import Model, load_model
from intromark.model_card import CARD, NETWORK, WEIGHTS, ModelCard
from intromark.segment import Label
from intromark.train.checkpoint import CHECKPOINT
from intromark.train.folder import CURVES, EVENTS
from intromark.train.layouts import EpisodeSequence
from intromark.train.making import COLLAPSED, Order, make_model, pick_device
from intromark.train.reexport import export_model

from .tiny import SPANS, episode, made, material, recipe


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model that nobody writes into."""
    return tmp_path_factory.mktemp("made") / "model"


@pytest.fixture(scope="module")
def steps() -> list[Progress]:
    return []


@pytest.fixture(scope="module", autouse=True)
def card(out: Path, steps: list[Progress]) -> ModelCard:
    return made(out, steps=steps)


def scores_of(model: Model, one: EpisodeSequence) -> np.ndarray:
    return model.scores(one.embeddings)[Label.INTRO]


def test_the_folder(out: Path) -> None:
    assert {path.name for path in out.iterdir()} == {CARD, NETWORK, WEIGHTS, CURVES, EVENTS}
    with Image.open(out / CURVES) as picture:
        assert picture.width > 500
    board = EventAccumulator(str(out))
    board.Reload()
    assert {"loss/train", "loss/held", "precision/held", "rate"} <= set(board.Tags()["scalars"])
    assert [event.step for event in board.Scalars("loss/train")] == list(range(1, 7))[
        : len(board.Scalars("rate"))
    ]


def test_the_card(out: Path, card: ModelCard) -> None:
    assert load_model(out).card == card
    assert card.recipe["name"] == "tiny"
    assert card.recipe["plan"]["epochs"] == 6
    assert card.data["windows"] == 48
    assert card.metrics["parity"]["worst"] < 1e-4
    assert card.metrics["held_out_episodes"] == {"intros": 3, "hits": 3, "without": 1, "false_intros": 0}
    assert card.warnings == ()


def test_the_model_finds_what_it_has_not_seen(out: Path) -> None:
    model = load_model(out, threads=1)
    for number, intro in enumerate(SPANS):
        found = best_scored(scores_of(model, episode(100 + number, intro)), model.rule())
        assert (found is None) if intro is None else found is not None and is_hit(intro, found.span)


def test_progress_is_told(steps: list[Progress]) -> None:
    assert [(step.stage, step.done, step.total) for step in steps][:2] == [("train", 1, 6), ("train", 2, 6)]
    assert "loss 0." in steps[0].what


def test_a_collapse_is_said_out_loud_and_nothing_is_fitted_without_a_held_out_show(tmp_path: Path) -> None:
    said: list[Problem] = []
    stuck = recipe(("learning_rate = 1e-2", "learning_rate = 1e-12"), ("epochs = 6", "epochs = 1"))
    listener = Listener(said.append, lambda _: None)
    card = make_model(material(held=False), stuck, Order(tmp_path / "model", "cpu"), listener)
    assert [problem.error.message for problem in said] == [COLLAPSED[0]]
    assert card.warnings == (COLLAPSED[0],)
    head = card.heads[Label.INTRO]
    assert (head.rule.level, head.rule.evidence) == (0.0, 1.0)
    assert head.calibration.bias == pytest.approx(-np.log(min(4, 1 / material().train.prevalence() - 1)))
    assert "held_out_episodes" not in card.metrics


def test_what_is_there_is_not_lost(out: Path, tmp_path: Path) -> None:
    before = (out / CARD).read_bytes()
    with pytest.raises(ModelError, match="holds a model already"):
        made(out)
    assert (out / CARD).read_bytes() == before
    with pytest.raises(ModelError, match="no training to go on with"):
        made(tmp_path / "new", resume=True)
    (tmp_path / "note.txt").touch()
    with pytest.raises(ModelError, match="is not empty"):
        made(tmp_path)
    (tmp_path / CHECKPOINT).touch()
    with pytest.raises(ModelError, match="was not finished") as error:
        made(tmp_path)
    assert "--resume" in error.value.hint


KILLED = """
import os, signal, sys
from pathlib import Path
from intromark.best_run import best_scored
from intromark.events import Listener
from intromark.train.making import Order, make_model
from train.tiny import material, recipe

def kill(step):
    if step.done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

make_model(material(), recipe(), Order(Path(sys.argv[1]), "cpu"), Listener(print, kill))
"""


def test_a_killed_training_goes_on_to_the_same_weights(out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert (folder / CHECKPOINT).exists()
    assert not (folder / CARD).exists()
    with pytest.raises(ModelError, match="is not a model"):
        load_model(folder)
    made(folder, resume=True)
    assert (folder / WEIGHTS).read_bytes() == (out / WEIGHTS).read_bytes()
    assert not (folder / CHECKPOINT).exists()


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can be larger than a few kilobytes; not even the one that pytest may be writing its report to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk(tmp_path: Path) -> None:
    with full_disk(), pytest.raises(FileError, match=r"cannot write `.*checkpoint"):
        made(tmp_path / "model")
    assert list((tmp_path / "model").iterdir()) == []


@pytest.mark.parametrize("precision", ["fp16", "int8"])
def test_export(precision: str, out: Path, tmp_path: Path) -> None:
    done = export_model(out, precision, tmp_path / "small")
    assert {path.name for path in (tmp_path / "small").iterdir()} == {CARD, NETWORK}
    assert (tmp_path / "small" / NETWORK).stat().st_size == done.size
    model = load_model(tmp_path / "small", threads=1)
    assert model.card.precision == precision
    assert model.card.metrics["parity"]["worst"] == done.parity.worst
    one = episode(100, SPANS[0])
    assert scores_of(model, one) == pytest.approx(scores_of(load_model(out), one), abs=0.1)
    with pytest.raises(ModelError, match="there already"):
        export_model(out, precision, tmp_path / "small")


def test_devices() -> None:
    assert pick_device("cpu").type == "cpu"
    assert pick_device("auto").type in ("cpu", "cuda", "mps")


def test_a_device_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(IntromarkError, match="no device `cuda`"):
        pick_device("cuda")
