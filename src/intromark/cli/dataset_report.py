"""What `intromark dataset build` prints of a dataset."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from intromark.cli.lines import table_of
from intromark.train.dataset import Dataset


def report(dataset: Dataset) -> Iterator[RenderableType]:
    """A line a split."""
    table = table_of(
        "split", "shows", "episodes", "without intro", "seconds", "of them intro", "windows", numbers_from=1
    )
    for split, counts in dataset.counts().items():
        share = counts["intro_seconds"] / counts["seconds"]
        table.add_row(
            split,
            f"{counts['shows']:g}",
            f"{counts['episodes']:g}",
            f"{counts['without_intro']:g}",
            f"{counts['seconds']:g}",
            f"{counts['intro_seconds']:g} ({100 * share:.1f} %)",
            f"{counts['windows']:g}",
        )
    yield table


def remarks(dataset: Dataset) -> Iterator[str]:
    """What a person should know before a model is trained on it."""
    counts = dataset.counts()
    for split in ("train", "test"):
        if split not in counts:
            yield f"there is no episode in `{split}`: label more shows, or give --test"
        elif not counts[split]["windows"]:
            yield f"`{split}` gives no window of {dataset.card.window} frames: label more episodes"
    train, test = ({one.id for one in dataset.card.episodes if one.split == s} for s in ("train", "test"))
    if train & test:
        yield f"test episodes that are for training, too: {len(train & test)} of {len(test)}, so the test proves little"
    shows = set(dataset.shows("train")) & set(dataset.shows("test"))
    if shows:
        yield f"test shows that training has too: {len(shows)} of {len(dataset.shows('test'))}; see --split-by show"
