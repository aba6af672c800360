"""The user's language: nothing is left untranslated, and what is not known stays English."""

from __future__ import annotations

import gettext
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from intromark.cli import COMMANDS
from intromark.cli import intromark as group
from intromark.cli.table import render_table
from intromark.cli.tongue import GAP, told, translate
from intromark.detection import Detection, Provenance
from intromark.segment import Evidence, Segment, Source

translation = pytest.importorskip("recipes.translation.__main__", reason="needs the test extra")
CATALOGS: list[Path] = translation.catalogs()
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def run(*arguments: str, language: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANGUAGE": language, "COLUMNS": "200", **variables}
    command = [sys.executable, "-m", "intromark", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_nothing_is_untranslated(path: Path) -> None:
    catalog = translation.updated(path)
    assert translation.untranslated(catalog) == []
    how = "run `python -m recipes.translation`, and translate what is empty"
    assert path.read_bytes() == translation.written(catalog), how
    with path.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    for message in catalog:
        if isinstance(message.id, tuple):
            one, several = message.id
            assert read.ngettext(one, several, 1) == message.string[0], how
        elif message.id:
            assert read.gettext(message.id) == message.string, how


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_gaps_are_filled_in_every_translation(path: Path) -> None:
    for message in translation.updated(path):
        if isinstance(message.id, str) and message.id and GAP.search(message.id):
            gaps = len(GAP.findall(message.id))
            used = {int(gap[1:-1]) for gap in GAP.findall(message.string)}
            assert used and used <= set(range(gaps)), message.id


def test_every_pattern_finds_its_own_translation(russian: None) -> None:
    """Not that of another sentence which happens to fit."""
    for message in translation.updated(CATALOGS[0]):
        if isinstance(message.id, str) and GAP.search(message.id):
            values = [f"Q{number}Z" for number, _ in enumerate(GAP.findall(message.id))]
            filled = iter(values)
            sentence = "".join(part + next(filled, "") for part in GAP.split(message.id))
            assert told(sentence) == message.string.format(*values)


@pytest.mark.parametrize(
    ("english", "russian_text"),
    [
        ("no such file or folder `/a/b c.mkv`", "нет файла или папки `/a/b c.mkv`"),
        ("`E2.mkv` is a copy of `E1.mkv`", "`E2.mkv` — копия `E1.mkv`"),
        ("1 episode", "1 серия"),
        ("3 episodes", "3 серии"),
        ("3 rows to look at", "стоит взглянуть: 3 строки"),
        ("11 episodes", "11 серий"),
        ("wrote 2 labels to `labels.json`", "2 метки: записано в `labels.json`"),
        (
            "the model is in `model`; see `intromark model info model`",
            "модель лежит в `model`; см. `intromark model info model`",
        ),
        ("4 episodes of 2 shows, 160 s, 14 % of it intro", "4 серии, 2 сериала, 160 с, из них заставка 14 %"),
        ("a sentence that nobody has written", "a sentence that nobody has written"),
        ("", ""),
    ],
)
def test_sentences(russian: None, english: str, russian_text: str) -> None:
    assert told(english) == russian_text


def test_a_table(russian: None) -> None:
    evidence = (Evidence(Source.PICTURE, 3), Evidence(Source.SOUND, 3))
    found = Segment(6.0, 15.0, confidence=0.9, evidence=evidence)
    made = Provenance("0.1.0", "lite", "0123", 3)
    table = render_table([Detection(Path("E1.mkv"), 100.0, (found,), None, made)])
    assert table.splitlines()[0].split() == [
        "серия",
        "заставка",
        "длина",
        "уверенность",
        "на",
        "чём",
        "основано",
    ]
    assert "картинка + звук, 3 другие серии" in table


def test_english_stays_what_it_was() -> None:
    assert told("no such file or folder `a`") == "no such file or folder `a`"
    assert (translate(group).help or "").startswith(
        "Finds the intro of every episode of a series, to the frame."
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command(russian: None, name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    options = [one for one in command.params if isinstance(one, click.Option)]
    for text in (command.help, *(one.help for one in options)):
        assert all(CYRILLIC.search(part) for part in (text or "").split("\n\n")), text
    assert command.epilog is not None and command.epilog.startswith("Пример: intromark ")


@pytest.mark.parametrize(
    ("language", "variables"), [("ru", {}), ("", {"LC_ALL": "ru_RU.UTF-8"}), ("xx:ru_RU", {})]
)
def test_the_locale_is_followed(language: str, variables: dict[str, str]) -> None:
    helped = run("--help", language=language, **variables).stdout
    assert helped.startswith("Использование: intromark")
    assert "Показать эту справку и выйти." in helped
    assert "Найти заставку каждой серии, а также титры и пересказ." in helped


def test_errors_and_hints(tmp_path: Path) -> None:
    done = run("detect", str(tmp_path / "none"), language="ru")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"ошибка: нет файла или папки `{tmp_path}/none`",
        "подсказка: проверьте написание; имя с пробелами берут в кавычки",
    ]
    assert (
        "Ошибка: Недопустимое значение '--labels': 'x' — ни одно из intro, credits, recap"
        in run("detect", "a", "--labels", "x", language="ru").stderr
    )
    assert (
        "Ошибка: --overwrite указывают вместе с --write"
        in run("detect", "a", "--overwrite", language="ru").stderr
    )


@pytest.mark.parametrize("language", ["en", "fr", "C", "ru:nothing-like-it"])
def test_other_languages_are_english_but_russian(language: str) -> None:
    printed = run("--help", language=language).stdout
    assert printed.startswith("Использование" if language.startswith("ru") else "Usage: intromark")


def test_what_programs_read_is_the_same_in_every_language(tmp_path: Path) -> None:
    homes = {"XDG_CACHE_HOME": str(tmp_path), "INTROMARK_CATALOG": str(tmp_path / "c.db")}
    printed = [run("doctor", "--json", language=language, **homes).stdout for language in ("en", "ru")]
    assert [topic["title"] for topic in json.loads(printed[1])] == [
        topic["title"] for topic in json.loads(printed[0])
    ]
