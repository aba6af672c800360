"""What the documents say is so: commands run, examples work, options, formats, floors and links are the real ones."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

import intromark.pipeline
from intromark.cli import COMMANDS
from intromark.cli import intromark as group
from intromark.cli.detect import command as detect_command
from intromark.cli.push import command as push_command
from intromark.cli.review import command as review_command
from intromark.cli.watch import command as watch_command
from intromark.detection import Detection
from intromark.export import FORMATS
from intromark.segment import Label
from test_floors import FLOORS

ROOT = Path(__file__).parents[1]
README, USAGE = ROOT / "README.md", ROOT / "docs/usage.md"
PLACES = ("*.md", "docs/*.md", "docs/*/*.md", "recipes/*/README.md")
PAGES = [page for place in PLACES for page in sorted(ROOT.glob(place))]
TESTS = "pip install -c constraints.txt -e '.[test]' && pytest"
PROGRAMS = ("ffmpeg", "mkvmerge", "mkvpropedit")  # of others, which are run where they are installed
COPYING = ("cp", "mkdir")
SYSTEMS = ("docker", "journalctl", "sudo")  # which are not here; tests/test_deploy.py reads their files
LONGEST = 60.0  # seconds: no episode of the demo is longer
NEAR = 0.1  # by which a documented number may be off, seconds or a probability

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Step:
    """A command, and what is said that it prints; nothing said is anything."""

    command: str
    output: str


def blocks(*languages: str) -> list[Block]:
    """All blocks in these languages, of all pages."""
    return [block for page in PAGES for block in blocks_of(page) if block.language in languages]


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text()
    for match in BLOCK.finditer(text):
        yield Block(page, text.count("\n", 0, match.start()) + 1, match[1], match[2])


def steps(block: Block) -> Iterator[Step]:
    """The commands of a block, in order; `a && b` is one, but the output is the last one's."""
    text = block.text.replace("\\\n", " ")
    if block.language == "sh":
        yield from (Step(line, "") for line in text.splitlines() if line)
        return
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Step(command, output)


def invoke(arguments: Sequence[str]) -> Result:
    """Run intromark in this process, as in a terminal of 80 columns."""
    return CliRunner().invoke(group, arguments, prog_name="intromark", terminal_width=78)


def words(command: str) -> list[str]:
    return shlex.split(command, comments=True)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Result]]:
    """A folder where the demo was run and its season lies as `Show/Season 01`, and what the demo printed.

    What was searched is not searched again.
    """
    folder = tmp_path_factory.mktemp("documented")
    real: Callable[..., list[Detection]] = intromark.pipeline.detect
    answers: dict[object, list[Detection]] = {}

    def remember(
        paths: Sequence[object],
        *,
        search: float | None = None,
        labels: Sequence[Label] = (Label.INTRO,),
        **options: object,
    ) -> list[Detection]:
        assert search is None or search >= LONGEST  # so that it makes no difference
        key = (tuple(map(str, paths)), options.get("encoder", "lite"), options.get("model"), tuple(labels))
        if key not in answers:
            answers[key] = real(paths, search=search, labels=labels, **options)
        return answers[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intromark.pipeline, "detect", remember)
        patch.chdir(folder)
        for kind in ("DATA", "CONFIG", "CACHE"):  # of the library: not those of who runs the tests
            patch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
        patch.delenv("INTROMARK_CATALOG", raising=False)
        result = invoke(["demo"])
        shutil.copytree("intromark-demo", "Show/Season 01")
        invoke(["scan", "Show"])
        yield folder, result


@pytest.fixture
def folder(demo: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch) -> Path:
    """That folder, which the test stands in."""
    monkeypatch.chdir(demo[0])
    return demo[0]


@pytest.mark.parametrize("block", blocks("console", "sh"), ids=str)
def test_commands(block: Block, demo: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch) -> None:
    listed = list(steps(block))
    for program in PROGRAMS:
        if any(step.command.startswith(f"{program} ") for step in listed) and not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    monkeypatch.chdir(demo[0])
    for step in listed:
        if step.command == TESTS:
            continue  # another test compares it
        for command in step.command.split(" && "):
            run(command, step.output, demo[1], monkeypatch)
    for made in demo[0].rglob("out.mkv"):
        made.unlink()  # it would be another episode


def run(command: str, output: str, demo: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a command as far as a test can, and compare what it prints with what is said."""
    program, *arguments = words(command)
    if program == "intromark":
        run_intromark(arguments, output, demo)
    elif program in (*PROGRAMS, *COPYING):
        if (
            program == "cp"
        ):  # a page in another language did it already, and a second copy would lie in the first
            shutil.rmtree(arguments[-1], ignore_errors=True)
        subprocess.run([program, *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL)
    elif program == "python":
        check_script(arguments)
    elif program in SYSTEMS:
        check_system(arguments)
    elif program == ".":
        assert arguments == [".venv/bin/activate"]
    elif program == "cd":
        monkeypatch.chdir(arguments[0])
    elif program == "export":
        monkeypatch.setenv(*arguments[0].split("=", 1))
    elif program == "pytest":
        assert all((ROOT / argument).exists() for argument in arguments)
    elif program == "pip":
        whole = [["install", f".{extra}"] for extra in ("", "[review]", "[train]")]
        assert arguments in whole or "==" in arguments[-1], "say that it is checked, and how"
        assert "==" not in arguments[-1] or arguments[-1].replace("==", " ") in (ROOT / "NOTICE").read_text()
    else:
        pytest.fail(f"no test knows how to check `{command}`")


def run_intromark(arguments: list[str], output: str, demo: Result) -> None:
    if "--encoder-weights" in arguments or "clip-vit-b-32" in arguments:
        # Its weights are not here. Loading them is tested with weights that are drawn, in tests/encoders.
        detect_command.make_context("detect", arguments[1:])
        return
    if arguments[0] == "push" and {"--url", "--database"} & set(arguments):
        # No server is here. Sending is tested with small ones, in tests/servers.
        parent = group.make_context("intromark", arguments[:])
        push_command.commands[arguments[1]].make_context(arguments[1], arguments[2:], parent=parent)
        return
    if arguments[0] == "watch" and "--help" not in arguments:
        # It has no end. It is run in tests/cli/test_watch.py.
        watch_command.make_context("watch", arguments[1:])
        return
    if arguments == ["review"]:
        # It runs until Ctrl-C. The page is used by a browser, in tests/review.
        parent = group.make_context("intromark", arguments[:])
        review_command.make_context("review", arguments[1:], parent=parent)
        return
    is_demo = arguments == ["demo"]
    result = demo if is_demo else invoke(arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    is_trouble = any(line.startswith(("error:", "warning:")) for line in output.splitlines())
    assert result.exit_code == int(is_trouble), result.output
    if output:
        assert alike(output, result.output), f"it prints now:\n{result.output}"


def alike(said: str, printed: str) -> bool:
    """Whether two texts are the same, with numbers that are nearly so."""
    pairs = zip(NUMBER.findall(said), NUMBER.findall(printed), strict=False)
    return spaced(said) == spaced(printed) and all(abs(float(a) - float(b)) <= NEAR for a, b in pairs)


def spaced(text: str) -> list[list[str]]:
    """The words of each line, without numbers: columns may be wider."""
    return [NUMBER.sub("#", line).split() for line in text.rstrip().splitlines()]


def check_system(arguments: list[str]) -> None:
    """The files are there, and a command of intromark inside parses."""
    assert all((ROOT / one).exists() for one in arguments if one.startswith("deploy/"))
    places = [
        place for place, one in enumerate(arguments) if one.endswith("bin/intromark") or one == "intromark"
    ]
    inside = arguments[places[-1] + 1 :] if places else []
    if inside and inside[0] in COMMANDS:
        command = group.get_command(group.make_context("intromark", inside[:]), inside[0])
        assert command is not None
        command.make_context(inside[0], inside[1:])


@cache
def help_of(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command, "--help"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def check_script(arguments: list[str]) -> None:
    """The script or module is there and knows the options."""
    before = [one for one in arguments if not one.startswith("--")]
    if arguments[0] == "-m":
        known = help_of(
            *before[: 3 if len(before) > 2 and before[2].isalpha() and before[2].islower() else 2]
        )
    else:
        known = help_of(before[0])
    unknown = [one for one in arguments if one.startswith("--") and one not in known]
    assert not unknown, f"{unknown} not in:\n{known}"
    if arguments[0] == "benchmarks/compose.py":
        # Drawing takes minutes. Two copies of the demo's season stand for the shows that it would draw.
        for show in ("0001", "0002"):
            shutil.copytree("intromark-demo", Path(arguments[1], show), dirs_exist_ok=True)


def test_the_test_command_is_the_one_that_is_checked() -> None:
    assert f"$ {TESTS}\n" in README.read_text()
    assert f"\n({TESTS})\n" in (ROOT / ".ci/run").read_text()


@pytest.mark.parametrize("block", blocks("python"), ids=str)
@pytest.mark.usefixtures("folder")
def test_python_examples(block: Block) -> None:
    exec(compile(block.text, str(block), "exec"), {"__name__": "example"})


@pytest.mark.usefixtures("folder")
def test_the_json_example_has_what_json_has() -> None:
    result = invoke(["detect", "Show/Season 01", "--format", "json"])
    (block,) = [block for block in blocks("json") if block.page == USAGE]
    said, printed = json.loads(block.text)[0], json.loads(result.stdout)[0]
    assert shape(said) == shape(printed)
    assert said["path"] == printed["path"]


def shape(value: object) -> object:
    """A value without what it says."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    return [shape(one) for one in value] if isinstance(value, list) else type(value)


def test_the_picture_is_of_the_table_below_it() -> None:
    label = ET.parse(ROOT / "docs/timeline.svg").getroot().get("aria-label", "")
    drawn = dict(re.findall(r"(S01E\d\d): (none|[\d:.]+ – [\d:.]+)", label))  # noqa: RUF001
    listed = dict(
        re.findall(r"^ (S01E\d\d)\.mkv +(none|[\d:.]+ - [\d:.]+)", README.read_text(), re.MULTILINE)
    )
    assert len(drawn) == 5
    assert {name: span.replace(" – ", " - ") for name, span in drawn.items()} == listed  # noqa: RUF001


@pytest.mark.usefixtures("folder")
def test_the_picture_can_be_drawn_again() -> None:
    found = invoke(["detect", "Show/Season 01", "--format", "json"])
    script = [sys.executable, str(ROOT / "docs/timeline.py")]
    done = subprocess.run(script, input=found.stdout, capture_output=True, text=True, check=True)
    picture = ET.fromstring(done.stdout)
    assert picture.get("aria-label", "").count("S01E") == 5
    assert "S01E05: none" in picture.get("aria-label", "")


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_of_every_command_is_in_the_documents(name: str) -> None:
    command = " ".join(filter(None, ["intromark", name, "--help"]))
    (step,) = [step for block in blocks("console") for step in steps(block) if step.command == command]
    assert step.output == invoke(words(command)[1:]).output


@pytest.mark.parametrize("page", [README, USAGE], ids=lambda page: page.name)
def test_formats(page: Path) -> None:
    rows = [line for line in page.read_text().splitlines() if line.startswith("| `")]
    for name, row in FORMATS.items():
        assert any(f"`{name}`" in line and f"`S01E01{row.suffix}`" in line for line in rows)


def test_extras_are_there() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for page in PAGES:
        for named in re.findall(r"pip install .*?\.\[([\w,]+)\]", page.read_text()):
            assert set(named.split(",")) <= set(extras)


def test_floors_are_the_tested_ones() -> None:
    rows = re.findall(
        r"^\| (\d) \w+ \|.*\| (`.*`) \|$", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE
    )
    said = {name: int(floor) for floor, names in rows for name in re.findall(r"`(\w+)`", names)}
    there = {
        path.stem for path in (ROOT / "src/intromark").iterdir() if path.suffix == ".py" or path.is_dir()
    }
    assert said == {
        name: floor for name, floor in FLOORS.items() if name in there and not name.startswith("__")
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links(page: Path) -> None:
    for target in LINK.findall(BLOCK.sub("", page.read_text())):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            assert file.exists(), target
            assert ROOT in file.parents, target
            assert not anchor or anchor in anchors(file), target


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_document_is_reached_from_the_start() -> None:
    start = ROOT / "docs/index.md"
    assert "](docs/index.md)" in README.read_text()
    reached = {(start.parent / link.partition("#")[0]).resolve() for link in LINK.findall(start.read_text())}
    assert [page.name for page in ROOT.glob("docs/**/*.md") if page != start and page not in reached] == []


@pytest.mark.usefixtures("folder")
def test_the_pictures_of_the_explanation_can_be_drawn_again(tmp_path: Path) -> None:
    script = ROOT / "docs/pictures/explain.py"
    command = [sys.executable, str(script), "--season", "Show/Season 01", "--out", str(tmp_path)]
    subprocess.run(command, check=True)
    for path in tmp_path.iterdir():
        with Image.open(path) as drawn, Image.open(script.parent / path.name) as shown:
            assert drawn.size == shown.size
            assert np.ptp(np.asarray(drawn.convert("L"))) > 200  # something is on it
    assert {path.name for path in tmp_path.iterdir()} == {"similarity.png", "curves.png", "edge.png"}


def test_the_diagram_of_confidence_can_be_drawn_again(tmp_path: Path) -> None:
    script = ROOT / "docs/pictures/reliability.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True)
    with (
        Image.open(tmp_path / "reliability.png") as drawn,
        Image.open(script.parent / "reliability.png") as shown,
    ):
        assert drawn.size == shown.size
        assert np.ptp(np.asarray(drawn.convert("L"))) > 200
