import csv
import io

import pytest

from intromark.export import encode
from intromark.export.csv_table import render_csv
from intromark.segment import Label, Segment

from .episodes import NOT_UTF8, episode, segment

HEADER = ["path", "label", "start", "end", "confidence", "evidence"]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_row_a_segment() -> None:
    found = episode(segment(24.0, 50.0419), segment(1290, 1320.5, Label.CREDITS))
    assert read(render_csv([found, episode(path="Show/S01E02.mkv")])) == [
        HEADER,
        ["Show/S01E01.mkv", "intro", "24.000", "50.042", "0.97", "picture:5 sound:3"],
        ["Show/S01E01.mkv", "credits", "1290.000", "1320.000", "0.97", "picture:5 sound:3"],
        ["Show/S01E02.mkv", "none", "", "", "0.91", ""],
    ]


def test_no_confidence_is_empty() -> None:
    assert read(render_csv([episode(Segment(1, 2))]))[1][4:] == ["", ""]


def test_header_alone_without_episodes() -> None:
    assert render_csv([]) == "path,label,start,end,confidence,evidence\n"


@pytest.mark.parametrize(
    "name", ['a,"b".mkv', "two\nlines.mkv", "two\rlines.mkv", "\r\n.mkv", "é;\t.mkv", NOT_UTF8]
)
def test_any_name_comes_back(name: str) -> None:
    rows = read(render_csv([episode(path=name), episode()]))
    assert [row[0] for row in rows] == ["path", name, "Show/S01E01.mkv"]


def test_lines_end_with_a_line_feed_alone() -> None:
    assert encode(render_csv([episode(), episode()])).count(b"\r") == 0


def test_bytes_of_a_name_are_kept() -> None:
    assert b"caf\xe9.mkv" in encode(render_csv([episode(path=NOT_UTF8)]))
