"""Sentences in the source -> patterns of sentences: what is filled in stands as `{}`.

A sentence is what an error is raised with, its hint, and what the command line says of its work. It is followed through
names of constants, conditions, sums of texts, and functions of the same file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LEAST_LETTERS = 5  # a pattern with fewer says nothing that could be translated
FOREIGN = ("ValueError", "TypeError", "OSError", "KeyError", "AttributeError", "IndexError", "RuntimeError")
SAYING = (
    "say",
    "told",
    "_complain",
    "_tell",
    "unreadable",
    "ffprobe_hint",
    "line",
    "headed",
    "table_of",
    "print_line",
    "BadParameter",
)
SPOKEN = ("message", "hint", "purpose")
TABLES = ("STAGES",)
GIVING = (
    *("labels/rows.py", "labels/fields.py", "labels/suspicion.py", "library/stats.py"),
    *("media/opening.py", "cli/dataset_report.py", "cli/model.py", "cli/sidecars.py", "cli/train.py"),
)
"""Files whose functions give sentences: what they return, yield, or raise a ValueError with."""
COLOURS = ("yellow",)


def sentences(root: Path) -> dict[str, list[str]]:
    """Pattern -> the files that say it, of all Python files below a folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.py")):
        file, name = _File(ast.parse(path.read_text())), path.relative_to(root).as_posix()
        given = file.given() if name in GIVING else ()
        for pattern in dict.fromkeys((*file.patterns(), *given)):
            if sum(letter.isalpha() for letter in pattern) >= LEAST_LETTERS and pattern not in COLOURS:
                found.setdefault(pattern, []).append(name)
    return found


def nouns(root: Path) -> list[str]:
    """What the command line counts, in the singular."""
    files = (_File(ast.parse(path.read_text())) for path in sorted(root.rglob("*.py")))
    return sorted({noun for file in files for noun in file.nouns()})


class _File:
    """One file: what its names stand for, be it in one of several places, and its functions."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._values: dict[str, list[ast.expr]] = {}
        self._functions: dict[str, ast.FunctionDef] = {}
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._values.setdefault(name, []).append(value)
                case ast.FunctionDef(name=name):
                    self._functions[name] = node

    def patterns(self) -> Iterator[str]:
        """Of all that is said in it."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and _says(node.func):
                for argument in node.args:
                    yield from self._texts(argument)
                for keyword in node.keywords:
                    if keyword.arg in SPOKEN:
                        yield from self._texts(keyword.value)
        for name in TABLES:
            for value in self._values.get(name, ()):
                yield from self._texts(value)

    def given(self) -> Iterator[str]:
        """Of what its functions give, and of what is wrong with what they are given."""
        for node in ast.walk(self._tree):
            match node:
                case ast.Return(value=value) | ast.Yield(value=value):
                    yield from self._texts(value)
                case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"), args=arguments)):
                    for argument in arguments:
                        yield from self._texts(argument)

    def nouns(self) -> Iterator[str]:
        """Of what is counted: `count(3, "file")`."""
        for node in ast.walk(self._tree):
            match node:
                case ast.Call(func=ast.Name(id="count"), args=[_, ast.Constant(value=str(noun))]):
                    yield noun

    def _texts(self, node: ast.expr | None, depth: int = 0) -> list[str]:  # noqa: PLR0911 - one for each form
        """The patterns that an expression may stand for."""
        if node is None or depth > 4:
            return []
        deeper = depth + 1
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr():
                return ["".join(_part(part) for part in node.values)]
            case ast.IfExp():
                return self._texts(node.body, deeper) + self._texts(node.orelse, deeper)
            case ast.BoolOp():
                return [text for value in node.values for text in self._texts(value, deeper)]
            case ast.BinOp(op=ast.Add()):
                left, right = self._texts(node.left, deeper), self._texts(node.right, deeper)
                return [one + other for one in left or ["{}"] for other in right or ["{}"]]
            case ast.Tuple() | ast.List():
                return [text for value in node.elts for text in self._texts(value, deeper)]
            case ast.Dict():
                return [text for value in node.values for text in self._texts(value, deeper)]
            case ast.Starred():
                return self._texts(node.value, deeper)
            case ast.Subscript(value=ast.Name(id=name)) | ast.Name(id=name):
                return [text for value in self._values.get(name, ()) for text in self._texts(value, deeper)]
            case ast.Call(func=ast.Name(id=name)) if name in self._functions:
                returned = [
                    one.value for one in ast.walk(self._functions[name]) if isinstance(one, ast.Return)
                ]
                return [text for value in returned for text in self._texts(value, deeper)]
            case _:
                return []


def _says(function: ast.expr) -> bool:
    name = (
        function.id
        if isinstance(function, ast.Name)
        else function.attr
        if isinstance(function, ast.Attribute)
        else ""
    )
    return name in SAYING or (name.endswith(("Error", "needs_extra")) and name not in FOREIGN)


def _part(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "{}"
