"""Which file may import which: its own folder and lower floors, never a higher one."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

import intromark

ROOT = Path(intromark.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

FLOORS: dict[str, int] = {
    name: floor
    for floor, names in enumerate(
        [
            # Values.
            "arrays addresses atomic segment timecode errors events detection span sought parallel quiet executors",
            # Arithmetic.
            "align held cells diagonals lags soundprint sound_signal glimpses features signals light fuse segmentation"
            " best_run metrics windows confidence episode_names frame_counts evaluation retelling",
            # Doors.
            "storage media encoders hearing network model model_card labels store fingerprint",
            "detectors",
            "pipeline labelling unshared alone comparing recurring recaps scoring closer edges opinion refine keeping"
            " footage pairs_kept reading intake seasons machine earshot embedded soundtrack",
            # Uses.
            "export servers library train compose",
            # The page over the library.
            "review",
            # Faces.
            "cli __init__ __main__",
        ]
    )
    for name in names.split()
}
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

USES = 5  # its members never import each other

ONLY_IN: dict[str, tuple[str, ...]] = {
    "torch": ("network.py", "train/", "encoders/clip_export.py"),
    "transformers": ("network.py", "train/", "encoders/clip_export.py"),
    "sqlite3": ("library/", "servers/plex.py"),
    "urllib": ("servers/", "storage/"),
    "fsspec": ("storage/",),
    "ray": ("executors/",),
    "pyarrow": ("library/tables.py",),
    "http": ("servers/http.py",),
    "watchfiles": ("library/",),
    "guessit": ("seasons.py", "episode_names.py"),
    "fastapi": ("review/", "cli/review.py"),
    "starlette": ("review/",),
    "uvicorn": ("review/", "cli/review.py"),
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part(path: Path) -> str:
    """The name in the table that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[int, str]]:
    """Line and full name of all that a file imports when it runs, inside functions as well."""
    return [(node.lineno, name) for node in running(parsed(path)) for name in names_of(path, node)]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def running(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Import statements, without those that only a type checker reads."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node
    elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        for other in node.orelse:
            yield from running(other)
    elif not isinstance(node, ast.expr):
        for inner in ast.iter_child_nodes(node):
            yield from running(inner)


def names_of(path: Path, node: ast.Import | ast.ImportFrom) -> list[str]:
    """`from intromark import align` names that module; `from intromark import detect` the package itself."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    package = ["intromark", *path.relative_to(ROOT).parts[:-1]]
    above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
    module = ".".join(filter(None, [above, node.module]))
    if module != "intromark":
        return [module]
    return [f"intromark.{alias.name if alias.name in FLOORS else '__init__'}" for alias in node.names]


def wrong_directions(path: Path) -> list[str]:
    here, wrong = part(path), []
    for line, name in imports(path):
        package, _, rest = name.partition(".")
        there = rest.split(".")[0] or "__init__"
        if package != "intromark" or there == here:
            continue
        if FLOORS[there] > FLOORS[here] or FLOORS[there] == FLOORS[here] == USES:
            wrong.append(f"{relative(path)}:{line} imports {name}")
    return wrong


def test_every_file_has_a_floor() -> None:
    missing = {part(path) for path in FILES} - set(FLOORS)
    assert not missing, f"say in FLOORS on which floor these stand: {sorted(missing)}"


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_imports_point_down(path: Path) -> None:
    assert wrong_directions(path) == []


@pytest.mark.parametrize(
    ("file", "text", "wrong"),
    [
        ("align.py", "from intromark.pipeline import detect", True),
        ("align.py", "from intromark import detect", True),
        ("align.py", "from intromark import span", False),
        ("align.py", "def late():\n    import intromark.media.sound", True),
        ("align.py", "if TYPE_CHECKING:\n    from intromark.pipeline import detect", False),
        ("align.py", "if TYPE_CHECKING:\n    pass\nelse:\n    import intromark.cli", True),
        ("align.py", "from intromark.soundprint import BANDS", False),
        ("media/sound.py", "from . import clock", False),
        ("media/sound.py", "from ..cli import main", True),
        ("export/edl.py", "from intromark.export.sidecar import write", False),
        ("export/edl.py", "from intromark.library import Library", True),
        ("cli/detect.py", "from intromark.review import serve", False),
    ],
)
def test_the_reader_of_imports_sees_a_wrong_one(
    file: str, text: str, wrong: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert bool(wrong_directions(path)) is wrong


@pytest.mark.parametrize("package", ONLY_IN)
def test_what_is_heavy_stays_in_its_place(package: str) -> None:
    places = ONLY_IN[package]
    found = {relative(path) for path in FILES for _, name in imports(path) if name.split(".")[0] == package}
    assert not [file for file in found if not file.startswith(places)]


def public(tree: ast.Module) -> Iterator[Definition]:
    """Public functions and classes of a file, and the public methods of these classes."""
    for node in tree.body:
        if is_public(node):
            yield node
            yield from filter(is_public, node.body if isinstance(node, ast.ClassDef) else ())


def is_public(node: ast.stmt) -> TypeGuard[Definition]:
    """Whether a statement defines a public name; one of several signatures of a function does not."""
    return (
        isinstance(node, Definition)
        and not node.name.startswith("_")
        and not any("overload" in ast.unparse(decorator) for decorator in node.decorator_list)
    )


def is_typed(node: Definition) -> bool:
    if isinstance(node, ast.ClassDef):
        return True
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    free = [a for a in (node.args.vararg, node.args.kwarg) if a]
    untyped = [a.arg for a in [*named, *free] if a.annotation is None and a.arg not in ("self", "cls")]
    return node.returns is not None and not untyped


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_file_is_small_documented_and_typed(path: Path) -> None:
    tree = parsed(path)
    assert path.read_text().count("\n") <= 300
    assert ast.get_docstring(tree)
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []
    assert [node.name for node in public(tree) if not is_typed(node)] == []


def loaded_by(statement: str) -> set[str]:
    """The top names of all modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_import_loads_nothing_heavy() -> None:
    heavy = {
        "av",
        "onnxruntime",
        "torch",
        "transformers",
        "PIL",
        "guessit",
        "rich",
        "sqlite3",
        "fastapi",
        "uvicorn",
    }
    assert not loaded_by("import intromark") & heavy


def test_public_names_are_there() -> None:
    assert [name for name in intromark.__all__ if not hasattr(intromark, name)] == []
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = intromark.no_such_name
