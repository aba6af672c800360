"""From labels and videos to a dataset: what is read, what is left out and told, and what is not read again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from drawing import Drawing, draw_video, every
from intromark.cli import intromark
from intromark.encoders.base import Picture
from intromark.errors import DatasetError, FileError, LabelError
from intromark.events import Listener, Problem, Progress
from intromark.span import Span
from intromark.store import Store
from intromark.train.building import DatasetPlan, build_dataset
from intromark.train.dataset import Dataset
from intromark.train.dataset_files import load_dataset
from intromark.train.labelled import LabelPlan

SECONDS = 9


class Toy:
    """An encoder of two numbers that counts what it has encoded."""

    name, height = "toy", None

    def __init__(self, fingerprint: str = "f00d") -> None:
        self.fingerprint = fingerprint
        self.count = 0

    def prepare(self, picture: Picture) -> NDArray[np.uint8]:
        return picture

    def encode(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.count += len(prepared)
        return np.ones((len(prepared), 2), np.float32)

    def encode_with_look(self, prepared: NDArray[np.uint8]) -> NDArray[np.float32]:
        return self.encode(prepared)


class Told:
    """Keeps what a build tells."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.steps: list[Progress] = []

    def listener(self) -> Listener:
        return Listener(self.problems.append, self.steps.append)

    def sentences(self) -> list[str]:
        return [problem.error.message for problem in self.problems]


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four videos of nine seconds: a1 and a2 as `<id>.mp4`, b1 and c1 as `<id>/<id>.mkv`."""
    folder = tmp_path_factory.mktemp("videos")
    for number, name in enumerate(("a1.mp4", "a2.mp4", "b1/b1.mkv", "c1/c1.mkv")):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        # Contents differ, so that no two are one to the store.
        draw_video(path, Drawing(times=every(5, 5 * SECONDS), rate=Fraction(5), grain=1 + number))
    return folder


Row = tuple[str, float | None, float | None]
ROWS: tuple[Row, ...] = (("a1", 2, 5), ("a2", 1, 4), ("b1", 3, 5), ("c1", None, None))


def labels(path: Path, rows: Sequence[Row] = ROWS, **more: str) -> Path:
    """A label file; the show of an episode is the first letter of its id."""
    content = {id: {"name": f"{id[0]}. Season 1, episode {id[1]}", "start": s, "end": e} for id, s, e in rows}
    path.write_text(json.dumps({id: {**row, **more} for id, row in content.items()}))
    return path


def built(plan: DatasetPlan, store: Path, encoder: Toy | None = None, told: Told | None = None) -> Dataset:
    return build_dataset(plan, encoder or Toy(), Store(store), (told or Told()).listener())


def test_every_episode_is_read(videos: Path, tmp_path: Path) -> None:
    told = Told()
    one = built(
        DatasetPlan(LabelPlan(labels(tmp_path / "l.json"), videos=videos)), tmp_path / "store", told=told
    )
    assert [(entry.id, entry.show, entry.seconds, entry.intro) for entry in one.card.episodes] == [
        ("a1", "a", SECONDS, Span(2, 5)),
        ("a2", "a", SECONDS, Span(1, 4)),
        ("b1", "b", SECONDS, Span(3, 5)),
        ("c1", "c", SECONDS, None),
    ]
    assert (one.card.encoder.name, one.card.encoder.fingerprint, one.card.encoder.width) == ("toy", "f00d", 2)
    assert one.card.labels[0].name == "l.json" and len(one.card.labels[0].sha256) == 64
    assert (one.card.repair, one.card.search, one.card.layout) == ("minute-rounding", 900, "windows")
    assert one.embeddings["a1"].dtype == np.float32
    assert [(step.stage, step.done, step.total) for step in told.steps] == [
        ("read", n, 4) for n in range(1, 5)
    ]
    assert told.problems == []


def test_what_was_read_is_not_read_again(videos: Path, tmp_path: Path) -> None:
    plan = DatasetPlan(LabelPlan(labels(tmp_path / "l.json"), videos=videos))
    encoder = Toy()
    first = built(plan, tmp_path / "store", encoder)
    again = built(plan, tmp_path / "store", encoder)
    assert encoder.count == 4 * SECONDS
    assert again.card == first.card
    built(plan, tmp_path / "store", other := Toy("beef"))
    assert other.count == 4 * SECONDS  # another encoder's are not taken


def test_less_can_be_searched(videos: Path, tmp_path: Path) -> None:
    file = labels(tmp_path / "l.json", [("a1", 1, 3)])
    seconds = {
        layout: built(DatasetPlan(LabelPlan(file, videos=videos), layout, 4.0), tmp_path / "s")
        .card.episodes[0]
        .seconds
        for layout in ("windows", "paired")
    }
    assert seconds == {"windows": 4, "paired": 5}  # the pair ends at 3 + 2


def test_what_cannot_be_used_is_told_and_left_out(videos: Path, tmp_path: Path) -> None:
    rows = (*ROWS, ("a3", 1, 2), ("d1", 5, 3), ("b1.mkv", 1, 2))
    folder = tmp_path / "videos"
    folder.symlink_to(videos)
    told = Told()
    file = labels(tmp_path / "l.json", [("a1", 20, 25), *rows[1:]])
    one = built(DatasetPlan(LabelPlan(file, videos=folder)), tmp_path / "store", told=told)
    assert [entry.id for entry in one.card.episodes] == ["a2", "b1", "c1"]
    wrong, missing, late = told.sentences()
    assert "`d. Season 1, episode 1`" in wrong and wrong.endswith("starts 2 s after its end")
    assert "2 of 6 episodes have no video" in missing and "`a3`, `b1.mkv`" in missing
    assert "ends at 25 s, and 9 s of it were read" in late
    assert all(problem.error.hint and not problem.answered for problem in told.problems)


def test_a_broken_video_costs_only_itself(videos: Path, tmp_path: Path) -> None:
    (tmp_path / "a1.mp4").write_bytes(b"no video" * 99)
    (tmp_path / "a2.mp4").symlink_to(videos / "a2.mp4")
    told = Told()
    file = labels(tmp_path / "l.json", ROWS[:2])
    one = built(DatasetPlan(LabelPlan(file)), tmp_path / "store", told=told)
    assert [entry.id for entry in one.card.episodes] == ["a2"]
    assert "a1.mp4" in told.sentences()[0]
    assert [step.done for step in told.steps] == [1, 2]


def test_overlapping_and_repeated_rows(videos: Path, tmp_path: Path) -> None:
    file = tmp_path / "l.csv"
    file.write_text(
        "filename,start,end,label\na1.mp4,2,5,intro\na1.mp4,4,7,recap\n"
        "a2.mp4,1,4,intro\na2.mp4,1,4,intro\na2.mp4,6,9,credits\n"
    )
    told = Told()
    one = built(DatasetPlan(LabelPlan(file, videos=videos)), tmp_path / "store", told=told)
    assert [(entry.id, entry.intro) for entry in one.card.episodes] == [("a2.mp4", Span(1, 4))]
    (sentence,) = told.sentences()
    assert "overlaps the recap of the same episode" in sentence


def splits(one: Dataset) -> dict[str, list[str]]:
    return {split: [entry.id for entry in one.card.episodes if entry.split == split] for split in one.splits}


def test_splits_by_show(videos: Path, tmp_path: Path) -> None:
    file = labels(tmp_path / "l.json")
    one = built(DatasetPlan(LabelPlan(file, videos=videos)), tmp_path / "store")
    assert not set(one.shows("train")) & set(one.shows("test"))
    assert len(one.shows("test")) == 1
    left = built(DatasetPlan(LabelPlan(file, videos=videos, leave_out="A")), tmp_path / "store")
    assert splits(left) == {"train": ["b1", "c1"], "test": ["a1", "a2"]}


def test_splits_as_given(videos: Path, tmp_path: Path) -> None:
    train, test = labels(tmp_path / "l.json", ROWS[:3]), labels(tmp_path / "t.json", ROWS[1:])
    two_files = LabelPlan(train, test, videos, split_by="given")
    one = built(DatasetPlan(two_files), tmp_path / "store")
    assert splits(one) == {"train": ["a1", "a2", "b1"], "test": ["a2", "b1", "c1"]}
    assert [source.name for source in one.card.labels] == ["l.json", "t.json"]
    field = LabelPlan(labels(tmp_path / "f.json", split="val"), videos=videos, split_by="given")
    assert splits(built(DatasetPlan(field), tmp_path / "store")) == {"val": ["a1", "a2", "b1", "c1"]}


def test_two_files_split_by_show_are_one(videos: Path, tmp_path: Path) -> None:
    train, test = labels(tmp_path / "l.json", ROWS[:3]), labels(tmp_path / "t.json", ROWS[1:])
    one = built(DatasetPlan(LabelPlan(train, test, videos)), tmp_path / "store")
    assert sorted(entry.id for entry in one.card.episodes) == ["a1", "a2", "b1", "c1"]


def test_a_folder_of_shows(videos: Path, tmp_path: Path) -> None:
    for show in ("one", "two"):
        (tmp_path / "shows" / show).mkdir(parents=True)
        (tmp_path / "shows" / show / "E1.mp4").symlink_to(videos / "a1.mp4")
        truth = {"E1.mp4": {"intro": [2.0, 5.0], "recap": None, "credits": None, "duration": 9.0}}
        (tmp_path / "shows" / show / "truth.json").write_text(json.dumps(truth))
    one = built(DatasetPlan(LabelPlan(tmp_path / "shows")), tmp_path / "store")
    assert [(entry.id, entry.show) for entry in one.card.episodes] == [
        ("one/E1.mp4", "one"),
        ("two/E1.mp4", "two"),
    ]
    assert len(one.splits) == 2


@pytest.mark.parametrize(
    ("plan", "error", "sentence"),
    [
        ({"leave_out": "z"}, DatasetError, "there is no show `z`"),
        ({"split_by": "given"}, DatasetError, "gives no splits"),
        ({"videos": Path("/nowhere")}, DatasetError, "not one labelled video can be used"),
        ({"test": Path("/nowhere/t.json")}, FileError, "cannot read"),
    ],
)
def test_what_stops_a_build(
    plan: dict[str, str], error: type[Exception], sentence: str, videos: Path, tmp_path: Path
) -> None:
    file = labels(tmp_path / "l.json")
    with pytest.raises(error, match=sentence):
        built(DatasetPlan(LabelPlan(file, **{"videos": videos, **plan})), tmp_path / "store")  # type: ignore[arg-type]


def test_no_intro_that_can_be_used(videos: Path, tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="no intro"):
        built(
            DatasetPlan(LabelPlan(labels(tmp_path / "l.json", [("a1", 5, 2)]), videos=videos)),
            tmp_path / "store",
        )


@pytest.mark.parametrize(
    "make",
    [
        lambda: DatasetPlan(LabelPlan(Path("l")), layout="other"),
        lambda: DatasetPlan(LabelPlan(Path("l")), search=0),
        lambda: LabelPlan(Path("l"), repair="other"),
        lambda: LabelPlan(Path("l"), split_by="row"),
    ],
)
def test_misuse_is_a_value_error(make: object) -> None:
    with pytest.raises(ValueError, match=r"is one of|must be"):
        make()  # type: ignore[operator]


KILLED = """
import os, signal, sys
from intromark.cli import main
from intromark.cli.talk import Talk

ending, real = sys.argv.pop(1), Talk.progress
def progress(self, step):
    if step.done == 2:
        os.kill(os.getpid(), getattr(signal, ending))
    real(self, step)
Talk.progress = progress
main()
"""


@pytest.mark.parametrize("signal", ["SIGKILL", "SIGINT"])
def test_a_build_that_was_ended_goes_on(signal: str, videos: Path, tmp_path: Path) -> None:
    file, cache = labels(tmp_path / "l.json"), tmp_path / "cache"
    arguments = ["dataset", "build", str(file), "--videos", str(videos), "--out", str(tmp_path / "set")]
    command = [sys.executable, "-c", KILLED, signal, *arguments]
    ended = subprocess.run(
        command, env={"XDG_CACHE_HOME": str(cache)}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == (130 if signal == "SIGINT" else -9), ended.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "l.json"]
    assert len(list(cache.rglob("*.npz"))) >= 2  # and what was under way when it was interrupted
    again = CliRunner(env={"XDG_CACHE_HOME": str(cache)}).invoke(intromark, arguments)
    assert again.exit_code == 0, again.output
    assert len(list(cache.rglob("*.npz"))) == 4
    assert len(load_dataset(tmp_path / "set").card.episodes) == 4
