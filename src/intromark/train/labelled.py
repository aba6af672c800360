"""Label files -> the episodes of a dataset, each in a split; what cannot be used is told, and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from intromark.errors import DatasetError, LabelError
from intromark.events import Listener
from intromark.labels.reading import read_labels, videos_of
from intromark.labels.repairs import DEFAULT_REPAIR, REPAIRS, repaired
from intromark.labels.rows import LabelFile, LabelRow, by_show
from intromark.labels.suspicion import suspicions
from intromark.labels.writing import edges
from intromark.segment import Label
from intromark.span import Span
from intromark.train.dataset_card import LabelSource
from intromark.train.splits import leave_out, split_shows

GIVEN, BY_SHOW = "given", "show"
SPLITTINGS = (BY_SHOW, GIVEN)


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """Which episodes a dataset has, and in which split each is.

    Attributes:
        labels: A label file, or a folder of shows with their truth.
        test: Another, whose episodes are for testing.
        videos: Folder of the videos; None is where the labels lie.
        repair: Key of `REPAIRS`.
        split_by: `show`, or `given`: by the field `split` of a row, else by its file.
        leave_out: The one show that is for testing; None lets `split_by` decide.
    """

    labels: Path
    test: Path | None = None
    videos: Path | None = None
    repair: str = DEFAULT_REPAIR
    split_by: str = BY_SHOW
    leave_out: str | None = None

    def __post_init__(self) -> None:
        """Check the names."""
        if self.repair not in REPAIRS or self.split_by not in SPLITTINGS:
            raise ValueError(f"repair is one of {tuple(REPAIRS)}, split_by one of {SPLITTINGS}")


@dataclass(frozen=True, slots=True)
class LabelledEpisode:
    """An episode in a split.

    Attributes:
        id: As in the labels.
        show: It belongs to; empty where nothing tells.
        split: `train`, `val` or `test`.
        intro: Where its intro is; None where it has none.
        folder: In which its video is looked for.
    """

    id: str
    show: str
    split: str
    intro: Span | None
    folder: Path


@dataclass(frozen=True, slots=True)
class Labelled:
    """What label files give.

    Attributes:
        episodes: In the order of the files; one that is in two splits stands there twice.
        files: They come from.
    """

    episodes: tuple[LabelledEpisode, ...]
    files: tuple[LabelSource, ...]


def labelled_episodes(plan: LabelPlan, listener: Listener) -> Labelled:
    """Read, repair and split labels.

    Args:
        plan: Which labels.
        listener: Told of every row that cannot be used.

    Raises:
        LabelError: A file cannot be read as labels, or has no intro that can be used.
        DatasetError: The show that is left out is not there, or no split is given where it must be.
        FileError: A file cannot be read.
    """
    paths = [path for path in (plan.labels, plan.test) if path is not None]
    files = repaired([read_labels(path) for path in paths], plan.repair)
    _check_given(plan, files)
    own = [_intros(path, file, listener) for path, file in zip(paths, files, strict=True)]
    shows = {id(row): show for show, rows in by_show(chain(*own)).items() for row in rows}
    if not shows:
        raise LabelError(
            f"no intro in `{plan.labels}` can be used", "look at it with `intromark dataset inspect`"
        )
    splits = _splits(plan, sorted(set(shows.values())))
    episodes: dict[tuple[str, str], LabelledEpisode] = {}
    for path, split, rows in zip(paths, ("train", "test"), own, strict=False):
        folder = videos_of(path) if plan.videos is None else plan.videos
        for row in rows:
            show = shows[id(row)]
            chosen = splits[show] if splits else row.split or split
            one = LabelledEpisode(row.id, show, chosen, row.span, folder)
            episodes.setdefault((row.id, chosen), one)
    sources = tuple(LabelSource(file.name, file.sha256) for file in files)
    return Labelled(tuple(episodes.values()), sources)


def _intros(path: Path, file: LabelFile, listener: Listener) -> list[LabelRow]:
    """What is said of the intro of each episode of which one thing is said; the others are told."""
    wrong = [one for one in suspicions(file.rows) if one.is_unusable and one.row.label is Label.INTRO]
    for one in wrong:
        what = f"the row of `{one.row.name}` in `{path}`, {edges(one.row)}, {one.reason}"
        listener.fail(path, LabelError(what, "it is left out: mend it by hand"))
    left_out = {one.row.id for one in wrong}
    return [row for row in file.rows if row.label is Label.INTRO and row.id not in left_out]


def _splits(plan: LabelPlan, shows: list[str]) -> dict[str, str]:
    """Show -> split; empty where the labels give the splits."""
    if plan.leave_out is not None:
        return leave_out(shows, plan.leave_out)
    return split_shows(shows) if plan.split_by == BY_SHOW else {}


def _check_given(plan: LabelPlan, files: Sequence[LabelFile]) -> None:
    """Refuse to take splits from labels that give none."""
    asked = plan.split_by == GIVEN and plan.leave_out is None
    if asked and plan.test is None and not any(row.split for file in files for row in file.rows):
        raise DatasetError(
            f"`{plan.labels}` gives no splits",
            "give a second label file with --test, a field `split` in its rows, or split by show",
        )
