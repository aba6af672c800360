"""Every command is run in Russian, and no English word is left in what people read.

What no run meets is looked for in the source: words that go to the terminal round `told`.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import intromark.cli
from intromark.cli import COMMANDS
from intromark.library.watching import Came, Waits, Watch
from servers.fakes import TOKEN, FakeJellyfin, Running

from .conftest import Home, invoke
from .test_dataset import TEST, TRAIN

SEASON = (
    "detect {season}",
    "detect {season} --write edl",
    "demo {tmp}",
)
LIBRARY = (
    "scan {library} --dry-run",
    "scan {library}",
    "list",
    "stats",
    "edit 's01e01' 1 7",
    "edit 's01e01' 1 7 --season",
    "edit 's01e02' --none",
    "lock 's01e03'",
    "show 's01e01'",
    "export labels --out {library}/labels.json",
    "write Show --format edl --format chapters",
    "push kodi",
    "undo-write Show",
    "unlock 's01e03'",
    "redo Show",
    "cache info",
    "cache prune",
    "cache clear",
    "watch {library}",
    "review --no-open --port 0",
)
MODELS = (
    "dataset inspect train.json --test test.json --out checked",
    "dataset inspect test.json",
    "dataset build {drawn} --out built",
    "train lessons/dataset --recipe lessons/tiny.toml --out model --device cpu",
    "model info model",
    "model export model --precision int8",
    "encoder export lite.onnx --precision int8",
    "evaluate judged/model judged/dataset",
)
ENGLISH = ("doctor", "completion")  # for who mends intromark, and for shells

NAMES = re.compile(
    r"`[^`]*`|intromark detect"  # files and commands
    r"|--[a-z-]+|\bminute-rounding|\bMa\w+"
    r"|\S*/\S*|[\w-]+\.(?:mkv|json|csv)\b"
    r"|\bShow 1|\bSeason \d+|\bshow \d"
    r"|\d{4}-\d\d-\d\dT\S+"
    r"|\b(?=\w*\d)[0-9a-f]{12,}"  # fingerprints
    r"|^(?:data|metrics|сеть|лицензия) .*$",  # of a model's card, by the names that it has there
    re.MULTILINE,
)
UNITS = ("s", "MB", "MiB", "KiB", "GiB", "B", "IoU", "F", "e")
TERMS = (
    "edl",
    "torch",
    "lite",
    "tiny",
    "fp",
    "int",
    "train",
    "val",
    "test",
    "Ctrl",
    "C",
    "anna",
    "intromark",
)
# Calls that show a text to people as it is, and what such a text may be.
SHOWING = ("Text", "echo", "secho", "add_column", "add_row")
IS_FOR_PROGRAMS = re.compile(r"json|render|encode|source\(\)|as_text")


def left(text: str) -> list[str]:
    """The English words in a text."""
    return [word for word in re.findall(r"[A-Za-z]+", NAMES.sub(" ", text)) if word not in (*UNITS, *TERMS)]


def check(lines: tuple[str, ...], **names: Path) -> None:
    english = {}
    for line in lines:
        result = invoke(*(word.format_map(names) for word in shlex.split(line)))
        assert result.exception is None or isinstance(result.exception, SystemExit), (line, result.exception)
        assert result.output.strip(), line
        if words := left(result.output):
            english[line] = words, result.output
    assert english == {}, "\n".join(f"{line}: {words}\n{text}" for line, (words, text) in english.items())


def test_english_is_seen() -> None:
    assert left("`model`: 9.0 s, 3 rows of E1.mkv") == ["rows", "of"]


def test_no_command_is_left_out() -> None:
    assert {line.split()[0] for line in (*SEASON, *LIBRARY, *MODELS)} | set(ENGLISH) == set(COMMANDS)


@pytest.mark.usefixtures("russian")
def test_a_season(season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intromark.cli.demo.drawn_season", lambda _folder, _talk: [season])
    check(SEASON, season=season, tmp=tmp_path)


@pytest.mark.usefixtures("russian")
def test_a_library(known_season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastapi", reason="needs the review extra")
    library = known_season.parents[1]
    (known_season / "Show 1 S01E04.mkv").write_text("garbage")
    happenings = [Came(library), Waits(known_season)]
    monkeypatch.setattr(Watch, "run", lambda _self, _libraries: iter(happenings))
    monkeypatch.setattr("intromark.review.serving.serve", lambda _path, _place, start: start())
    check(LIBRARY, library=library)


@pytest.mark.usefixtures("russian")
def test_a_server(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    jellyfin = FakeJellyfin({"id1": "/nas/Show 1/Season 01/Show 1 S01E01.mkv"})
    with Running(jellyfin):
        push = f"push jellyfin --url {jellyfin.url} --token {TOKEN} --map {home.library}:/nas"
        check((f"{push} --dry-run", push))


@pytest.mark.usefixtures("russian")
def test_labels_and_models(drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch", reason="needs the train extra")
    from .small_models import save_judged, save_lessons

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("intromark.cli.encoder.TAUGHT", 16)
    monkeypatch.setattr("intromark.cli.encoder.TRIED", 4)
    for name, rows in (("train.json", TRAIN), ("test.json", TEST)):
        Path(name).write_text(json.dumps(rows, ensure_ascii=False))
    for folder, save in (("lessons", save_lessons), ("judged", save_judged)):
        Path(folder).mkdir()
        save(Path(folder))
    check(MODELS, drawn=drawn)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """All calls, with the last part of what is called."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                yield name, node


def words_in(node: ast.expr) -> list[str]:
    """The words in an expression that are not told; those that are compared or looked up are shown to nobody."""
    match node:
        case ast.Constant(value=str(text)):
            return re.findall(r"[A-Za-z]{3,}", text)
        case ast.Call(func=ast.Name(id=("told" | "line" | "len"))) | ast.Compare() | ast.Subscript():
            return []
        case ast.FormattedValue(value=value):
            return words_in(value)
    return [
        word
        for child in ast.iter_child_nodes(node)
        if isinstance(child, ast.expr)
        for word in words_in(child)
    ]


@pytest.mark.parametrize(
    "path", sorted(Path(intromark.cli.__file__).parent.glob("*.py")), ids=lambda path: path.stem
)
def test_words_are_told(path: Path) -> None:
    """Use `line`, `headed`, `table_of` and `print_line`, or `told`; `python -m recipes.translation` finds them."""
    for name, call in calls(ast.parse(path.read_text())):
        if name in SHOWING and call.args and not IS_FOR_PROGRAMS.search(ast.unparse(call.args[0])):
            shown = call.args if name == "add_row" else call.args[:1]
            words = [word for one in shown for word in words_in(one)]
            assert words == [], f"{path.name}:{call.lineno}: {ast.unparse(call)}"
            if name == "echo" and path.stem != "lines":
                assert re.search("told|address", ast.unparse(call)), f"{path.name}:{call.lineno}"
