"""The help: complete, with an example, and shown without loading anything heavy."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from intromark.cli import COMMANDS, PARTS
from intromark.cli import intromark as group

from .conftest import invoke

HEAVY = {"PIL", "av", "fastapi", "guessit", "numpy", "onnxruntime", "rich", "torch"}
OPTIONS = {
    "detect": "--format --write --overwrite --encoder --encoder-weights --model --labels --search --device --hwaccel"
    " --on --cache --quiet",
    "demo": "--quiet",
    "dataset": "",
    "train": "--recipe --out --epochs --device --resume --quiet",
    "evaluate": "--split --videos --encoder-weights --search --device --hwaccel --pictures --json --quiet",
    "model": "",
    "encoder": "",
    "scan": "--catalog --rules --jobs --dry-run --retry --encoder --encoder-weights --labels --search --device"
    " --hwaccel --on --write --quiet",
    "watch": "--write --settle --poll --catalog --rules --jobs --encoder --encoder-weights --labels --search --device"
    " --hwaccel --quiet",
    "list": "--catalog --json",
    "show": "--catalog",
    "edit": "--none --season --label --catalog --device --hwaccel --quiet",
    "lock": "--catalog --quiet",
    "unlock": "--catalog --quiet",
    "redo": "--catalog --jobs --device --hwaccel --on --quiet",
    "review": "--catalog --host --port --name --open",
    "stats": "--catalog --json",
    "write": "--format --overwrite --hard-links --catalog --quiet",
    "undo-write": "--overwrite --hard-links --catalog --quiet",
    "push": "",
    "export": "",
    "cache": "",
    "doctor": "--json",
    "completion": "",
}


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def test_each_command_stands_in_one_part() -> None:
    assert sorted(name for names in PARTS.values() for name in names) == sorted(COMMANDS)


def test_the_list_of_commands() -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    for name, line in COMMANDS.items():
        assert f"  {name.ljust(max(map(len, COMMANDS)))}  {line}\n" in result.stdout
    assert "Example: intromark detect" in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_list_is_the_commands_own(name: str) -> None:
    assert (command(name).help or "").splitlines()[0] == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    options = [one for one in command(name).params if isinstance(one, click.Option)]
    assert [one.opts[0] for one in options] == OPTIONS[name].split()
    assert all(one.help for one in options)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command(name: str) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: intromark {name} [OPTIONS]")
    assert all(option in result.stdout for option in OPTIONS[name].split())
    assert f"Example: intromark {name} " in result.stdout


def test_version() -> None:
    assert invoke("--version").stdout == f"intromark {version('intromark')}\n"


def test_an_unknown_command() -> None:
    result = invoke("detekt")
    assert result.exit_code == 2
    assert "No such command 'detekt'" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        ("--help", set()),
        ("--version", set()),
        ("detect --help", {"numpy", "rich"}),
        ("demo -h", {"numpy", "rich"}),
        ("train -h", {"numpy", "rich"}),
        ("evaluate -h", {"numpy", "rich"}),
        ("model export -h", {"numpy", "rich"}),
        ("encoder export -h", {"numpy"}),
        ("scan -h", {"numpy", "rich"}),
        ("watch -h", {"numpy", "rich"}),
        ("edit -h", {"numpy"}),
        ("write -h", set()),
        ("push jellyfin -h", set()),
        ("export labels -h", set()),
        ("stats -h", set()),
        ("review -h", set()),
        ("cache prune -h", set()),
        ("doctor -h", set()),
        ("completion -h", set()),
    ],
)
def test_help_loads_nothing_heavy(arguments: str, allowed: set[str]) -> None:
    code = (
        "import sys; from intromark.cli import intromark\n"
        "intromark(sys.argv[1:], standalone_mode=False)\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments.split()], capture_output=True, text=True, check=True
    )
    assert set(run.stderr.split()) & HEAVY <= allowed
    assert run.stdout
