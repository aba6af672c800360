"""Datasets: how windows are cut, and that what is kept comes back equal or is refused."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from intromark.errors import DatasetError, FileError
from intromark.model_card import EncoderStamp
from intromark.span import Span
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import CARD, DatasetCard, EpisodeEntry, LabelSource
from intromark.train.dataset_files import SEQUENCES, load_dataset, save_dataset

WIDTH = 4


def episode(id: str, split: str, frames: int, intro: tuple[float, float] | None) -> EpisodeEntry:
    return EpisodeEntry(id, f"show {id[0]}", split, float(frames), None if intro is None else Span(*intro))


def dataset(*episodes: EpisodeEntry, layout: str = "windows", **card: Any) -> Dataset:
    """Row i of the embedding of an episode is [its number, i, 0, 0]."""
    ids = list(dict.fromkeys(one.id for one in episodes))
    lengths = {one.id: round(one.seconds) for one in episodes}
    embeddings = {
        id: np.stack(
            [np.full(lengths[id], number), np.arange(lengths[id]), *np.zeros((2, lengths[id]))], axis=1
        ).astype(np.float32)
        for number, id in enumerate(ids)
    }
    return Dataset(DatasetCard(layout, EncoderStamp("toy", "f00d", WIDTH), episodes, **card), embeddings)


A = episode("a1", "train", 100, (10, 20))
B = episode("b1", "train", 30, None)
C = episode("c1", "test", 70, (3, 5))


def test_windows_of_whole_episodes() -> None:
    windows = dataset(A, B, C).windows("train")
    assert windows.inputs.shape == (10, 60, WIDTH)
    # Of the long one at 0, 5, ... 40, then the short one, padded.
    assert windows.inputs[:9, 0, 1].tolist() == list(range(0, 45, 5))
    assert windows.mask[:9].all() and windows.mask[9].sum() == 30
    assert windows.inputs[:, :, 0].max(axis=1).tolist() == [0.0] * 9 + [1.0]
    assert windows.targets[0].nonzero()[0].tolist() == list(range(10, 20))
    assert not windows.targets[9].any()


def test_pairs_are_joined_in_order() -> None:
    first, second = episode("a1", "train", 100, (10, 40)), episode("b1", "train", 90, (20, 40))
    cut = dataset(first, episode("n1", "train", 30, None), second, layout="paired", stride=10).windows(
        "train"
    )
    assert len(cut) == 5  # 2 x 30 + 2 x 20 = 100 frames
    assert cut.inputs[0, :, 1].tolist() == list(range(10, 70))
    assert cut.targets[0].tolist() == [1.0] * 30 + [0.0] * 30
    assert cut.inputs[4, 20:, 1].tolist() == list(range(20, 60))
    assert cut.targets[4, 20:].tolist() == [1.0] * 20 + [0.0] * 20


def test_the_seeds_numbers_of_windows() -> None:
    lengths = {"train": [59, 45, *[10] * 93], "test": [16] * 31}  # 1034 and 496 seconds of intro
    episodes = [
        episode(f"{split}{number}", split, 5 + 2 * length, (5, 5 + length))
        for split, several in lengths.items()
        for number, length in enumerate(several)
    ]
    seed = dataset(*episodes, layout="paired")
    assert [len(seed.windows(split)) for split in ("train", "test")] == [402, 187]
    assert seed.windows("train").prevalence() == pytest.approx(0.5, abs=0.01)


def test_a_pair_may_end_with_its_video() -> None:
    cut = dataset(episode("a1", "train", 90, (30, 80)), layout="paired").windows("train")
    assert len(cut) == 1
    assert cut.inputs[0, -1, 1] == 89


def test_no_windows() -> None:
    for layout in ("windows", "paired"):
        empty = dataset(B, layout=layout).windows("test")
        assert empty.inputs.shape == (0, 60, WIDTH)
    assert len(dataset(C, layout="paired").windows("test")) == 0  # 4 frames are less than a window


def test_episodes_shows_and_counts() -> None:
    one = dataset(A, B, C)
    (a, b), (c,) = one.episodes("train"), one.episodes("test")
    assert (a.id, a.show, a.intro, a.embeddings.shape) == ("a1", "show a", Span(10, 20), (100, WIDTH))
    assert b.intro is None and not b.targets.any()
    assert c.targets.sum() == 2
    assert one.splits == ("train", "test") and one.shows("train") == ("show a", "show b")
    counts = one.counts()["train"]
    assert counts["episodes"] == 2 and counts["without_intro"] == 1 and counts["shows"] == 2
    assert counts["seconds"] == 130 and counts["intro_seconds"] == 10 and counts["windows"] == 10


def test_a_show_is_held_out() -> None:
    held = dataset(A, B, C).hold_out("show b")
    assert held.splits == ("train", "val", "test")
    assert [one.id for one in held.episodes("val")] == ["b1"]


@pytest.mark.parametrize("precision", ["float32", "float16"])
def test_what_is_kept_comes_back(precision: str, tmp_path: Path) -> None:
    before = dataset(
        A, B, C, replace(A, split="test"), precision=precision, labels=(LabelSource("l.json", "5a"),)
    )
    save_dataset(before, tmp_path / "deep" / "set")
    after = load_dataset(tmp_path / "deep" / "set")
    assert replace(after.card, counts={}) == before.card
    assert after.card.counts == before.counts()
    for id, rows in before.embeddings.items():
        assert after.embeddings[id].dtype == precision
        np.testing.assert_array_equal(after.embeddings[id], rows)
    np.testing.assert_array_equal(after.windows("train").inputs, before.windows("train").inputs)
    assert after.windows("train").inputs.dtype == np.float32


def test_a_dataset_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    for built in (dataset(A), dataset(C)):
        save_dataset(built, folder)
    assert load_dataset(folder).card.episodes == (C,)
    assert sorted(path.name for path in tmp_path.rglob("*")) == [CARD, SEQUENCES, "set"]
    (folder / "notes.txt").touch()
    with pytest.raises(DatasetError, match="is no dataset"):
        save_dataset(dataset(A), folder)
    with pytest.raises(DatasetError, match="is no dataset"):
        save_dataset(dataset(A), folder / "notes.txt")
    assert load_dataset(folder).card.episodes == (C,)


def test_a_full_disk_leaves_the_dataset_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_dataset(dataset(A), tmp_path / "set")
    real, calls = os.fsync, []

    def full(file: int) -> None:
        calls.append(file)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(file)

    monkeypatch.setattr(os, "fsync", full)
    for folder in ("set", "new"):
        calls.clear()
        with pytest.raises(FileError, match="no space left"):
            save_dataset(dataset(C), tmp_path / folder)
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    assert load_dataset(tmp_path / "set").card.episodes == (A,)


def change(folder: Path, **values: object) -> None:
    content = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps({**content, **values}))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda folder: (folder / CARD).unlink(), "is not a dataset"),
        (lambda folder: (folder / CARD).write_text("{"), "it is damaged"),
        (lambda folder: (folder / CARD).write_text("[]"), "it is damaged"),
        (lambda folder: change(folder, layout="other"), "it is damaged"),
        (lambda folder: change(folder, stride=0), "it is damaged"),
        (lambda folder: change(folder, format=2), "has format 2"),
        (lambda folder: change(folder, episodes=[]), "does not fit the card"),
        (lambda folder: change(folder, encoder=vars_of("toy", 9)), "does not fit the card"),
        (lambda folder: (folder / SEQUENCES).unlink(), "lacks its"),
        (lambda folder: (folder / SEQUENCES).write_bytes(b"no tensors" * 9), "is damaged"),
        (lambda folder: cut_off(folder / SEQUENCES), "is damaged"),
    ],
)
def test_what_is_damaged_is_refused(damage: Any, sentence: str, tmp_path: Path) -> None:
    save_dataset(dataset(A, C), tmp_path / "set")
    damage(tmp_path / "set")
    with pytest.raises(DatasetError, match=sentence) as caught:
        load_dataset(tmp_path / "set")
    assert caught.value.hint


def vars_of(name: str, width: int) -> dict[str, object]:
    return {"name": name, "fingerprint": "f00d", "width": width}


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def test_misuse_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="split must be"):
        episode("a", "dev", 5, None)
    with pytest.raises(ValueError, match="different episodes"):
        Dataset(dataset(A).card, {})
    with pytest.raises(ValueError, match="layout is one of"):
        dataset(A, layout="other")
