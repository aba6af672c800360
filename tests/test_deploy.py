"""The files to run `watch` with are whole: their commands parse, what they name is there, and nothing runs as root."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import pytest

from intromark.cli import intromark as group
from intromark.cli.shelf import CATALOG

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNIT, DOCKERFILE, COMPOSE = (
    DEPLOY / name for name in ("intromark-watch.service", "Dockerfile", "compose.yaml")
)
COMMENTED = re.compile(r"^ *# ?", re.MULTILINE)


def parsed(words: Sequence[str]) -> click.Context:
    """What `intromark WORDS` understands; click raises where it does not."""
    parent = group.make_context("intromark", list(words))
    command = group.get_command(parent, words[0])
    assert command is not None
    return command.make_context(words[0], list(words[1:]), parent=parent)


def settings(text: str) -> dict[str, dict[str, list[str]]]:
    """The sections of a unit: key -> its values, in order."""
    sections: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    section = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            sections[section][key].append(value)
    return sections


def steps() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile, with what they say."""
    text = COMMENTED.sub("# ", DOCKERFILE.read_text()).replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def said(instruction: str) -> list[str]:
    return [rest for word, rest in steps() if word == instruction]


@pytest.fixture
def compose() -> Any:
    yaml = pytest.importorskip("yaml", reason="needs the test extra")
    (service,) = yaml.safe_load(COMPOSE.read_text())["services"].values()
    return service


def commands_of_the_unit() -> Iterator[str]:
    """Also those that are only proposed."""
    found = re.findall(r"^(?:# )?ExecStart=(.+)$", UNIT.read_text(), re.MULTILINE)
    assert len(found) == 2
    yield from found


@pytest.mark.parametrize("line", [*commands_of_the_unit()])
def test_the_commands_of_the_unit(line: str) -> None:
    program, *words = shlex.split(line)
    assert program == "/opt/intromark/bin/intromark"
    assert parsed(words).params["libraries"] == (Path("/media/tv"),)


def test_the_unit_may_do_little() -> None:
    service = settings(UNIT.read_text())["Service"]
    for key, value in {
        "User": "intromark",
        "ProtectSystem": "strict",
        "PrivateNetwork": "yes",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "StateDirectory": "intromark",
        "CacheDirectory": "intromark",
    }.items():
        assert service[key] == [value]
    assert not service["ReadWritePaths"]
    variables = dict(one.split("=", 1) for one in " ".join(service["Environment"]).split())
    assert variables["INTROMARK_CATALOG"].startswith("%S/intromark/")
    assert variables["XDG_CACHE_HOME"] == "%C"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
@pytest.mark.parametrize("proposed", [False, True], ids=["as it is", "with what it proposes"])
def test_systemd_knows_the_unit(proposed: bool, tmp_path: Path) -> None:
    text = UNIT.read_text().replace("/opt/intromark/bin/intromark", shutil.which("true") or "")
    if proposed:
        text = re.sub(r"^# (\w+=)", r"\1", text, flags=re.MULTILINE)
    copy = tmp_path / UNIT.name
    copy.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, told) == (0, [])


def test_the_image_runs_the_watch_as_a_user() -> None:
    (entry,), (command,) = said("ENTRYPOINT"), said("CMD")
    assert json.loads(entry) == ["intromark"]
    assert parsed(json.loads(command)).params["libraries"] == (Path("/media"),)
    (user,) = said("USER")
    assert user.split(":")[0] not in ("0", "root")


def test_all_that_the_image_keeps_is_in_its_volume() -> None:
    variables = dict(one.split("=", 1) for line in said("ENV") for one in line.split())
    assert said("VOLUME") == ["/data"]
    option = CATALOG(click.Command("x")).params[0]
    assert isinstance(option, click.Option)
    kept = [str(option.envvar), "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"]
    assert all((variables[name] + "/").startswith("/data/") for name in kept)


def test_the_image_is_built_of_what_the_wheel_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    copied = {word for line in said("COPY") if "--from" not in line for word in line.split()[:-1]}
    assert {"pyproject.toml", "src", project["readme"], *project["license-files"]} == copied
    assert all((ROOT / name).exists() for name in copied)
    for image in said("FROM"):
        found = re.match(r"python:3\.(\d+)-slim( AS build)?$", image)
        assert found and f"Programming Language :: Python :: 3.{found[1]}" in project["classifiers"]


def test_the_composition(compose: Any) -> None:
    assert parsed(compose["command"]).params["sidecars"] == ()
    assert (DEPLOY / compose["build"]["context"]).resolve() == ROOT
    assert (ROOT / compose["build"]["dockerfile"]).resolve() == DOCKERFILE
    assert compose["volumes"] == ["/media/tv:/media:ro", "data:/data"]
    assert not compose["user"].startswith("0")
    assert compose["read_only"] is True
    proposed = re.findall(r"# command: (\[.*\])", COMPOSE.read_text())
    assert [parsed(json.loads(one)).params["sidecars"] for one in proposed] == [("edl",)]
