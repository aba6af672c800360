"""Label files: what is read of each kind, what a bad row becomes, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intromark.errors import FileError, LabelError
from intromark.labels.reading import read_labels, videos_of
from intromark.labels.rows import LabelRow
from intromark.segment import Label


def rows_of(folder: Path, text: str, name: str = "labels.json") -> tuple[LabelRow, ...]:
    path = folder / name
    path.write_text(text)
    return read_labels(path).rows


def test_json(tmp_path: Path) -> None:
    text = '{"-1_2": {"url": "u", "name": "Маяк. 1 серия", "start": "0:01:42", "end": "1:00:00"}}'
    (row,) = rows_of(tmp_path, text)
    assert (row.id, row.title, row.start, row.end, row.label) == ("-1_2", "Маяк. 1 серия", 102, 3600, "intro")
    assert row.others == {"url": "u"}
    assert row.show_name == "Маяк"


def test_seconds_none_and_several(tmp_path: Path) -> None:
    first, none, intro, recap = rows_of(
        tmp_path,
        """{"a": {"start": 1.5, "end": 4, "show": "Own", "split": "test"}, "b": {"start": null, "end": null},
            "c": [{"start": 5, "end": 9}, {"start": 0, "end": 5, "label": "recap"}]}""",
    )
    assert (first.start, first.end, first.show_name, first.split) == (1.5, 4.0, "Own", "test")
    assert none.says_none and none.span is None and not none.wrong
    assert (intro.id, intro.label, recap.id, recap.label) == ("c", Label.INTRO, "c", Label.RECAP)


def test_an_id_that_stands_there_twice_is_read_twice(tmp_path: Path) -> None:
    text = '{"a": {"start": 1, "end": 2}, "a": {"start": 3, "end": 4}}'
    assert [row.start for row in rows_of(tmp_path, text)] == [1, 3]


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        ('{"start": "1:75", "end": 9}', "'1:75' is not a time"),
        ('{"start": -5, "end": 9}', "'-5' is not a time"),
        ('{"start": NaN, "end": 9}', "'nan' is not a time"),
        ('{"start": true, "end": 9}', "has a time that is none: True"),
        ('{"start": [1], "end": 9}', r"has a time that is none: \[1\]"),
        ('{"start": 1, "start": 2, "end": 9}', "has a time that is none"),
        ('{"start": 1}', "has no end"),
        ('{"start": 1, "end": 2, "label": "song"}', "has the label `song`"),
        ('{"start": 1, "end": 2, "split": "dev"}', "has the split `dev`"),
        ("5", "is no row"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row: str, flaw: str, tmp_path: Path) -> None:
    bad, good = rows_of(tmp_path, f'{{"bad": {row}, "good": {{"start": 1, "end": 2}}}}')
    with pytest.raises(AssertionError, match=flaw):
        raise AssertionError(bad.wrong)
    assert bad.span is None and not bad.says_none
    assert not good.wrong


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv(separator: str, tmp_path: Path) -> None:
    lines = ["filename,start,end,label", "a.mkv,12,0:00:20.5,intro", "b.mkv,,,none", "", "c.mkv,1,2,credits"]
    text = "\ufeff" + "\r\n".join(lines).replace(",", separator)
    one, none, credits = rows_of(tmp_path, text, "labels.csv")
    assert (one.id, one.start, one.end, one.label) == ("a.mkv", 12, 20.5, Label.INTRO)
    assert none.says_none
    assert credits.label is Label.CREDITS


def test_csv_by_other_names_with_a_line_feed_in_a_title(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, 'Video,Title,Intro_Start,Intro_End\na.mkv,"Two\nlines",1,2\n', "x.csv")
    assert (row.id, row.title, row.start, row.end) == ("a.mkv", "Two\nlines", 1, 2)


def test_csv_rows_that_cannot_be_read(tmp_path: Path) -> None:
    text = "filename,start,end,label\n,1,2,\na.mkv,1\nb.mkv,1,2,none\n"
    assert [row.wrong for row in rows_of(tmp_path, text, "x.csv")] == [
        "names no video",
        "has no end",
        "is labelled `none` and has times",
    ]


def test_a_folder_of_shows(tmp_path: Path) -> None:
    for show in ("one", "two"):
        (tmp_path / show).mkdir()
        truth = {"E1.mkv": {"intro": [3.0, 5.5], "recap": None, "credits": [7, 9], "duration": 9.0}}
        (tmp_path / show / "truth.json").write_text(json.dumps({**truth, "E2.mkv": {"intro": None}}))
    rows = read_labels(tmp_path).rows
    assert [(row.id, row.show_name, row.label.value, row.start) for row in rows] == [
        ("one/E1.mkv", "one", "intro", 3.0),
        ("one/E1.mkv", "one", "credits", 7.0),
        ("one/E2.mkv", "one", "intro", None),
        ("two/E1.mkv", "two", "intro", 3.0),
        ("two/E1.mkv", "two", "credits", 7.0),
        ("two/E2.mkv", "two", "intro", None),
    ]
    assert videos_of(tmp_path) == tmp_path
    alone = read_labels(tmp_path / "one")
    assert [row.id for row in alone.rows] == ["one/E1.mkv", "one/E1.mkv", "one/E2.mkv"]
    assert videos_of(tmp_path / "one") == tmp_path


def test_a_truth_that_is_none_says_why(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text(
        '{"E1.mkv": 5, "E2.mkv": {"intro": [1]}, "E3.mkv": {"intro": [5, 3]}}'
    )
    assert [row.wrong for row in read_labels(tmp_path).rows] == [
        "is no row with a start and an end",
        "has a time that is none: [1]",
        "starts 2 s after its end",
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.json", b'{"a": {"start": 1,\n"end" 2}}', "is no JSON, line 2"),
        ("a.json", b"[]", "holds no labels"),
        ("a.json", b"{}", "there is no label in"),
        ("a.json", b"[" * 100_000, "is no JSON"),
        ("a.json", b"\xff\xfe", "is no UTF-8 text"),
        ("a.csv", b"", "has no column for the id"),
        ("a.csv", b"filename,start\na,1\n", "has no column for the end"),
        ("a.csv", b"filename,start,end\n", "there is no label in"),
        ("a.csv", b"filename,start,end\n" + b"x" * 200_000, "is no CSV, line 2"),
    ],
)
def test_what_is_no_label_file_is_refused(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LabelError, match=sentence) as caught:
        read_labels(path)
    assert str(path) in caught.value.message and caught.value.hint


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot read"):
        read_labels(tmp_path / "missing.json")
    with pytest.raises(LabelError, match=r"there is no truth\.json"):
        read_labels(tmp_path)
