"""What commands train and judge in a second: a dataset and a recipe, and a model beside what it is judged on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from intromark.model_card import CARD, NETWORK, ModelCard
from intromark.span import Span
from intromark.train.dataset import Dataset
from intromark.train.dataset_card import DatasetCard, EpisodeEntry
from intromark.train.dataset_files import save_dataset
from toy_model import MODEL, WIDTH, toy
from train.tiny import ENCODER, RECIPE, SPANS, WINDOW, episode


def save_lessons(folder: Path) -> None:
    """Write `dataset`, of nine episodes of three shows, and the recipe `tiny.toml`."""
    entries = [
        EpisodeEntry(f"e{number}", f"show {number % 3}", "train", 40.0, SPANS[number % 4])
        for number in range(9)
    ]
    rows = {one.id: episode(number, one.intro).embeddings for number, one in enumerate(entries)}
    card = DatasetCard("windows", ENCODER, tuple(entries), window=WINDOW, stride=6)
    save_dataset(Dataset(card, rows), folder / "dataset")
    (folder / "tiny.toml").write_text(RECIPE)


def save_judged(folder: Path) -> None:
    """Write `model`, which sees intros where the first number is high, and `dataset`, in which it is."""
    save_model(folder / "model", replace(MODEL, data={"shows": {"train": ["show 0"]}}))
    spans = [Span(5, 12), Span(21, 30), None, Span(0, 6)]
    entries = [
        EpisodeEntry(f"e{number}", f"show {number % 2}", "test", 40.0, intro)
        for number, intro in enumerate(spans)
    ]
    rows = {one.id: episode(n, one.intro).embeddings[:, :WIDTH] for n, one in enumerate(entries)}
    save_dataset(Dataset(DatasetCard("windows", MODEL.encoder, tuple(entries)), rows), folder / "dataset")


def save_model(folder: Path, card: ModelCard) -> Path:
    folder.mkdir()
    (folder / CARD).write_text(card.text())
    (folder / NETWORK).write_bytes(toy(inputs=card.encoder.width))
    return folder
