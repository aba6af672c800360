import math
import random

import pytest

from intromark.timecode import human_time, matroska_time, parse_time


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(0, "0:00.00", id="zero"),
        pytest.param(24, "0:24.00", id="under a minute"),
        pytest.param(50.0, "0:50.00", id="float"),
        pytest.param(9.994, "0:09.99", id="rounds down"),
        pytest.param(59.996, "1:00.00", id="never 0:60.00"),
        pytest.param(125.5, "2:05.50", id="minutes"),
        pytest.param(3599.995001, "1:00:00.00", id="never 59:60.00"),
        pytest.param(3723.5, "1:02:03.50", id="hours"),
        pytest.param(360000, "100:00:00.00", id="many hours"),
    ],
)
def test_human_time(seconds: float, expected: str) -> None:
    assert human_time(seconds) == expected


@pytest.mark.parametrize("seconds", [-0.01, math.nan, math.inf])
def test_human_time_refuses(seconds: float) -> None:
    with pytest.raises(ValueError, match="seconds"):
        human_time(seconds)


@pytest.mark.parametrize(
    ("nanoseconds", "expected"),
    [
        pytest.param(0, "00:00:00.000000000", id="zero"),
        pytest.param(1, "00:00:00.000000001", id="one"),
        pytest.param(24_041_666_667, "00:00:24.041666667", id="a frame of 24000/1001"),
        pytest.param(3_723_500_000_000, "01:02:03.500000000", id="hours"),
        pytest.param(360_000_000_000_000, "100:00:00.000000000", id="many hours"),
    ],
)
def test_matroska_time(nanoseconds: int, expected: str) -> None:
    assert matroska_time(nanoseconds) == expected


def test_matroska_time_refuses_negative() -> None:
    with pytest.raises(ValueError, match="nanoseconds"):
        matroska_time(-1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0", 0.0, id="zero"),
        pytest.param("84", 84.0, id="seconds"),
        pytest.param("84.5", 84.5, id="seconds with decimals"),
        pytest.param("1:24", 84.0, id="minutes"),
        pytest.param("1:24.5", 84.5, id="minutes with decimals"),
        pytest.param("01:24", 84.0, id="leading zero"),
        pytest.param("90:00", 5400.0, id="more than 59 minutes when nothing stands before them"),
        pytest.param("0:01:24", 84.0, id="hours"),
        pytest.param("1:02:03.25", 3723.25, id="hours with decimals"),
        pytest.param("01:02:03.500000000", 3723.5, id="as Matroska has it"),
        pytest.param(" 0:24.00\n", 24.0, id="spaces around"),
    ],
)
def test_parse_time(text: str, expected: float) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", ":", "1:", ":30", "1.", ".5", "24s", "1 30", "1,5", "1.5:00", "1:02:03:04"],
        *["1:75", "1:5", "1:60:00", "1:2:03"],
        *["-1", "+1", "1e3", "0x10", "1_000", "٣", "nan", "inf", "9" * 400],
    ],
)
def test_parse_time_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        parse_time(text)


def test_what_is_shown_can_be_typed_in() -> None:
    draw = random.Random(7)
    for _ in range(500):
        seconds = draw.choice([60.0, 3600.0, 20000.0]) * draw.random()
        assert parse_time(human_time(seconds)) == pytest.approx(seconds, abs=0.00501)
        nanoseconds = round(seconds * 1e9)
        assert parse_time(matroska_time(nanoseconds)) == pytest.approx(nanoseconds / 1e9, abs=1e-9)
