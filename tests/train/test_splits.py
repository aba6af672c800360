"""Splits by show."""

from __future__ import annotations

import pytest

from intromark.errors import DatasetError
from intromark.train.splits import leave_out, split_shows

SHOWS = [f"Show {number}" for number in range(20)]


@pytest.mark.parametrize(("count", "test"), [(1, 0), (2, 1), (5, 1), (6, 2), (20, 4)])
def test_a_fifth_is_for_testing(count: int, test: int) -> None:
    assert list(split_shows(SHOWS[:count]).values()).count("test") == test


def test_the_names_alone_decide() -> None:
    split = split_shows(SHOWS)
    assert split_shows([*reversed(SHOWS), SHOWS[3]]) == split
    assert split_shows([show.upper() for show in SHOWS]) == {show.upper(): one for show, one in split.items()}
    more = split_shows([*SHOWS, "One more"])
    assert sum(more[show] != split[show] for show in SHOWS) <= 1


def test_one_show_is_left_out() -> None:
    assert leave_out(["A", "Маяк"], "мaяк") == {"A": "train", "Маяк": "test"}  # its a is Latin
    with pytest.raises(DatasetError, match="no show `C`") as caught:
        leave_out(["A", "B"], "C")
    assert "`A`, `B`" in caught.value.hint
    with pytest.raises(DatasetError, match="no show but `A`"):
        leave_out(["A"], "A")
