"""`intromark dataset`: labels looked at, and datasets built, of a drawn season."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intromark.cli.dataset import LAYOUTS, REPAIRS, SPLITTINGS
from intromark.labels import repairs
from intromark.train import building, labelled, layouts

from .conftest import invoke

TRAIN = {
    "a1": {"name": "Маяк. 1 сезон, 1 серия", "start": "0:02:50", "end": "0:02:05"},
    "a2": {"name": "Maяк. 1 сезон, 2 серия", "start": "0:01:50", "end": "0:01:02"},
    "a3": {"name": "Маяк. 1 сезон, 3 серия", "start": "0:07:50", "end": "0:07:04"},
    "a4": {"name": "Маяк. 1 сезон, 4 серия", "start": "0:02:35", "end": "0:02:45"},
    "b1": {"name": "Мыс. 1 серия", "start": "0:01:05", "end": "0:00:15"},
}
TEST = {"a2": TRAIN["a2"], "c1": {"name": "Лес. 1 серия", "start": None, "end": None}}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    for name, rows in (("train.json", TRAIN), ("test.json", TEST)):
        (tmp_path / name).write_text(json.dumps(rows, ensure_ascii=False))
    return tmp_path / "train.json", tmp_path / "test.json"


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_the_choices_are_those_of_the_tables() -> None:
    assert tuple(repairs.REPAIRS) == REPAIRS and REPAIRS[0] == repairs.DEFAULT_REPAIR
    assert tuple(layouts.LAYOUTS) == LAYOUTS and LAYOUTS[0] == layouts.DEFAULT_LAYOUT
    assert SPLITTINGS == labelled.SPLITTINGS
    assert building.SEARCH == 900


def test_inspect(files: tuple[Path, Path]) -> None:
    train, test = files
    result = invoke("dataset", "inspect", train, "--test", test)
    assert result.exit_code == 0, result.output
    for line in (
        "train.json: 5 rows",
        "test.json: 2 rows",
        "6 episodes of 3 shows in all",
        "1 title with Latin letters that look Cyrillic: read as Cyrillic",
        "start after their end: 4; mended by a start a minute earlier: 3",
        "look right, with both edges at second 30 or later of a minute: 1",
        "episodes changed: 4 (started after their end: 3, looked right: 1)",
        "intros then last 10 - 15 s, median 13 s, and start at 50 - 410 s",
        "rows of `test.json` that are episodes of the other file, too: 1 of 2",
        "shows in both: 1 (Маяк)",
        "1 row to look at",
    ):
        assert line.split() in lines(result.stdout), line
    assert "Мыс. 1 серия  train.json  0:01:05 - 0:00:15" in result.stdout
    assert "not usable  starts 50 s after its end" in result.stdout


def test_inspect_for_programs(files: tuple[Path, Path]) -> None:
    told = json.loads(invoke("dataset", "inspect", files[0], "--json", "--repair", "none").stdout)
    assert told["minute_rounding"] == {
        "backward": 4,
        "explained": 3,
        "hidden": 1,
        "across": 0,
        "first_minute": 0,
        "holds": True,
    }
    assert told["repair"] == {"name": "none", "changed": 0, "looked_right": 0}
    assert [row["id"] for row in told["suspicious"] if row["usable"] == "no"] == ["a1", "a2", "a3", "b1"]
    assert told["leaks"] is None


def test_inspect_writes_what_was_repaired(files: tuple[Path, Path], tmp_path: Path) -> None:
    result = invoke("dataset", "inspect", files[0], "--out", tmp_path / "out")
    assert result.stderr.splitlines()[0] == f"wrote `{tmp_path}/out/train.repaired.json`"
    again = json.loads(invoke("dataset", "inspect", tmp_path / "out/train.repaired.json", "--json").stdout)
    assert again["repair"]["changed"] == 0
    assert len((tmp_path / "out/to-check.csv").read_text().splitlines()) == 1 + 1 + 4


def test_inspect_with_videos(drawn: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("filename,start,end\nS01E01.mkv,3,12\nS01E02.mkv,5,99\nS01E07.mkv,1,2\n")
    result = invoke("dataset", "inspect", path, "--videos", drawn)
    assert result.exit_code == 1
    assert "ends after the video, which lasts 22 s" in result.stdout
    assert result.stderr.startswith(f"error: 1 of 3 episodes has no video in `{drawn}`: `S01E07.mkv`\nhint: ")


def test_build_of_a_season_with_truth(drawn: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    result = invoke("dataset", "build", drawn, "--out", out, "--float16", "--search", "20")
    assert result.exit_code == 0, result.output
    heading, train = lines(result.stdout)
    assert heading[:2] == ["split", "shows"]
    assert train == ["train", "1", "4", "1", "75", "27", "(36.0", "%)", "4"]
    assert "there is no episode in `test`: label more shows" in result.stderr
    assert f"the dataset is in `{out}`" in result.stderr
    card = json.loads((out / "card.json").read_text())
    assert (card["precision"], card["search"], card["counts"]["train"]["windows"]) == ("float16", 20.0, 4)


def test_build_with_test_labels_says_what_leaks(drawn: Path, tmp_path: Path) -> None:
    truth = json.loads((drawn / "truth.json").read_text())
    for name, episodes in (
        ("train.csv", ("S01E01.mkv", "S01E02.mkv")),
        ("test.csv", ("S01E02.mkv", "S01E03.mkv")),
    ):
        rows = [f"{one},{truth[one]['intro'][0]},{truth[one]['intro'][1]},Tiny" for one in episodes]
        (tmp_path / name).write_text("\n".join(["file,start,end,show", *rows]))
    arguments = (
        "dataset",
        "build",
        tmp_path / "train.csv",
        "--test",
        tmp_path / "test.csv",
        "--videos",
        drawn,
    )
    result = invoke(*arguments, "--out", tmp_path / "set")
    assert result.exit_code == 0, result.output
    assert [line[:3] for line in lines(result.stdout)[1:]] == [["train", "1", "2"], ["test", "1", "2"]]
    assert "test episodes that are for training, too: 1 of 2" in result.stderr
    assert "test shows that training has too: 1 of 1" in result.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"a": {"start": "0:01", "end": "0:05"}}', "error: 1 of 1 episodes has no video in"),
        ('{"a": {"start": "0:05", "end": "0:01"}}', "error: no intro in"),
        ('{"a": {"start": "0:05"', "is no JSON, line 1"),
        ("[]", "holds no labels"),
    ],
)
def test_labels_that_give_nothing(content: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text(content)
    result = invoke("dataset", "build", tmp_path / "labels.json", "--out", tmp_path / "set")
    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr and "\nhint: " in result.stderr
    assert not (tmp_path / "set").exists()


def test_a_folder_of_other_things_is_refused_before_the_work(drawn: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    result = invoke("dataset", "build", drawn, "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: `{tmp_path}` is there, and is no dataset\nhint: ")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("inspect",), "Missing argument 'LABELS'"),
        (("inspect", "x.json", "--repair", "other"), "'other' is not one of"),
        (("build", "x.json"), "Missing option '--out'"),
        (("build", "x.json", "--out", "o", "--layout", "pairs"), "'pairs' is not one of"),
        (("build", "x.json", "--out", "o", "--search", "0"), "nothing to search"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], sentence: str) -> None:
    result = invoke("dataset", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in " ".join(result.stderr.split())


@pytest.mark.parametrize("name", ["inspect", "build"])
def test_the_help_of_a_command(name: str) -> None:
    result = invoke("dataset", name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: intromark dataset {name} [OPTIONS] LABELS")
    assert f"Example: intromark dataset {name} " in result.stdout
