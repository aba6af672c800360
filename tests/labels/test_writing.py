"""What is written is read as it was, and nothing is ever half there."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path

import pytest

from intromark.errors import FileError
from intromark.labels.inspection import inspect_labels, write_inspection
from intromark.labels.reading import read_labels
from intromark.labels.writing import clock_time, write_labels

LABELS = """{
    "a": {"url": "u", "name": "Маяк. 1 серия", "start": "0:01:42", "end": "1:00:00"},
    "b": {"name": "", "start": null, "end": null, "show": "Мыс", "split": "val"},
    "c": [{"name": "", "start": 5.25, "end": 9.125}, {"name": "", "start": "0", "end": "5.25", "label": "recap"}],
    "d": {"name": "bad", "start": "1:75", "end": "1:80", "by": "someone"}
}"""


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(LABELS)
    rows = read_labels(tmp_path / "a.json").rows
    write_labels(tmp_path / "b.json", rows)
    again = read_labels(tmp_path / "b.json").rows
    assert again == rows
    assert [row.others for row in again] == [row.others for row in rows]
    content = json.loads((tmp_path / "b.json").read_text())
    assert content["a"] == {"url": "u", "name": "Маяк. 1 серия", "start": "0:01:42", "end": "1:00:00"}
    assert content["d"]["start"] == "1:75"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00:00"), (102, "0:01:42"), (3725.5, "1:02:05.5"), (59.9996, "0:01:00"), (7.004, "0:00:07.004")],
)
def test_times(seconds: float, text: str) -> None:
    assert clock_time(seconds) == text


def rounded(folder: Path) -> Path:
    path = folder / "labels.json"
    edges = [("0:02:50", "0:02:05"), ("0:01:50", "0:01:02"), ("0:07:50", "0:07:03"), ("0:02:35", "0:02:45")]
    rows = {str(n): {"name": f"Маяк. {n} серия", "start": s, "end": e} for n, (s, e) in enumerate(edges)}
    path.write_text(
        json.dumps({**rows, "wrong": {"name": "Маяк. 9 серия", "start": "0:01:05", "end": "0:00:15"}})
    )
    return path


def test_the_repaired_file_and_the_list(tmp_path: Path) -> None:
    found = inspect_labels([rounded(tmp_path)], "minute-rounding")
    labels, listed = write_inspection(found, tmp_path / "out" / "deep")
    assert [(row.start, row.end) for row in read_labels(labels).rows] == [
        (110, 125),
        (50, 62),
        (410, 423),
        (95, 105),
        (65, 15),
    ]
    rows = list(csv.DictReader(listed.read_text().splitlines()))
    assert [(row["id"], row["usable"], row["as labelled"], row["now"]) for row in rows] == [
        ("wrong", "no", "0:01:05 - 0:00:15", "0:01:05 - 0:00:15"),
        ("0", "yes", "0:02:50 - 0:02:05", "0:01:50 - 0:02:05"),
        ("1", "yes", "0:01:50 - 0:01:02", "0:00:50 - 0:01:02"),
        ("2", "yes", "0:07:50 - 0:07:03", "0:06:50 - 0:07:03"),
        ("3", "yes", "0:02:35 - 0:02:45", "0:01:35 - 0:01:45"),
    ]


def test_two_files_of_one_name_are_both_written(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    files = [rounded(tmp_path), rounded(tmp_path / "other")]
    written = write_inspection(inspect_labels(files, "none"), tmp_path / "out")
    assert [path.name for path in written] == [
        "labels.repaired.json",
        "labels-2.repaired.json",
        "to-check.csv",
    ]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rounded(tmp_path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="no space left") as caught:
        write_labels(path, read_labels(path).rows)
    assert "free some space" in caught.value.hint
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
