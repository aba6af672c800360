"""A dataset becomes what a model is made from."""

from __future__ import annotations

import pytest

from intromark.errors import DatasetError
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import DatasetCard, EpisodeEntry
from intromark.train.material import material_of

from .tiny import ENCODER, SPANS, WINDOW, episode


def dataset(**shows: str) -> Dataset:
    """Two episodes of each show, in the split that is named."""
    entries, embeddings = [], {}
    for number, (show, split) in enumerate(shows.items()):
        for place in range(2):
            id = f"{show}{place}"
            embeddings[id] = episode(number, SPANS[0]).embeddings
            entries.append(EpisodeEntry(id, show, split, 40.0, SPANS[0]))
    return Dataset(DatasetCard("windows", ENCODER, tuple(entries), window=WINDOW, stride=6), embeddings)


def test_the_split_val_is_held_out() -> None:
    made = material_of(dataset(a="train", b="val", c="test"), hold_out=True)
    assert [one.id for one in made.episodes] == ["b0", "b1"]
    assert made.held is not None
    assert len(made.train) == len(made.held) == 12
    assert made.data["shows"] == {"train": ["a"], "val": ["b"], "test": ["c"]}
    assert made.described()["prevalence"] == pytest.approx(7 / 40, abs=0.08)


def test_a_show_is_held_out_where_there_is_no_val() -> None:
    made = material_of(dataset(a="train", b="train", c="train", d="test"), hold_out=True)
    assert made.data["shows"] == {"train": ["a", "c"], "val": ["b"], "test": ["d"]}


@pytest.mark.parametrize(
    ("shows", "hold_out"),
    [({"a": "train", "b": "train"}, False), ({"a": "train", "b": "test"}, True)],
    ids=["not asked for", "one show alone"],
)
def test_nothing_is_held_out(shows: dict[str, str], hold_out: bool) -> None:
    made = material_of(dataset(**shows), hold_out=hold_out)
    assert made.held is None
    assert made.episodes == []


def test_nothing_to_train_on() -> None:
    with pytest.raises(DatasetError, match="no window to train on"):
        material_of(dataset(a="test"), hold_out=False)


def test_no_intro_to_train_on() -> None:
    given = dataset(a="train")
    entries = tuple(EpisodeEntry(one.id, one.show, one.split, 40.0, None) for one in given.card.episodes)
    without = Dataset(DatasetCard("windows", ENCODER, entries, window=WINDOW, stride=6), given.embeddings)
    with pytest.raises(DatasetError, match="no frame of the split `train`"):
        material_of(without, hold_out=False)


def test_the_stamp_knows_what_is_in_the_windows() -> None:
    alone, renamed = (material_of(dataset(**{show: "train"}), hold_out=False) for show in "ab")
    held = material_of(dataset(a="train", b="val"), hold_out=True)
    assert alone.stamp() == renamed.stamp()
    assert alone.stamp() != held.stamp()
