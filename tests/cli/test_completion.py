"""Completion, asked as the shells ask for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from intromark.cli import COMMANDS
from intromark.cli.completion import SHELLS

from .conftest import invoke

ASK = {
    # The function that the script defines is called as bash calls it, and what it offers is printed.
    "bash": """
        source ./script
        COMP_WORDS=(intromark {words}); COMP_CWORD={place}; _intromark_completion intromark
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """,
    # zsh's completion needs a terminal: what it would be handed is asked for, and the script is read.
    "zsh": """
        autoload -Uz compinit && compinit -D -u
        source ./script
        (( ${{+functions[_intromark_completion]}} )) || exit 1
        COMP_WORDS='intromark {words}' COMP_CWORD={place} _INTROMARK_COMPLETE=zsh_complete intromark
    """,
    "fish": "source ./script; complete --do-complete 'intromark {words}'",
}


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    return name


def offered(shell: str, folder: Path, *words: str) -> str:
    (folder / "script").write_text(invoke("completion", shell).stdout)
    ask = ASK[shell].format(words=" ".join(words), place=len(words))
    programs = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    environment = {**os.environ, "PATH": programs, "HOME": str(folder), "TERM": "dumb"}
    done = subprocess.run(
        [shell, "-c", ask], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_commands_are_offered(shell: str, tmp_path: Path) -> None:
    printed = offered(shell, tmp_path, "un")
    assert {"unlock", "undo-write"} <= set(printed.split())
    assert "detect" not in printed.split()


def test_options_are_offered(shell: str, tmp_path: Path) -> None:
    assert "--format" in offered(shell, tmp_path, "detect", "--fo")
    assert "ffmetadata" in offered(shell, tmp_path, "detect", "--write", "ff").split()


def test_files_are_offered_by_fish(tmp_path: Path) -> None:
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    (tmp_path / "Show one").mkdir()
    assert "Show" in offered("fish", tmp_path, "detect", "Sh")


@pytest.mark.parametrize("command", ["detect", "scan", "write", "show", "evaluate"])
def test_files_are_left_to_the_shell(command: str) -> None:
    environment = {
        **os.environ,
        "_INTROMARK_COMPLETE": "bash_complete",
        "COMP_WORDS": f"intromark {command} Sho",
        "COMP_CWORD": "2",
    }
    code = "from intromark.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "file,Sho\n"


def test_all_commands_are_offered_without_loading_them() -> None:
    code = (
        "import sys; from click.shell_completion import BashComplete; from intromark.cli import intromark\n"
        "print(*(one.value for one in BashComplete(intromark, {}, '', '').get_completions([], '')))\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(COMMANDS) <= set(done.stdout.split())
    assert not {"numpy", "rich", "intromark.cli.detect"} & set(done.stderr.split())


def test_another_shell_is_refused() -> None:
    result = invoke("completion", "tcsh")
    assert result.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in result.stderr
