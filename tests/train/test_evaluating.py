"""A model that can be read off, judged on drawn episodes; and the pictures of it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from intromark.errors import DatasetError, ModelError
from intromark.events import Listener
from intromark.frame_counts import FrameCounts, frames_in
from intromark.model import Model
from intromark.model_card import EncoderStamp
from intromark.span import Span
from intromark.train import pictures as pictures_module
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import DatasetCard, EpisodeEntry
from intromark.train.dataset_files import save_dataset
from intromark.train.evaluating import FRAMES, MODEL, Judgement, judge
from intromark.train.judging_data import JudgedOn, episodes_for, shows_known_to
from intromark.train.layouts import EpisodeSequence
from intromark.train.pictures import draw_pictures
from toy_model import MODEL as CARD
from toy_model import WIDTH, toy

NOBODY = Listener(lambda _: None, lambda _: None)


def model() -> Model:
    return Model(CARD, toy(), Path("toy"))


def episode(number: int, seen: Span | None, intro: Span | None, seconds: int = 40) -> EpisodeSequence:
    """An episode in which the toy sees an intro in one place, and there is one in another."""
    frames = np.zeros((seconds, WIDTH), np.float32)
    frames[:, 0] = np.where(frames_in(seen, seconds, 1.0), 3.0, -3.0)
    return EpisodeSequence(f"Show {number % 2}/E{number}.mkv", f"Show {number % 2}", frames,
                           frames_in(intro, seconds, 1.0), intro)  # fmt: skip


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    first, second = Span(5, 12), Span(20, 28)
    told: list[int] = []
    done = judge(
        model(),
        [
            episode(1, first, first),
            episode(2, second, second),
            episode(3, None, None),
            episode(4, Span(30, 35), None),
        ],
        lambda number, _: told.append(number),
    )
    assert told == [1, 2, 3, 4]
    return done


def test_what_the_model_says(judgement: Judgement) -> None:
    found = judgement.evaluation
    assert found.answers[MODEL] == (Span(5, 12), Span(20, 28), None, Span(30, 35))
    assert found.value(MODEL, "hit_rate") == 1
    assert found.value(MODEL, "false_intros") == 0.5
    assert found.value(MODEL, "precision") == found.value(FRAMES, "precision") == 15 / 20
    assert [*found.outcomes] == [MODEL, FRAMES, "always [5, 15)", "show's median", "everything"]


def test_the_balanced_protocol(judgement: Judgement) -> None:
    found = judgement.evaluation
    # 14 + 16 frames joined, in windows of 10 at 0, 5, 10, 15, 20: the first and last 5 frames count once, others twice.
    assert [outcome.balanced for outcome in found.outcomes[MODEL]] == [
        FrameCounts(hits=9, rest=14),
        FrameCounts(hits=16, rest=11),
        FrameCounts(),
        FrameCounts(),
    ]
    assert found.value(MODEL, "balanced_f1") == 1
    assert found.value("everything", "balanced_precision") == 0.5
    # Of [5, 15), the first episode's intro and 3 frames after it.
    assert found.outcomes["always [5, 15)"][0].balanced == FrameCounts(hits=9, false=6, rest=8)


def test_too_little_for_a_window() -> None:
    short = judge(model(), [episode(1, Span(5, 8), Span(5, 8))]).evaluation
    assert short.outcomes[MODEL][0].balanced == FrameCounts()
    assert short.value(MODEL, "f1") == 1


def test_pictures(judgement: Judgement) -> None:
    pictures = draw_pictures(judgement, 1.0)
    assert [*pictures] == ["precision-recall.png", "timelines-01.png", "timelines-02.png"]
    for content in pictures.values():
        assert Image.open(io.BytesIO(content)).width > 500


def test_many_episodes_take_several_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_module, "ROWS", 2)
    many = judge(model(), [episode(2 * number, None, None) for number in range(3)])
    assert len(draw_pictures(many, 1.0)) == 3  # also where nothing is an intro


def saved(folder: Path, **changes: object) -> Path:
    """A dataset of two episodes of a show, one for training and one for testing."""
    stamp = EncoderStamp("lite", str(changes.get("weights", CARD.encoder.fingerprint)), WIDTH)
    entries = tuple(EpisodeEntry(id, "Show", id, 30.0, Span(5, 12)) for id in ("train", "test"))
    card = DatasetCard("windows", stamp, entries, fps=float(str(changes.get("fps", 1.0))))
    save_dataset(Dataset(card, {id: np.zeros((30, WIDTH), np.float32) for id in ("train", "test")}), folder)
    return folder


def test_the_split_of_a_dataset(tmp_path: Path) -> None:
    folder = saved(tmp_path / "dataset")
    ids = {
        split: [one.id for one in episodes_for(model(), JudgedOn(folder, split), NOBODY)]
        for split in ("test", "train", "all")
    }
    assert ids == {"test": ["test"], "train": ["train"], "all": ["train", "test"]}
    with pytest.raises(DatasetError, match=r"no episode .* in the split `val`") as error:
        episodes_for(model(), JudgedOn(folder, "val"), NOBODY)
    assert "train, test" in error.value.hint


def test_what_does_not_fit_the_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="other weights of `lite`"):
        episodes_for(model(), JudgedOn(saved(tmp_path / "other", weights="f00d")), NOBODY)
    with pytest.raises(DatasetError, match="1 frames a second, and here are 2"):
        episodes_for(model(), JudgedOn(saved(tmp_path / "faster", fps=2.0)), NOBODY)


def test_shows_of_the_training_are_known() -> None:
    opened = model()
    assert shows_known_to(opened, [episode(1, None, None)]) == []
    object.__setattr__(
        opened.card, "data", {"shows": {"train": ["Show 1"], "val": ["B"], "test": ["Show 0"]}}
    )
    assert shows_known_to(opened, [episode(number, None, None) for number in range(2)]) == ["Show 1"]
