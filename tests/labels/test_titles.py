"""The show in a title: the same however it is written."""

from __future__ import annotations

import pytest

from intromark.labels.titles import in_one_alphabet, mixes_alphabets, one_spelling, show_name


@pytest.mark.parametrize(
    ("title", "show"),
    [
        ("Маяк. 4 сезон, 7 серия", "Маяк"),
        ("Маяк. 1 сезон. 2 серия.", "Маяк"),
        ("Маяк. 8 серия (финал)", "Маяк"),
        ("Маяк. 1 сезон ,18 серия", "Маяк"),
        ("24 часа. 2 сезон, 16 серия", "24 часа"),
        ("Мыс: Начало. Сезон 2, серия 1", "Мыс: Начало"),
        ("Ночнaя cмeнa. 1 сезон, 1 серия", "Ночная смена"),  # noqa: RUF001  a, c, e are Latin
        ("The Harbour. Season 1, episode 2", "The Harbour"),
        ("The Harbour S01E02 - Fog", "The Harbour"),
        ("The.Harbour.S01E02.1080p.mkv", "The Harbour"),
        ("The Harbour - 1x02.mp4", "The Harbour"),
        ("The Harbour/Season 1/S01E02.mkv", "The Harbour"),
        ("The Harbour/01.mkv", "The Harbour"),
        ("Harbour\\S01E02.mkv", "Harbour"),
        ("1883", "1883"),
        ("S01E02.mkv", ""),
        ("", ""),
    ],
)
def test_the_show(title: str, show: str) -> None:
    assert show_name(title) == show


def test_only_what_looks_cyrillic_is_read_as_cyrillic() -> None:
    assert in_one_alphabet("xop и OCA") == "xop и OCA"  # no word is mixed: these may be Latin
    assert in_one_alphabet("Сeвep и xop") == "Север и хор"  # noqa: RUF001  one is, so they are not
    assert in_one_alphabet("Сeвep и jazz") == "Север и jazz"  # noqa: RUF001
    assert not mixes_alphabets("Север и Rock")


def test_the_commonest_spelling_is_everyones() -> None:
    names = ["Мыс: Начало", "Мыс. Начало", "Мыс: Начало", "Маяк"]
    assert one_spelling(names) == {
        "Мыс: Начало": "Мыс: Начало",
        "Мыс. Начало": "Мыс: Начало",
        "Маяк": "Маяк",
    }
